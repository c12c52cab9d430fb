import { z } from 'zod';
import { foldDate } from '../domain/dates/date-words.ts';
import { dayIn } from '../domain/dates/day.ts';
import { type NameIndex, nameKinds } from '../domain/ports/names.ts';
import type { Choice, Reply } from '../domain/reply.ts';
import { readNames } from '../search/names/read.ts';
import {
  type AppCommand,
  type AppSlash,
  type DeskService,
  datesOf,
  type OptionDefinition,
} from './define.ts';
import { commandLine } from './line.ts';
import { maxAppLine, parse } from './parse/parse.ts';
import { tokenise } from './parse/tokens.ts';
import { refusal } from './refusals.ts';

/** All desks, as in grants. */
export const everyDesk = '*';

/** Without a desk, no name is known. */
export const noNames: NameIndex = {
  resolve: () => ({ outcome: 'unknown', suggestions: [] }),
  exact: () => [],
  isPlain: () => true,
  isWordOf: () => false,
  misspelt: () => undefined,
  longest: () => ({ words: 0, country: 0, letters: 0 }),
  complete: () => [],
};

/** The command with the option `desk`, if it is about a desk. */
export function withDesk(command: AppCommand, desks: readonly DeskService[]): AppCommand {
  if (command.about === 'app') return command;
  const every: Record<string, readonly string[]> =
    command.about === 'desks' ? { [everyDesk]: ['every desk', 'all desks', 'every', 'all'] } : {};
  const choices = Object.fromEntries(
    desks.map(({ desk: { definition } }) => [definition.id, [`/${definition.id}`, definition.name]] as const),
  );
  const desk: OptionDefinition = {
    description: `Which desk${command.about === 'desks' ? '; * for every desk' : ''}`,
    kind: { type: 'choice', choices: { ...choices, ...every }, grows: true },
    schema: z.string(),
  };
  return { ...command, options: { ...command.options, desk }, bare: [...command.bare, 'desk'] };
}

type Parsed = ReturnType<typeof parse>;

export interface DeskReading {
  parsed: Parsed;
  /** Id of the desk, or `*`; missing: unknown, or the command is not about a desk. */
  desk?: string;
  service?: DeskService;
}

/**
 * Reads a line with the names of its desk. The line itself may name the desk, so it is read again if that is not the
 * `usual` one. `definition`: includes the option `desk`.
 */
export function readWithDesk(
  definition: AppCommand,
  text: string,
  at: { desks: readonly DeskService[]; usual: string | undefined; now: Date; head: string },
): DeskReading {
  const serviceOf = (id: string | undefined) => at.desks.find(({ desk }) => desk.definition.id === id);
  const read = (service: DeskService | undefined): Parsed => {
    const names = service?.names ?? noNames;
    const today = dayIn(service?.desk.definition.zone ?? 'UTC', at.now);
    const dates = datesOf(service);
    return parse({ definition, text, names, dates, today, head: at.head, longest: maxAppLine });
  };
  if (definition.about === 'app') return { parsed: read(undefined) };
  const only = at.desks.length === 1 ? at.desks[0]?.desk.definition.id : undefined;
  const usual = serviceOf(at.usual) ? at.usual : only;
  const first = read(serviceOf(usual));
  const desk = first.values.desk ?? usual;
  const service = serviceOf(desk);
  const parsed = desk === usual ? first : read(service);
  return { parsed, ...(desk !== undefined && { desk }), ...(service && { service }) };
}

/** Words looked at for names. */
const looked = 20;

/** The one desk that lists more of the names in the line than every other; months and weekdays are nobody's name. */
export function deskOfNames(line: string, desks: readonly DeskService[]): DeskService | undefined {
  if (desks.length < 2) return undefined;
  const words = tokenise(line).flatMap(({ text }) => text.split(' '));
  const [best, next] = desks
    .map((service) => ({ service, listed: namesListed(words.slice(0, looked), service) }))
    .sort((a, b) => b.listed - a.listed);
  return best && best.listed > (next?.listed ?? 0) ? best.service : undefined;
}

function namesListed(words: readonly string[], service: DeskService): number {
  const dates = datesOf(service).words;
  const pieces = readNames(words, service.names, nameKinds, { near: false });
  const own = pieces.filter(
    ({ names, words: [word = '', another] }) =>
      names.some(({ kind, covered }) => kind !== 'country' || covered) &&
      (another !== undefined || !dates.has(foldDate(word))),
  );
  return own.reduce((sum, piece) => sum + piece.words.length, 0);
}

/** The app command that keeps which desk is meant. */
const keeperOf = (apps: readonly AppSlash[]): { slash: string; name: string } | undefined =>
  apps.flatMap(({ id, commands }) =>
    commands.flatMap(({ name, keepsDesk }) => (keepsDesk ? [{ slash: id, name }] : [])),
  )[0];

/** A line with a slash that asks on which desk to answer this one; the line itself where nothing keeps a desk. */
export function lineThatAsks(line: string, apps: readonly AppSlash[]): string {
  const keeper = keeperOf(apps);
  return keeper ? commandLine(keeper.slash, keeper.name, { line }) : line;
}

/** What asks for the desk: `lineOn` names it in the line. The choice is kept, where an app command keeps it. */
export function askWhichDesk(
  desks: readonly DeskService[],
  apps: readonly AppSlash[],
  { lineOn, every = false, keeps = true }: { lineOn(desk: string): string; every?: boolean; keeps?: boolean },
): Reply {
  const keeper = keeps ? keeperOf(apps) : undefined;
  const own = desks.map(({ desk: { definition } }): Choice => {
    const { id, name: label } = definition;
    const line = lineOn(id);
    const keeping = keeper && commandLine(keeper.slash, keeper.name, { desk: id, line });
    return { label, command: keeping && keeping.length <= maxAppLine ? keeping : line };
  });
  const all = every ? [{ label: 'Every desk', command: lineOn(`"${everyDesk}"`) }] : [];
  const kept = keeper ? ` Your choice is kept; “/${keeper.slash} ${keeper.name}” changes it.` : '';
  return refusal('question', `Which desk is meant?${kept}`, '', [...own, ...all]);
}

/** The desk with this id; without an id, the only desk. */
export function deskMeant(id: string | undefined, desks: readonly DeskService[]): DeskService | undefined {
  const named = desks.find(({ desk }) => desk.definition.id === id);
  return named ?? (desks.length === 1 ? desks[0] : undefined);
}
