import { type Picture, shownBy } from '../../../domain/answer/picture.ts';
import type { ActionCodec } from '../../../domain/button-actions.ts';
import { chatPageSize, isAppLine } from '../../../domain/ports/answerer.ts';
import { isShareable, type Reply } from '../../../domain/reply.ts';
import { renderMessages, renderRest } from '../render/render.ts';
import { causeOf, channelId, type HandlerContext, personId } from './context.ts';
import { type Answer, privateSentence, type ReplyTarget } from './respond.ts';
import { uploadWords } from './wording.ts';

export interface Asker {
  /** The workspace in which the desk was asked. */
  team: string;
  user: string;
  /** The workspace of the person, who may be a guest of a shared channel. */
  userTeam: string;
  channel: string;
  /** Slack's id of the command or the press, the same when it arrives again; empty where there is none. */
  trigger: string;
}

type Visibility = Answer['visibility'];

/** How long something may arrive again, in milliseconds. */
const arrivesAgainMs = 60 * 60_000;

/**
 * Asks for a line and renders the answer. `shown`: pinned for paging, where a message stays as public or private as it
 * was; otherwise the line and then the channel's setting decide. What all may see is always asked for with all as
 * audience. It never fails: a fault becomes a sentence with an id. `repeated`: what all see, and what `/deskwire`
 * changes, happens once for a command, and this one was taken already, here or by another process.
 */
export async function ask(
  context: HandlerContext,
  asker: Asker,
  line: string,
  shown?: Visibility,
): Promise<Answer | 'repeated'> {
  try {
    if (isAppLine(line) && !(await isFirst(context, asker))) return 'repeated';
    const usual = shown ?? (await usualVisibility(context, asker, line));
    let reply = await question(context, asker, line, usual);
    const wanted = shown ?? wantedVisibility(reply, usual);
    if (wanted !== usual) reply = await question(context, asker, line, wanted);
    const visibility = isShareable(reply) ? wanted : 'private';
    if (visibility === 'public' && !(await isFirst(context, asker))) return 'repeated';
    return await renderAnswer(context, asker, line, reply, visibility);
  } catch (cause) {
    return privateSentence(context.failed(cause, 'answering'));
  }
}

/** Asks with all as audience where all will see it, so that what may not be shown here is left out. */
export const question = (
  context: HandlerContext,
  asker: Asker,
  line: string,
  visibility: Visibility,
): Promise<Reply> =>
  context.answerer.answer({
    text: line,
    person: personId(asker.userTeam, asker.user),
    channel: channelId(asker.team, asker.channel),
    audience: visibility === 'public' ? 'channel' : 'person',
    pageSize: chatPageSize,
    oneForm: true,
  });

/** The reply as messages, whose buttons are for the asker where they asked. */
export async function renderAnswer(
  context: HandlerContext,
  asker: Asker,
  line: string,
  reply: Reply,
  visibility: Visibility,
  note?: string,
): Promise<Answer> {
  const { team, user, channel } = asker;
  const { opener } = reply.form ?? {};
  const shown: Reply = opener
    ? { ...reply, blocks: [...reply.blocks, { type: 'choices', prompt: '', options: [opener] }] }
    : reply;
  const buttons = { actions: context.actions, binding: { person: personId(team, user), channel } };
  const pictures = await shownBy(reply.blocks, (picture) => uploaded(context, picture));
  const render = (actions: ActionCodec) =>
    renderMessages(shown, {
      visibility,
      line,
      pictures,
      buttons: { ...buttons, actions },
      ...(note && { note }),
    });
  // A note is for this once, and whether Slack has a picture can change.
  const passes = note !== undefined || pictures.size > 0;
  return {
    visibility,
    messages: passes
      ? render(context.actions)
      : await context.rendered.recall({ reply: shown, as: `${visibility} ${line}`, ...buttons }, render),
    ...(reply.form && { form: reply.form }),
    ...(reply.aside && { aside: reply.aside }),
    rest: (from) => renderRest(line, from, { visibility, buttons }),
  };
}

/** The picture as a file in Slack; equal pictures are uploaded once. */
async function uploaded(
  context: HandlerContext,
  picture: Picture,
): Promise<{ id: string } | { failed: string }> {
  const { file: name, title, alt } = picture;
  const known = context.uploaded.get(name);
  if (known) return { id: known };
  const drawn = await context.pictures.draw(picture);
  if (!drawn.ok) return { failed: drawn.why };
  const result = await context.sender.upload({ name, title, alt, bytes: drawn.png });
  if (result.ok) {
    context.uploaded.set(name, result.id);
    return { id: result.id };
  }
  const id = context.logFailure(causeOf(result.failure), 'uploading a picture');
  return { failed: uploadWords(result.failure, id) };
}

const isFirst = async ({ once, clock }: HandlerContext, { trigger }: Asker): Promise<boolean> => {
  const now = clock();
  return trigger === '' || once.first(`slack:${trigger}`, new Date(now.getTime() + arrivesAgainMs), now);
};

/** Settings, roles and drafts are managed on /deskwire: its answers never follow a channel's habit of showing all. */
async function usualVisibility(
  context: HandlerContext,
  { team, channel }: Asker,
  line: string,
): Promise<Visibility> {
  return isAppLine(line) ? 'private' : context.channels.visibility(channelId(team, channel));
}

const wantedVisibility = ({ visibility, visibilitySaid }: Reply, usual: Visibility): Visibility =>
  visibilitySaid || usual === 'private' ? visibility : 'public';

/** A press, checked: who, where, and what the button was made to do. */
export interface Press {
  asker: Asker;
  userName: string;
  place: ReplyTarget;
  /** Slack's name for the message that holds the button. */
  message: string;
  /** Whether that message is seen by all. */
  public: boolean;
  below: boolean;
  /** The first message of the answer that is wanted; those before it have been shown. */
  from: number;
}
