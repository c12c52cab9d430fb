import { phrase } from './parse/phrase.ts';

/** What explains instead of answering, in a command's place or after it. */
export const helpWords: ReadonlySet<string> = new Set(['help', '?', '-h', '--help', '/help', 'info']);

export function split(line: string): [first: string, rest: string] {
  const space = line.indexOf(' ');
  return space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space + 1).trim()];
}

/** The command whose name, of one word or of two, a line begins with, and what stands after it. */
export function findCommand<C extends { name: string }>(
  line: string,
  commands: readonly C[],
): { command: C; rest: string } | undefined {
  const [first, after] = split(line);
  const [second, rest] = split(after);
  const long = second === '' ? undefined : commandNamed(`${first} ${second}`, commands);
  if (long) return { command: long, rest };
  const short = commandNamed(first, commands);
  return short && { command: short, rest: after };
}

/** By its name; `visit` is read as `visits` where no other command is meant. */
export function commandNamed<C extends { name: string }>(
  typed: string,
  commands: readonly C[],
): C | undefined {
  const word = phrase(typed);
  return (
    commands.find(({ name }) => name === word) ??
    commands.find(({ name }) => name === `${word}s` || `${name}s` === word)
  );
}

/** `roles` of `roles grant`; undefined for a name of one word. */
export function groupOf({ name }: { name: string }): string | undefined {
  const [first, rest] = split(name);
  return rest === '' ? undefined : first;
}
