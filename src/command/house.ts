import type { CatalogueDesk } from '../domain/ports/answerer.ts';
import type { Choice, Reply } from '../domain/reply.ts';
import { refusal } from './fault-reply.ts';
import { closest } from './parse/phrase.ts';
import { tidy } from './parse/tokens.ts';
import { split } from './route.ts';

/** The slash command for what belongs to no single desk. */
export const house = 'deskwire';

/** A subcommand of `/deskwire`: it takes one word and knows who typed it. */
export interface HouseCommand {
  name: string;
  /** At most 100 characters. */
  description: string;
  /** The word it takes; none: it takes nothing. */
  takes?: { name: string; description: string };
  example: { line: string; about: string };
  run(word: string, person: string): Promise<Reply>;
}

/** Answers a line that begins with `/deskwire`; undefined for every other line. */
export async function answerHouse(
  text: string,
  person: string,
  commands: readonly HouseCommand[],
): Promise<Reply | undefined> {
  const [first, rest] = split(tidy(text));
  if (first.toLowerCase() !== `/${house}`) return undefined;
  const [name, word] = split(rest);
  const command = commands.find((each) => each.name === name.toLowerCase());
  if (command) return command.run(word, person);
  const near = closest(
    name,
    commands.map((each) => each.name),
  );
  const shown = near.length > 0 ? commands.filter((each) => near.includes(each.name)) : commands;
  const options = shown.map(
    (each): Choice => ({ label: each.description, command: `/${house} ${each.example.line}` }),
  );
  if (name === '' || name === 'help') {
    return refusal('ok', `/${house} is for what belongs to no single desk.`, 'It knows', options);
  }
  return refusal(
    'invalid',
    `/${house} has no command “${[...name].slice(0, 40).join('')}”.`,
    'It knows',
    options,
  );
}

/** `/deskwire` as platforms register it, beside the desks. */
export function houseCatalogue(commands: readonly HouseCommand[]): CatalogueDesk {
  return {
    id: house,
    name: 'Deskwire',
    about: 'What belongs to no single desk: roles and settings',
    commands: commands.map(({ name, description, takes, example }) => ({
      name,
      description,
      options: takes ? [{ ...takes, required: true, type: 'text' as const, completes: false }] : [],
      examples: [example],
    })),
  };
}
