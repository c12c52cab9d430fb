import { z } from 'zod';
import { publicOption } from '../domain/ports/answerer.ts';
import type { Name, NameKind } from '../domain/ports/names.ts';
import type { View } from '../domain/reply.ts';
import { standings } from '../domain/vocabulary.ts';
import type { CommandShape, Likeness, Showing } from './define.ts';

/** Direction implied by a word before a country: `to uganda` is travel to the region, `to france` from it; `from` is the reverse. */
export const directionLeads = {
  to: (name: Name) => ({ direction: name.covered ? 'to-region' : 'from-region' }),
  from: (name: Name) => ({ direction: name.covered ? 'from-region' : 'to-region' }),
};

/** An option for one name of the desk: country, person, office, topic … The value is the id. */
export const nameOption = (
  description: string,
  kinds: readonly NameKind[],
  aliases: readonly string[] = [],
) => ({ description, aliases, kind: { type: 'name', kinds }, schema: z.string() }) as const;

/** An option for several names; the handler gets an array of ids. */
export const namesOption = (
  description: string,
  kinds: readonly NameKind[],
  aliases: readonly string[] = [],
) =>
  ({
    description,
    aliases,
    kind: { type: 'name', kinds, many: true },
    schema: z.string().transform((ids) => ids.split(',')),
  }) as const;

/** An option for verbatim text; `like`: test that bare words must pass to fill it. */
export const textOption = (
  description: string,
  max: number,
  aliases: readonly string[] = [],
  like?: Likeness,
) =>
  ({
    description,
    aliases,
    kind: { type: 'text', max, ...(like && { like }) },
    schema: z.string().max(max),
  }) as const;

export const dayOption = (description: string, edge: 'start' | 'end', aliases: readonly string[] = []) =>
  ({ description, aliases, kind: { type: 'day', edge }, schema: z.iso.date() }) as const;

/** An option for a future day: `friday`, `1 December`, `in 3 days`. */
export const dayAheadOption = (description: string, aliases: readonly string[] = []) =>
  ({
    description,
    aliases,
    kind: { type: 'day', edge: 'start', ahead: true },
    schema: z.iso.date(),
  }) as const;

export const page = {
  description: 'Page number',
  kind: { type: 'number', min: 1, max: 10_000 },
  schema: z.coerce.number().int().min(1).max(10_000),
} as const;

/** How much of the answer is shown. */
const show = {
  description: 'all: more rows; details: every entry in full; sources: where it comes from',
  kind: { type: 'choice', choices: { all: [], details: ['full'], sources: [] } },
  schema: z.enum(['all', 'details', 'sources']),
} as const;

const shownToAll = {
  description: publicOption.description,
  kind: { type: 'flag', tellsNo: true },
  schema: z.boolean(),
} as const;

/**
 * Adds the options `show` and, on a desk, `public`: `/horn visits kenya public`. They are not part of the
 * question, so handlers never see them, nor lines behind buttons `public`. In commands with free words only
 * `public:yes` counts.
 */
export function withAnswerOptions<D extends CommandShape & { personal?: true }>(
  definition: D,
  scope: 'desk' | 'app',
): D {
  const made = answered[scope].get(definition) ?? optionsIn(definition, scope);
  answered[scope].set(definition, made);
  return made as D;
}

/** Every line and every button asks for them. */
const answered = { desk: new WeakMap<object, object>(), app: new WeakMap<object, object>() };

const optionsIn = (definition: CommandShape & { personal?: true }, scope: 'desk' | 'app') => ({
  ...definition,
  options: {
    ...definition.options,
    ...(definition.forms && { show }),
    ...(scope === 'desk' &&
      !definition.personal &&
      !(publicOption.name in definition.options) && { [publicOption.name]: shownToAll }),
  },
});

/** A further page has as many rows as all of them; details take more room. */
export function formOf(
  { forms }: CommandShape,
  { show, page }: Record<string, unknown>,
  pageSize: number,
): Omit<Showing, 'line'> {
  if (!forms) return { pageSize };
  const view: View = show === 'details' || show === 'sources' ? show : 'glance';
  const opened = show === 'all' || (show !== 'details' && page !== undefined);
  if (!opened) return { view, pageSize };
  const rows = Math.min(mostRows, Math.ceil(pageSize * rowsForAnEntry));
  return { view, pageSize: Math.max(pageSize, rows), paged: { inFull: pageSize } };
}

/** Rows of a page in the place of one entry in full, and the most of them. */
const [rowsForAnEntry, mostRows] = [2.5, 15];

/** Options shared by several commands. */
/** Of several countries, what names all of them. */
export const countries = namesOption('Country, or several, in any spelling', ['country'], ['in']);
export const person = nameOption('Person, in any spelling', ['person']);
export const topic = nameOption('Topic, such as minerals', ['topic'], ['on', 'about']);
/** `human rights`, where no topic is called so but one has the words. */
export const saying = {
  description: 'Only entries that say this, such as "human rights"',
  aliases: ['says', 'saying'],
  kind: { type: 'text', max: 200, ofTopics: true },
  schema: z.string().max(200),
} as const;
export const organisation = nameOption('Organisation, in any spelling', ['organisation'], ['organization']);
export const place = nameOption('Place, in any spelling', ['place'], ['city']);
export const since = dayOption('Event on or after this day, month or year', 'start', ['from', 'after']);
export const until = dayOption('Event on or before this day, month or year', 'end', ['to', 'before']);
export const asOf = dayOption('The record as published by this day', 'end', ['as of', 'asof']);

/** Filters of what the desk published: `latest` and `new` take the same. */
export const published = {
  topic,
  country: countries,
  person,
  organisation,
  place,
  since: dayOption('Published on or after this day, month or year', 'start', ['from', 'after']),
  until: dayOption('Published on or before this day, month or year', 'end', ['to', 'before']),
  count: {
    description: 'How many of the newest',
    kind: { type: 'number', min: 1, max: 50 },
    schema: z.coerce.number().int().min(1).max(50),
  },
  page,
} as const;

export const standing = {
  description: 'How reliable the fact is',
  kind: {
    type: 'choice',
    choices: {
      confirmed: [],
      reported: [],
      disputed: ['contested'],
      opinion: ['opinions'],
      speculation: ['speculative'],
    },
  },
  schema: z.enum(standings),
} as const;
