import { SnowflakeUtil } from 'discord.js';
import { assertNever } from '../../../domain/errors.ts';
import { withTimeout } from '../../../runtime/async.ts';
import { type MessageBody, type Visibility, withoutPictures } from '../render/message.ts';
import type { DiscordPictures } from '../render/pieces.ts';
import { filesOf } from '../render/render.ts';
import type { Sender, SendResult, SentFile } from '../sender.ts';
import { type Answer, type HandlerContext, memberOf } from './context.ts';
import { isChosenFrom, isToldBefore, openForm, withFormButton } from './form-view.ts';
import type { Incoming, Origin } from './incoming.ts';
import { noteMessage, words } from './wording.ts';

/** An answer within this time is the first response; a later one is announced first. Discord gives 3 s. */
const patience = 1500;

/** Shorter for one that came late, as after a resume: its 3 s began when Discord made its id. */
export function patienceFor(interaction: string, now: Date): number {
  if (!/^\d{17,20}$/.test(interaction)) return patience;
  const age = now.getTime() - SnowflakeUtil.timestampFrom(interaction);
  // Outside of this the clocks differ, or it is too late anyway.
  return age > 0 && age < 3000 ? Math.max(0, patience - age) : patience;
}

/** How a slow answer is announced: thinking, seen by one or by all; or only that the press has been noticed. */
export type Announce = { as: 'thinking'; visibility: Visibility } | { as: 'acknowledged' };

/** Shows an answer once it is made: within Discord's time, in full, or with the id under which it failed. */
export async function respond(
  context: HandlerContext,
  to: Origin,
  work: Promise<Answer>,
  announce: Announce,
  lost: (id: string) => string = words.failed,
): Promise<void> {
  const quick = await withTimeout(context.timers, patienceFor(to.id, context.clock()), work);
  let stage: Stage = { at: 'fresh' };
  if (!quick) {
    const announced = await context.sender.respond(to, announcement(announce));
    if (!announced.ok) {
      // Nothing can be shown without a first response: too late, or another process gave it.
      context.logFailure(announced.cause, `an interaction could not be answered: ${announced.code}`);
      return;
    }
    stage =
      announce.as === 'thinking'
        ? { at: 'thinking', visibility: announce.visibility }
        : { at: 'acknowledged' };
  }
  const answer = quick ?? (await work);
  // A form can only be the first response.
  if (
    answer.form &&
    !isToldBefore(answer.form) &&
    !isChosenFrom(answer.form) &&
    stage.at === 'fresh' &&
    (await openForm(context, to, answer.form))
  )
    return;
  await showAll(context, to, stage, withFormButton(context, to, answer), lost);
}

/** Shows all parts. Where the apology for the first is refused since that stands after all, the others follow it. */
async function showAll(
  context: HandlerContext,
  to: Origin,
  stage: Stage,
  answer: Answer,
  lost: (id: string) => string,
): Promise<void> {
  const deliveries = await deliver(context.sender, to, stage, answer);
  const failed = deliveries.findIndex((delivery) => !delivery.ok);
  const delivery = deliveries[failed];
  if (!delivery || delivery.ok) return;
  const standsAfterAll = await apologise(context, to, stage, failed, delivery, lost);
  const rest = { ...answer, messages: answer.messages.slice(1), replaces: false };
  if (standsAfterAll) await showAll(context, to, { at: 'acknowledged' }, rest, words.partLost);
}

function announcement(announce: Announce) {
  if (announce.as === 'acknowledged') return { type: 6 } as const;
  return { type: 5, data: { flags: announce.visibility === 'private' ? 64 : 0 } } as const;
}

/** True when the first response that nobody knew of turns out to have been given. */
async function apologise(
  context: HandlerContext,
  to: Origin,
  stage: Stage,
  part: number,
  { code, cause }: Exclude<SendResult, { ok: true }>,
  lost: (id: string) => string,
): Promise<boolean> {
  const id = context.logFailure(cause, `an answer could not be shown: ${code}`);
  if (code === 'expired' || code === 'answered') return false;
  const sorry = noteMessage(part > 0 ? words.partLost(id) : lost(id), 'failed');
  const excuse: Answer = { messages: [sorry], visibility: 'private', replaces: false };
  const reached: Stage = part > 0 ? { at: 'acknowledged' } : stage;
  const [said] = await deliver(context.sender, to, reached, excuse);
  if (!said || said.ok) return false;
  if (code === 'unknown' && reached.at === 'fresh' && said.code === 'answered') return true;
  context.log.warn({ errorId: id, code: said.code }, 'the error message could not be sent either');
  return false;
}

const needed = {
  foreignGuild: 'a server that is served',
  notYours: 'the person and the place it was made for',
};
const tried = {
  command: 'a command',
  message: 'an action on a message',
  complete: 'a completion',
  press: 'a button',
  submit: 'a form',
};

/** Logs a refusal, and tells the person. */
export async function refuse(
  context: HandlerContext,
  { origin, kind }: Incoming,
  why: keyof typeof needed,
): Promise<void> {
  const { person } = memberOf(origin);
  context.log.warn({ person, command: tried[kind], needed: needed[why] }, 'command refused');
  await respondText(context, origin, words[why]);
}

/** Shows a text to the asker alone, as the first response. */
export async function respondText(context: HandlerContext, to: Origin, sentence: string): Promise<void> {
  const answer: Answer = { messages: [noteMessage(sentence)], visibility: 'private', replaces: false };
  for (const delivery of await deliver(context.sender, to, { at: 'fresh' }, answer)) {
    if (!delivery.ok) context.logFailure(delivery.cause, `a sentence could not be said: ${delivery.code}`);
  }
}

/** How far the conversation is. thinking: Discord shows that an answer will come, and to whom is fixed. */
type Stage = { at: 'fresh' } | { at: 'thinking'; visibility: Visibility } | { at: 'acknowledged' };

/** Shows an answer from any stage: the first message where the stage wants it, each further part as a follow-up. */
async function deliver(sender: Sender, to: Origin, stage: Stage, answer: Answer): Promise<SendResult[]> {
  const [first, ...rest] = answer.messages;
  if (!first) return [];
  const { pictures } = answer;
  const deliveries = [
    await withPictures(first, pictures, (message, files) =>
      deliverFirst(sender, to, stage, answer, { message, files }),
    ),
  ];
  for (const part of rest) {
    if (deliveries.some((delivery) => !delivery.ok)) break;
    deliveries.push(
      await withPictures(part, pictures, (message, files) => sender.followUp(to, message, files)),
    );
  }
  return deliveries;
}

/** Sends a message with its pictures; where Discord refuses that, the same without them. */
async function withPictures(
  message: MessageBody,
  pictures: DiscordPictures | undefined,
  send: (message: MessageBody, files: SentFile[]) => Promise<SendResult>,
): Promise<SendResult> {
  const files = filesOf(message, pictures);
  const result = await send(message, files);
  if (result.ok || result.code !== 'refused' || files.length === 0) return result;
  return send(withoutPictures(message, 'Discord does not take it here'), []);
}

async function deliverFirst(
  sender: Sender,
  to: Origin,
  stage: Stage,
  { visibility, replaces }: Answer,
  { message, files }: { message: MessageBody; files: SentFile[] },
): Promise<SendResult> {
  // A message that is changed keeps the files that are not named again.
  const changed = replaces ? { ...message, attachments: message.attachments ?? [] } : message;
  switch (stage.at) {
    case 'fresh':
      return sender.respond(to, { type: replaces ? 7 : 4, data: changed }, files);
    case 'thinking':
      if (stage.visibility === visibility) return sender.edit(to, message, files);
      // Who sees a deferred answer cannot be changed any more: it makes room for one of the other kind.
      await sender.withdraw(to);
      return sender.followUp(to, message, files);
    case 'acknowledged':
      return replaces ? sender.edit(to, changed, files) : sender.followUp(to, message, files);
    default:
      return assertNever(stage);
  }
}
