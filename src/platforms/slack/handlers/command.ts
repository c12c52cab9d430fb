import { createHash } from 'node:crypto';
import { z } from 'zod';
import { appCommandIds } from '../../../domain/ports/answerer.ts';
import { isShareable } from '../../../domain/reply.ts';
import { sentence } from '../render/message.ts';
import { goesWithAck, responseBody } from '../render/render.ts';
import { ask, type Press, question, renderAnswer } from './ask.ts';
import { type HandlerContext, personId } from './context.ts';
import { answerLine } from './form.ts';
import { type Answer, addressOf, deliver, failureText, respondAside, respondText } from './respond.ts';
import { words } from './wording.ts';

/** What we read of a slash command; the rest of its body is Slack's business. */
const commandSchema = z.object({
  command: z.string().regex(/^\/\S+$/),
  text: z.string().default(''),
  team_id: z.string().min(1),
  user_id: z.string().min(1),
  channel_id: z.string().min(1),
  response_url: z.string().optional(),
  trigger_id: z.string().default(''),
});
type Command = z.infer<typeof commandSchema>;

type AckReply = ReturnType<typeof responseBody>;
export type Ack = (reply?: AckReply) => Promise<void>;

/**
 * Acks within three seconds whatever happens: with the answer when it is one message and there in half that time, else
 * with nothing, and the answer follows.
 */
export async function handleCommand(context: HandlerContext, body: unknown, ack: Ack): Promise<void> {
  const parsed = commandSchema.safeParse(body);
  if (!parsed.success) return ack(refusing(words.unreadable));
  const command = parsed.data;
  const refused = refusalOf(context, command);
  if (refused !== undefined) return ack(refusing(refused));

  const { team_id: team, user_id: user, channel_id: channel, trigger_id: trigger } = command;
  const line = `${command.command} ${typedText(command.text).trim() || 'help'}`;
  const asker = { team, user, userTeam: team, channel, trigger };
  const asked = ask(context, asker, line);
  const early = await Promise.race([asked, context.timing.ackDue()]);
  const carried = await acked(
    ack,
    early && early !== 'repeated' && !early.form?.opener && goesWithAck(early) ? early : undefined,
  );
  const { answer, alone } = await answerLine(context, asker, line, { asked, early: early || undefined });
  if (answer === 'repeated' || alone) return;
  const place = { channel, user, address: addressOf(command.response_url) };
  const result = await deliver(context, place, answer, { from: carried ? 1 : 0 });
  if (result.ok) return respondAside(context, { place }, answer);
  const audience = answer.visibility === 'public' ? 'channel' : 'answer';
  await respondText(context, { place }, failureText(context, result.failure, 'sending an answer', audience));
}

/** True when the ack took the message with it. */
async function acked(ack: Ack, answer: Answer | undefined): Promise<boolean> {
  try {
    await ack(answer && responseBody(answer.messages[0]!, answer.visibility));
    return answer !== undefined;
  } catch {
    // Socket Mode lost its connection in between: the answer goes by its address all the same.
    return false;
  }
}

function refusalOf(context: HandlerContext, command: Command): string | undefined {
  try {
    return refusal(context, command);
  } catch (cause) {
    return context.failed(cause, 'reading a command');
  }
}

function refusal(context: HandlerContext, { command, team_id, user_id }: Command): string | undefined {
  if (!context.allows(team_id))
    return context.refused(personId(team_id, user_id), 'a command', 'foreignTeam');
  const known = [...new Set([...context.answerer.catalogue().map(({ id }) => id), ...appCommandIds])];
  return known.includes(command.slice(1)) ? undefined : words.unknownCommand(command, known);
}

const refusing = (text: string) => responseBody(sentence(text), 'private');

/**
 * What a person typed after a slash command, without what Slack makes of it: `<https://a.example|a.example>` is the
 * address again, and `&amp;` `&lt;` `&gt;` are the characters they stand for. Mentions, `<@U123|name>`, stay.
 */
export function typedText(text: string): string {
  return text
    .replace(/<((?:https?:\/\/|mailto:)[^<>|]*)(?:\|[^<>]*)?>/g, (_, address: string) =>
      address.replace(/^mailto:/, ''),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** For so long, in milliseconds, pressing again is taken for a double click. */
const doublePressMs = 60_000;

/** Asks again with the whole channel as audience, so that what may not be shown here is left out, and posts it. */
export async function share(context: HandlerContext, press: Press, line: string): Promise<void> {
  const { asker, place } = press;
  try {
    const reply = await question(context, asker, line, 'public');
    if (!isShareable(reply)) return await respondText(context, press, reply.aside ?? words.notShareable);
    // In plain words, not as a mention: sharing should not ring anyone's bell.
    const note = `Shared by ${press.userName} · ${line}`;
    const answer = await renderAnswer(context, asker, line, reply, 'public', note);
    const [key, now] = [keyOf(press, line), context.clock()];
    if (!(await context.once.first(key, new Date(now.getTime() + doublePressMs), now)))
      return await respondText(context, press, words.sharedAlready);
    const result = await deliver(context, place, answer);
    if (result.ok) return await respondAside(context, press, answer);
    // Told to invite the bot and share once more, nobody should hear then that it was shared already.
    if (result.failure.code !== 'unknown' && result.failure.code !== 'rate_limited')
      await context.once.release(key);
    await respondText(context, press, failureText(context, result.failure, 'sharing', 'share'));
  } catch (cause) {
    await respondText(context, press, context.failed(cause, 'sharing'));
  }
}

/** One answer shared by one person; two clicks are two presses, each with a trigger of its own. */
const keyOf = ({ asker: { team, user, channel }, message }: Press, line: string) =>
  `slack share ${createHash('sha256')
    .update(JSON.stringify([team, user, channel, message, line]))
    .digest('base64url')}`;
