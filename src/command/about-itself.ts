import type { NameIndex } from '../domain/ports/names.ts';
import type { Choice, Reply } from '../domain/reply.ts';
import { namesOffice } from '../search/names/officials.ts';
import { stemOf } from '../search/names/tokens.ts';
import type { AppCommand, AppSlash } from './define.ts';
import { findCommand } from './line.ts';
import { refusal } from './refusals.ts';

/** A question of how something is done, as opposed to what the desk holds. */
const howTo =
  /(?<!\p{L})(?:how (?:do|can|could|should|would) (?:i|we|you|one)|how to|(?:can|could|may) (?:i|we)|where (?:do|can) (?:i|we)|is there a (?:way|command) to|i (?:want|would like|need) to|как (?:мне )?\p{L}+(?:ть|ться|ся))(?!\p{L})/iu;

/** Words of any command or description. */
const small = new Set(
  'a an the of or and to for from in on by with all its it this that what who'.split(' '),
);
const mostOffered = 3;

/**
 * What to say of a line that asks for a command of the app and that a desk cannot answer: `digest subscribe daily`, `how
 * do i get the digest every monday`. Undefined if it names none. A line that asks for a command alone, as `how do i add
 * a fact`, asks the desk for nothing.
 */
export function aboutItself(
  line: string,
  apps: readonly AppSlash[],
  names: Pick<NameIndex, 'exact' | 'longest'>,
): { reply: Reply; isCommandAlone: boolean } | undefined {
  const begun = apps.flatMap((slash) => {
    const found = findCommand(line, slash.commands);
    return found ? [choiceOf(slash, found.command, ` ${found.rest}`.trimEnd())] : [];
  });
  const meant =
    begun.length > 0
      ? begun
      : howTo.test(line)
        ? byWords(kindsNamed(line, names), apps)
        : groupsOf(line, apps);
  if (meant.length === 0) return undefined;
  const reply = refusal(
    'not_found',
    'Deskwire has a command for that.',
    'Commands',
    meant.slice(0, mostOffered),
  );
  return {
    reply,
    isCommandAlone: howTo.test(line) && apps.some((slash) => slash.commands.some(isAll(line))),
  };
}

/** Whether the name of a command says all that the line asks for. */
function isAll(line: string): (command: AppCommand) => boolean {
  const asked = stemsOf(line.replace(howTo, ' '));
  return ({ name }) => {
    const says = stemsOf(name);
    return asked.size > 0 && [...asked].every((stem) => says.has(stem));
  };
}

const choiceOf = (slash: AppSlash, { name, description }: AppCommand, rest = ''): Choice => ({
  label: description,
  command: `/${slash.id} ${name}${rest}`,
});

/** `digest this week`: the line begins with a group, whose help tells its commands. */
function groupsOf(line: string, apps: readonly AppSlash[]): Choice[] {
  const first = stem(line.toLowerCase().split(' ')[0] ?? '');
  return apps.flatMap(({ id, groups }) =>
    Object.entries(groups)
      .filter(([group]) => stem(group) === first)
      .map(([group, about]) => ({ label: about, command: `/${id} help ${group}` })),
  );
}

/**
 * Commands that the line names by a word of their name, and by all its words or another of their description: exporting
 * gas is no command. Those that say more of it first.
 */
function byWords(line: string, apps: readonly AppSlash[]): Choice[] {
  const asked = stemsOf(line.replace(howTo, ' '));
  const shared = (text: string) => [...stemsOf(text)].filter((stem) => asked.has(stem)).length;
  return apps
    .flatMap((slash) => slash.commands.map((command) => ({ slash, command })))
    .filter(({ command }) => shared(command.name) > 0)
    .map((one) => ({ ...one, said: shared(`${one.command.name} ${one.command.description}`) }))
    .filter(({ said }) => said > 1 || said === asked.size)
    .sort((a, b) => b.said - a.said)
    .map(({ slash, command }) => choiceOf(slash, command));
}

/** The line with what its names are: a prime minister is an office. */
function kindsNamed(line: string, names: Pick<NameIndex, 'exact' | 'longest'>): string {
  const words = line.replace(howTo, ' ').match(/[\p{L}’'-]+/gu) ?? [];
  const runs = words.flatMap((_, from) =>
    words.slice(from).map((_, more) => words.slice(from, from + more + 1)),
  );
  const isOffice = (run: readonly string[]) =>
    run.length <= names.longest().words && names.exact(run.join(' '), ['office']).length > 0;
  return namesOffice(words.join(' ')) || runs.some(isOffice) ? `${line} office` : line;
}

const stemsOf = (text: string): Set<string> =>
  new Set((text.toLowerCase().match(/\p{L}+/gu) ?? []).filter((word) => !small.has(word)).map(stem));

const stem = (word: string): string => stemOf(word)[0] ?? word;
