import { z } from 'zod';
import { house } from '../../domain/house.ts';
import { type Answer, ask } from './ask.ts';
import { deliver } from './deliver.ts';
import { limits } from './limits.ts';
import { responseBody } from './render.ts';
import { type Room, tellFailure } from './room.ts';
import { typedText } from './typed-text.ts';
import { sentence, words } from './wording.ts';

/** What we read of a slash command; the rest of its body is Slack's business. */
const commandSchema = z.object({
  command: z.string().regex(/^\/\S+$/),
  text: z.string().default(''),
  team_id: z.string().min(1),
  user_id: z.string().min(1),
  channel_id: z.string().min(1),
  response_url: z.string().optional(),
});
type Command = z.infer<typeof commandSchema>;

type AckReply = ReturnType<typeof responseBody>;
export type Ack = (reply?: AckReply) => Promise<void>;

/**
 * Acks within three seconds whatever happens: with the answer when it is there in half that time, else at once
 * with nothing, and the answer follows.
 */
export async function onCommand(room: Room, body: unknown, ack: Ack): Promise<void> {
  const parsed = commandSchema.safeParse(body);
  if (!parsed.success) return ack(privately(words.unreadable));
  const command = parsed.data;
  const refused = refusalOf(room, command);
  if (refused !== undefined) return ack(privately(refused));

  const asked = {
    team: command.team_id,
    user: command.user_id,
    channel: command.channel_id,
    line: `${command.command} ${typedText(command.text).trim() || 'help'}`,
  };
  const answer = ask(room, asked);
  const early = await Promise.race([answer, room.timing.ackDue()]);
  const carried = await acked(ack, early ?? undefined);
  const { messages, visibility } = early ?? (await answer);
  const place = {
    channel: asked.channel,
    user: asked.user,
    ...(command.response_url && { responseUrl: command.response_url }),
  };
  const result = await deliver(room, place, carried ? messages.slice(1) : messages, { visibility });
  if (result.ok) return;
  const told = sentence(tellFailure(room, result.failure, 'sending an answer'));
  await deliver(room, place, [told], { visibility: 'private' });
}

/** True when the ack took the first message with it. */
async function acked(ack: Ack, answer: Answer | undefined): Promise<boolean> {
  try {
    await ack(answer && responseBody(answer.messages[0]!, answer.visibility));
    return answer !== undefined;
  } catch {
    // Socket Mode lost its connection in between: the answer goes by its address all the same.
    return false;
  }
}

function refusalOf(room: Room, command: Command): string | undefined {
  try {
    return refusal(room, command);
  } catch (cause) {
    return room.failed(cause, 'reading a command');
  }
}

function refusal(room: Room, { command, text, team_id }: Command): string | undefined {
  if (!room.allows(team_id)) return words.foreignTeam;
  if (text.length > limits.commandText) return words.tooLong(limits.commandText);
  const known = [...new Set([...room.answerer.catalogue().map(({ id }) => id), house])];
  return known.includes(command.slice(1)) ? undefined : words.unknownCommand(command, known);
}

const privately = (text: string) => responseBody(sentence(text), 'private');
