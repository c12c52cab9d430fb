import { z } from 'zod';
import { dayIn } from '../domain/dates/day.ts';
import type { NameIndex } from '../domain/ports/names.ts';
import type { Choice, Reply } from '../domain/reply.ts';
import {
  type AppCommand,
  type AppSlash,
  type DeskService,
  datesOf,
  type OptionDefinition,
} from './define.ts';
import { commandLine } from './line.ts';
import { maxAppLine, parse } from './parse/parse.ts';
import { refusal } from './refusals.ts';

/** All desks, as in grants. */
export const everyDesk = '*';

/** Without a desk, no name is known. */
export const noNames: NameIndex = {
  resolve: () => ({ outcome: 'unknown', suggestions: [] }),
  exact: () => [],
  isPlain: () => true,
  isWordOf: () => false,
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

/** What asks for the desk: `lineOn` names it in the line. The choice is kept, where an app command keeps it. */
export function askWhichDesk(
  desks: readonly DeskService[],
  apps: readonly AppSlash[],
  { lineOn, every = false, keeps = true }: { lineOn(desk: string): string; every?: boolean; keeps?: boolean },
): Reply {
  const [keeper] = apps.flatMap(({ id, commands }) =>
    commands.flatMap(({ name, keepsDesk }) => (keeps && keepsDesk ? [{ slash: id, name }] : [])),
  );
  const own = desks.map(({ desk: { definition } }): Choice => {
    const { id, name: label } = definition;
    const line = lineOn(id);
    const keeping = keeper && commandLine(keeper.slash, keeper.name, { desk: id, line });
    return { label, command: keeping && keeping.length <= maxAppLine ? keeping : line };
  });
  const all = every ? [{ label: 'Every desk', command: lineOn(`"${everyDesk}"`) }] : [];
  const kept = keeper ? ` Your choice is kept; “/${keeper.slash} ${keeper.name}” changes it.` : '';
  return refusal('question', `Which desk is meant?${kept}`, 'Ask', [...own, ...all]);
}

/** The desk with this id; without an id, the only desk. */
export function deskMeant(id: string | undefined, desks: readonly DeskService[]): DeskService | undefined {
  const named = desks.find(({ desk }) => desk.definition.id === id);
  return named ?? (desks.length === 1 ? desks[0] : undefined);
}
