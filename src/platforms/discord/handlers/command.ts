import { createHash } from 'node:crypto';
import { appCommand, publicOption } from '../../../domain/ports/answerer.ts';
import { oneLine } from '../render/markdown.ts';
import type { Visibility } from '../render/message.ts';
import { ask, bindingOf } from './ask.ts';
import type { DeskSide } from './context.ts';
import type { Answer } from './deliver.ts';
import type { Incoming, OptionValue } from './incoming.ts';
import { converse } from './respond.ts';
import { note, sentences } from './sentences.ts';

type Command = Extract<Incoming, { kind: 'command' }>;

export async function handleCommand(desk: DeskSide, command: Command): Promise<void> {
  const visibility = await visibilityOf(desk, command);
  const line = commandLine(command.desk, command.command, command.options, verbatimOf(desk, command));
  const work = ask(desk, command, { line, visibility, replaces: false });
  await converse(desk, command.origin, work, { as: 'thinking', visibility });
}

/** The options whose text keeps its quotes; looked up only where there are any. */
function verbatimOf({ answerer }: DeskSide, { desk, command, options: given }: Command): ReadonlySet<string> {
  if (!given.some(({ value }) => typeof value === 'string' && /["“”„‟«»″＂\\]/.test(value))) return new Set();
  const commands = answerer.catalogue().find(({ id }) => id === desk)?.commands ?? [];
  const options = commands.find(({ name }) => name === command)?.options ?? [];
  return new Set(options.filter(({ verbatim }) => verbatim).map(({ name }) => name));
}

/** What the asker says counts before what the channel has set; private when neither can be known. */
async function visibilityOf(desk: DeskSide, { origin, options, ...asked }: Command): Promise<Visibility> {
  if (asked.desk === appCommand) return 'private';
  const said = options.find((option) => option.name === publicOption.name)?.value;
  if (typeof said === 'boolean') return said ? 'public' : 'private';
  try {
    return await desk.channels.visibility(bindingOf(origin).channel);
  } catch (cause) {
    desk.failure(cause, 'a channel setting could not be read');
    return 'private';
  }
}

/** `/desk command option:value`, as a reader could have typed it. `verbatim`: options whose text keeps its quotes. */
export function commandLine(
  desk: string,
  command: string,
  options: readonly { name: string; value: OptionValue }[],
  verbatim: ReadonlySet<string> = new Set(),
): string {
  const parts = options.flatMap(({ name, value }) => {
    if (name === publicOption.name || value === false) return [];
    const quote = verbatim.has(name) ? escaped : quoted;
    const text = typeof value === 'string' ? quote(value) : String(value);
    return text ? [`${name}:${text}`] : [];
  });
  return [`/${desk}`, ...(command ? [command] : []), ...parts].join(' ');
}

/** A value can end neither its quotes nor its line: marks that a reader's parser takes for quotes are dropped. */
function quoted(value: string): string {
  const text = oneLine(value)
    .replace(/["“”„‟«»″＂\\]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' || /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(text) ? text : `"${text}"`;
}

/** The same with all its marks, those that could end it escaped as a reader's parser knows them. */
function escaped(value: string): string {
  const text = oneLine(value).trim();
  return text === '' ? '' : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

type Press = Extract<Incoming, { kind: 'press' }>;

/** For so long, in milliseconds, pressing again is taken for a double click. */
const doublePressMs = 60_000;

export async function share(desk: DeskSide, press: Press, line: string): Promise<void> {
  return converse(desk, press.origin, shared(desk, press, line), { as: 'acknowledged' }, sentences.shareLost);
}

/** Asks again with the whole channel as audience, since what one person may read is not always for all. */
async function shared(desk: DeskSide, press: Press, line: string): Promise<Answer> {
  const [key, now] = [keyOf(press, line), desk.clock()];
  try {
    if (!(await desk.once.first(key, new Date(now.getTime() + doublePressMs), now)))
      return privately(sentences.sharedAlready);
    // In plain words, not as a mention: sharing should not ring anyone's bell.
    const by = `Shared by ${press.origin.userName ?? 'a reader'} · ${line}`;
    const answer = await ask(desk, press, { line, visibility: 'public', replaces: false, note: by });
    // What was not for all has not been shared.
    if (answer.visibility === 'private') await desk.once.release(key);
    return answer;
  } catch (cause) {
    return privately(sentences.failed(desk.failure(cause, 'an answer could not be shared')));
  }
}

const privately = (sentence: string): Answer => ({
  messages: [note(sentence)],
  visibility: 'private',
  replaces: false,
});

/** One answer shared by one person; two clicks are two interactions. */
const keyOf = ({ origin: { guild, user, channel }, message }: Press, line: string) =>
  `discord share ${createHash('sha256')
    .update(JSON.stringify([guild, user, channel, message, line]))
    .digest('base64url')}`;
