import type { Choice } from '../domain/reply.ts';
import type { HouseCommand } from './define-house.ts';
import { findCommand, groupOf, helpWords, split } from './find-command.ts';
import { closest } from './parse/phrase.ts';

export type HouseRoute =
  | { found: true; command: HouseCommand; rest: string }
  /** `meant`: whole lines, without the slash command. */
  | { found: false; word: string; meant: Choice[] };

/** Which command a line asks, given what was typed after `/deskwire`. */
export function routeHouse(line: string, commands: readonly HouseCommand[]): HouseRoute {
  const [first, rest] = split(line);
  const help = commands.find(({ name }) => name === 'help');
  const explain = (what: string): HouseRoute =>
    help ? { found: true, command: help, rest: what } : { found: false, word: what, meant: [] };
  if (first === '' || helpWords.has(first.toLowerCase())) return explain(rest);
  const found = findCommand(line, commands);
  if (found && helpWords.has(found.rest.toLowerCase())) return explain(found.command.name);
  if (found) return { found: true, ...found };
  const group = commands.find((one) => groupOf(one) === first.toLowerCase()) && first.toLowerCase();
  if (group && (rest === '' || helpWords.has(rest.toLowerCase()))) return explain(group);
  return { found: false, word: group ? `${group} ${split(rest)[0]}` : first, meant: near(line, commands) };
}

/** Misspelt in either word, or with one of the two left out: `role grant`, `roles grnt`, `subscribe`. */
function near(line: string, commands: readonly HouseCommand[]): Choice[] {
  const [first, after] = split(line);
  const [second, rest] = split(after);
  const groups = [...new Set(commands.flatMap((one) => groupOf(one) ?? []))];
  const meant = [
    ...closest(first, second === '' ? [] : groups).flatMap((group) => {
      const own = commands.filter((one) => groupOf(one) === group);
      const words = closest(
        second,
        own.map(({ name }) => split(name)[1]),
      );
      const shown = words.length > 0 ? own.filter(({ name }) => words.includes(split(name)[1])) : own;
      return shown.map((command) => ({ command, rest: words.length > 0 ? rest : '' }));
    }),
    ...commands
      .filter((command) => closest(first, [split(command.name)[1] || command.name]).length > 0)
      .map((command) => ({ command, rest: after })),
  ];
  const alone = closest(first, second === '' ? groups : []);
  const lines = meant.map(({ command: { name, description }, rest: kept }) => ({
    label: description,
    command: `${name} ${kept}`.trim(),
  }));
  const all = [...alone.map((group) => ({ label: `Everything of ${group}`, command: group })), ...lines];
  return all.filter(({ command }, at) => all.findIndex((one) => one.command === command) === at);
}
