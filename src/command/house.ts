import { house } from '../domain/house.ts';
import type { CatalogueDesk, Question } from '../domain/ports/answerer.ts';
import type { Choice, Reply } from '../domain/reply.ts';
import { refusal } from './fault-reply.ts';
import { closest } from './parse/phrase.ts';
import { tidy } from './parse/tokens.ts';
import { split } from './route.ts';

/** Who typed it, and in which channel, where there are channels. */
export type Asker = Pick<Question, 'person' | 'channel'>;

/** A subcommand of `/deskwire`: it takes one word and knows who typed it. */
export interface HouseCommand {
  name: string;
  /** At most 100 characters. */
  description: string;
  /** The word it takes; none: it takes nothing. */
  takes?: { name: string; description: string; required: boolean; choices?: string[] };
  example: { line: string; about: string };
  run(word: string, asker: Asker): Promise<Reply>;
}

/** Answers a line that begins with `/deskwire`; undefined for every other line. */
export async function answerHouse(
  { text, person, channel, audience }: Question,
  commands: readonly HouseCommand[],
): Promise<Reply | undefined> {
  const [first, rest] = split(tidy(text));
  if (first.toLowerCase() !== `/${house}`) return undefined;
  if (audience === 'channel') {
    return refusal('forbidden', `What /${house} answers is for the one who asks, not for a channel.`);
  }
  const [name, word] = split(rest);
  const command = commands.find((each) => each.name === name.toLowerCase());
  if (command) return command.run(bareWord(word, command), { person, ...(channel && { channel }) });
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

/** Discord names the option and quotes what has blanks, as anyone may: `code:K7QP`. */
function bareWord(word: string, { takes }: HouseCommand): string {
  const named = takes && word.toLowerCase().startsWith(`${takes.name}:`);
  return (named ? word.slice(takes.name.length + 1) : word).replace(/^\s*"(.*)"\s*$/, '$1').trim();
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
      options: takes ? [{ ...takes, type: 'text' as const, completes: false }] : [],
      examples: [example],
    })),
  };
}
