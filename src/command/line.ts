import { normalisePhrase } from './parse/grammar.ts';

/** Canonical option values of one command: ids, `YYYY-MM-DD`, digits, `yes` for a flag. */
export type Values = Record<string, string>;

/**
 * The canonical command line: `/horn visits country:KE page:2`. Reading it gives the same values, whatever they
 * contain.
 */
export function commandLine(desk: string, command: string, values: Partial<Values>): string {
  const pairs = Object.entries(values).flatMap(([option, value]) =>
    value === undefined || value === '' ? [] : [`${option}:${quote(value)}`],
  );
  return [`/${desk}`, command, ...pairs].join(' ');
}

/** `commandLine` with the values in the order of the definition, so that equal questions give equal lines. */
export function lineFor(
  desk: string,
  { name, options }: { name: string; options: object },
  values: Partial<Values>,
): string {
  const ordered = Object.keys(options).map((option) => [option, values[option]]);
  return commandLine(desk, name, Object.fromEntries(ordered));
}

function quote(value: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N}.+_-]*$/u.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** Words that ask for help, instead of a command or after it. */
export const helpWords: ReadonlySet<string> = new Set(['help', '?', '-h', '--help', '/help', 'info']);

export function splitFirstWord(line: string): [first: string, rest: string] {
  const space = line.indexOf(' ');
  return space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space + 1).trim()];
}

/** The command whose name of one or two words begins the line, and the rest of the line. */
export function findCommand<C extends { name: string }>(
  line: string,
  commands: readonly C[],
): { command: C; rest: string } | undefined {
  const [first, after] = splitFirstWord(line);
  const [second, rest] = splitFirstWord(after);
  const long = second === '' ? undefined : commandNamed(`${first} ${second}`, commands);
  if (long) return { command: long, rest };
  const short = commandNamed(first, commands);
  return short && { command: short, rest: after };
}

/** By name, also before a colon; `visit` is read as `visits` if no other command fits. */
export function commandNamed<C extends { name: string }>(
  typed: string,
  commands: readonly C[],
): C | undefined {
  const word = normalisePhrase(typed.replace(/:$/, ''));
  return (
    commands.find(({ name }) => name === word) ??
    commands.find(({ name }) => name === `${word}s` || `${name}s` === word)
  );
}

/** `roles` for `roles grant`; undefined for a single word. */
export function groupOf({ name }: { name: string }): string | undefined {
  const [first, rest] = splitFirstWord(name);
  return rest === '' ? undefined : first;
}

/** Nothing but words: no option, and no sign that says something to a command. */
export const plainWords = /^[\p{L}\p{N}]+(?:[ ,’'+-]{1,2}[\p{L}\p{N}]+)*$/u;

/** Cut at the end of a word, where there is one near. */
export function beginningOf(text: string, longest: number): string {
  const end = text.lastIndexOf(' ', longest);
  return text.slice(0, end > longest / 2 ? end : longest);
}
