import { house } from '../../domain/house.ts';
import { publicOption } from '../../domain/public-option.ts';
import { ask, bindingOf } from './ask.ts';
import { commandLine } from './command-line.ts';
import { converse } from './converse.ts';
import type { DeskSide } from './desk-side.ts';
import type { Incoming } from './incoming.ts';
import type { Visibility } from './message.ts';

export type Command = Extract<Incoming, { kind: 'command' }>;

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
  if (asked.desk === house) return 'private';
  const said = options.find((option) => option.name === publicOption.name)?.value;
  if (typeof said === 'boolean') return said ? 'public' : 'private';
  try {
    return await desk.channels.visibility(bindingOf(origin).channel);
  } catch (cause) {
    desk.failure(cause, 'a channel setting could not be read');
    return 'private';
  }
}
