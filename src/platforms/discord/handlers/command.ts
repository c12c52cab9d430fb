import { createHash } from 'node:crypto';
import { appCommandIds, lineOfMessage, publicOption } from '../../../domain/ports/answerer.ts';
import { oneLine } from '../render/markdown.ts';
import type { Visibility } from '../render/message.ts';
import { ask } from './ask.ts';
import { type Answer, bindingOf, type HandlerContext } from './context.ts';
import type { Incoming, OptionValue } from './incoming.ts';
import { respond, respondText } from './respond.ts';
import { noteMessage, words } from './wording.ts';

type Command = Extract<Incoming, { kind: 'command' }>;

export async function handleCommand(context: HandlerContext, command: Command): Promise<void> {
  const visibility = await visibilityOf(context, command);
  const line = commandLine(command.desk, command.command, command.options, verbatimOf(context, command));
  const work = ask(context, command, { line, visibility, replaces: false });
  await respond(context, command.origin, work, { as: 'thinking', visibility });
}

/** "Add to desk" on a message: the same as typing its link. */
export async function handleMessageAction(
  context: HandlerContext,
  action: Extract<Incoming, { kind: 'message' }>,
): Promise<void> {
  const line = lineOfMessage(action.text);
  if (line === undefined) return respondText(context, action.origin, words.noLink);
  const work = ask(context, action, { line, visibility: 'private', replaces: false });
  await respond(context, action.origin, work, { as: 'thinking', visibility: 'private' });
}

/** The options whose text keeps its quotes; looked up only where there are any. */
function verbatimOf(
  { answerer }: HandlerContext,
  { desk, command, options: given }: Command,
): ReadonlySet<string> {
  if (!given.some(({ value }) => typeof value === 'string' && /["“”„‟«»″＂\\]/.test(value))) return new Set();
  // Discord may still have a command of the app under the slash command that it had before.
  const ofApp = appCommandIds.includes(desk);
  const known = answerer.catalogue().filter(({ id, app }) => id === desk || (ofApp && app));
  const options =
    known.flatMap(({ commands }) => commands).find(({ name }) => name === command)?.options ?? [];
  return new Set(options.filter(({ verbatim }) => verbatim).map(({ name }) => name));
}

/** What the asker says counts before what the channel has set; private when neither can be known. */
async function visibilityOf(
  context: HandlerContext,
  { origin, options, ...asked }: Command,
): Promise<Visibility> {
  if (appCommandIds.includes(asked.desk)) return 'private';
  const said = options.find((option) => option.name === publicOption.name)?.value;
  if (typeof said === 'boolean') return said ? 'public' : 'private';
  try {
    return await context.channels.visibility(bindingOf(origin).channel);
  } catch (cause) {
    context.logFailure(cause, 'a channel setting could not be read');
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

export async function share(context: HandlerContext, press: Press, line: string): Promise<void> {
  return respond(
    context,
    press.origin,
    shared(context, press, line),
    { as: 'acknowledged' },
    words.shareLost,
  );
}

/** Asks again with the whole channel as audience, since what one person may read is not always for all. */
async function shared(context: HandlerContext, press: Press, line: string): Promise<Answer> {
  const [key, now] = [keyOf(press, line), context.clock()];
  try {
    if (!(await context.once.first(key, new Date(now.getTime() + doublePressMs), now)))
      return privately(words.sharedAlready);
    // In plain words, not as a mention: sharing should not ring anyone's bell.
    const by = `Shared by ${press.origin.userName ?? 'a reader'} · ${line}`;
    const answer = await ask(context, press, { line, visibility: 'public', replaces: false, note: by });
    // What was not for all has not been shared.
    if (answer.visibility === 'private') await context.once.release(key);
    return answer;
  } catch (cause) {
    return privately(words.failed(context.logFailure(cause, 'an answer could not be shared')));
  }
}

const privately = (sentence: string): Answer => ({
  messages: [noteMessage(sentence)],
  visibility: 'private',
  replaces: false,
});

/** One answer shared by one person; two clicks are two interactions. */
const keyOf = ({ origin: { guild, user, channel }, message }: Press, line: string) =>
  `discord share ${createHash('sha256')
    .update(JSON.stringify([guild, user, channel, message, line]))
    .digest('base64url')}`;
