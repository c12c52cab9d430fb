import type { ItemSetting } from '../../domain/answer/entry-item.ts';
import { itemWithRow } from '../../domain/answer/entry-row.ts';
import { beginningInWords, type DayRange, elapsedSince, knownDate } from '../../domain/dates/date-range.ts';
import { count, type Day } from '../../domain/dates/day.ts';
import { countryName, type Desk, inWords, isCovered, nameOf, theCountry } from '../../domain/desk.ts';
import type { Scope, StoredEntry, VisitQuery, VisitTotals } from '../../domain/ports/entries.ts';
import type { Block, EntryItem } from '../../domain/reply.ts';
import { type Coverage, type CoverageQuestion, findCoverage } from '../../domain/sources/coverage.ts';
import { coverageInShort, isBeyond } from '../../domain/sources/coverage-text.ts';
import type { Direction } from '../../domain/vocabulary.ts';
import type { CommandContext } from '../define.ts';
import { list } from './blocks.ts';
import { definedOnly, rangeInWords, titleWith } from './request.ts';

/** Names of directions. The last two are between the region and the United States. */
export const ways = {
  'to-region': ['to the region', 'to region', 'inbound', 'incoming'],
  'from-region': ['from the region', 'from region', 'outbound', 'outgoing'],
  'to-us': [
    'to the us',
    'to us',
    'to the usa',
    'to usa',
    'to the united states',
    'to america',
    'to washington',
  ],
  'from-us': ['from the us', 'from us', 'from the usa', 'from usa', 'from the united states', 'from america'],
  'with-us': [
    'with the us',
    'with us',
    'with usa',
    'with the united states',
    'with america',
    'to and from the us',
  ],
} as const;
export type Way = keyof typeof ways;

export interface VisitsAsked {
  country?: string | undefined;
  /** The country at the other end; of the two `country` is the one of the desk, if only one is. */
  other?: string | undefined;
  person?: string | undefined;
  role?: string | undefined;
  place?: string | undefined;
  direction?: Way | undefined;
  since?: Day | undefined;
  until?: Day | undefined;
}

/** The country asked, or both. */
export const countriesOf = ({ country, other }: VisitsAsked) =>
  country && other ? [country, other] : country;

/** Of ways that are one direction. */
const directionOf: Partial<Record<Way, Direction>> = {
  'to-region': 'to-region',
  'from-region': 'from-region',
  'to-us': 'from-region',
  'from-us': 'to-region',
};

const wayInWords: Record<Way, string> = {
  'to-region': 'to the region',
  'from-region': 'from the region',
  'to-us': 'to the United States',
  'from-us': 'from the United States',
  'with-us': 'with the US',
};

/** Directions that the question leaves open. */
function openDirections({ direction }: VisitsAsked): Direction[] {
  const one = direction && directionOf[direction];
  return one ? [one] : ['to-region', 'from-region'];
}

export function visitQuery(asked: VisitsAsked): VisitQuery {
  const { country, other, person, role, place, direction, since, until } = asked;
  const one = direction && directionOf[direction];
  return {
    ...definedOnly({ country, either: other, visitor: person, place, since, until }),
    ...(role && { offices: [role] }),
    ...(one && { direction: one }),
    ...(direction === 'to-us' && { host: 'US' }),
    ...(direction === 'from-us' && { from: 'US' }),
    ...(direction === 'with-us' && { either: 'US' }),
  };
}

/**
 * The question to the registers. A person stands for the offices they held; one without an office is in none, since
 * registers list the travel of offices. As of an earlier day, only registers the desk had by then count.
 */
export function reachQuestion(
  desk: Desk,
  asked: VisitsAsked,
  { today, asOf }: Pick<Scope, 'today' | 'asOf'>,
): CoverageQuestion {
  const { person, role, direction, other } = asked;
  const country = asked.country ?? countryOfPlace(desk, asked.place);
  const held =
    desk.definition.people.find(({ id }) => id === person)?.roles.map(({ office }) => office) ?? [];
  const offices = role ? [role] : [...new Set(held)];
  const inside = country !== undefined && isCovered(desk, country);
  const abroad = direction?.endsWith('-us') ? 'US' : (other ?? (inside ? undefined : country));
  const one = direction && directionOf[direction];
  return {
    by: asOf ?? today,
    ...(person && { person }),
    ...((person || role) && { offices }),
    ...(one && { direction: one }),
    ...(abroad && { counterpart: abroad }),
    ...((inside || other) && country && { country }),
  };
}

const countryOfPlace = (desk: Desk, place: string | undefined) =>
  desk.definition.places.find(({ id }) => id === place)?.country;

/** `Visits: Kenya, Powell`, `Visits between Kenya and Uganda` */
export function visitsName(desk: Desk, asked: VisitsAsked): string {
  const { country, other, ...rest } = asked;
  if (!country || !other) return titleWith('Visits', askedInWords(desk, asked));
  const ends = [country, other].map((end) => theCountry(desk, end));
  return titleWith(`Visits between ${inWords(ends)}`, askedInWords(desk, rest));
}

/** The question in words, for the heading. */
export function askedInWords(desk: Desk, asked: VisitsAsked): (string | undefined)[] {
  const { country, other, person, role, place, direction } = asked;
  const end = direction === 'with-us' ? 'US' : other && countryName(desk, other);
  return [
    place && nameOf(desk, 'places', place),
    country && [countryName(desk, country), end].filter(Boolean).join('-'),
    person && nameOf(desk, 'people', person),
    role && nameOf(desk, 'offices', role),
    direction && (country && direction === 'with-us' ? undefined : wayInWords[direction]),
    rangeInWords(asked),
  ];
}

/** One direction of travel, with its totals. */
interface DirectionTotals {
  direction: Direction;
  totals: VisitTotals;
  coverage: Coverage;
}

interface Totals {
  stops: number;
  trips: number;
  directions: DirectionTotals[];
}

/** Counts by direction. A trip has one direction, so the totals add up. */
export async function totalsOf(asked: VisitsAsked, scope: Scope, context: CommandContext): Promise<Totals> {
  const { desk, visits } = context;
  const [query, question] = [visitQuery(asked), reachQuestion(desk, asked, scope)];
  const found = await visits.totals(scope, query);
  const directions = openDirections(asked).map((direction) => ({
    direction,
    totals: found.get(direction) ?? { stops: 0, trips: 0 },
    coverage: findCoverage(desk, { ...question, direction }),
  }));
  const sum = (of: 'stops' | 'trips') => directions.reduce((total, { totals }) => total + totals[of], 0);
  return { directions, stops: sum('stops'), trips: sum('trips') };
}

/** `9 stops on 7 trips`; `2 visits` where every trip has one stop */
export function stopsAndTrips({ stops, trips }: Pick<VisitTotals, 'stops' | 'trips'>): string {
  return stops === trips ? count(stops, 'visit') : `${count(stops, 'stop')} on ${count(trips, 'trip')}`;
}

/**
 * First and last recorded visit for each direction, always with coverage, because a last row means little without it.
 */
export function summaryBlocks(
  desk: Desk,
  directions: readonly DirectionTotals[],
  today: Day,
  range: DayRange = {},
): Block[] {
  const within = range.since || range.until ? ' in that time' : '';
  return directions.flatMap(({ direction, totals, coverage }) => {
    const { first, last, stops } = totals;
    if (!first || !last) return [];
    const which = direction === 'to-region' ? 'To the region' : 'From the region';
    const reached = reachInWords(desk, { totals, coverage });
    return list([
      `${which}: ${stopsAndTrips(totals)}.`,
      `Last recorded visit${within}: ${whenAndAgo(last, today)}; ${reached}.`,
      ...(stops > 1 ? [`First recorded visit${within}: ${whenAndAgo(first, today)}.`] : []),
    ]);
  });
}

/** The answer in a line: `Kenya: 26 visits recorded, 13 each way`. */
export function visitsTitle(desk: Desk, asked: VisitsAsked, { stops, directions }: Totals): string {
  const what = askedInWords(desk, asked).filter(Boolean).join(', ') || 'Visits';
  const [to = 0, from = 0] = directions.map(({ totals }) => totals.stops);
  // Whoever is asked about travels one way, which the rows show.
  const ways =
    directions.length > 1 && stops > 1 && !asked.person ? `, ${waysInWords(desk, asked, to, from)}` : '';
  return `${what}: ${count(stops, 'visit')} recorded${to && from ? ways : ways.replace(/, \d+ /, ', all ')}`;
}

/** `13 each way`, `15 to it, 11 from it`, `15 from China, 11 to China` */
function waysInWords(desk: Desk, asked: VisitsAsked, to: number, from: number): string {
  if (to === from) return `${to} each way`;
  const abroad = otherEnd(desk, asked);
  const here = asked.place || (asked.country && isCovered(desk, asked.country)) ? 'it' : 'the region';
  const parts = abroad
    ? [to && `${to} from ${abroad}`, from && `${from} to ${abroad}`]
    : [to && `${to} to ${here}`, from && `${from} from ${to ? 'it' : here}`];
  return parts.filter(Boolean).join(', ');
}

/** The country at the other end, if both are asked. */
const otherEnd = (desk: Desk, { direction, other }: VisitsAsked): string | undefined =>
  direction === 'with-us' ? 'US' : other && theCountry(desk, other);

/** The last recorded visit of each direction as a row, the latest first. */
export function lastRows(
  request: ItemSetting,
  asked: VisitsAsked,
  directions: readonly DirectionTotals[],
): EntryItem[] {
  const { desk } = request;
  const within = asked.since || asked.until ? ' in that time' : '';
  const abroad = otherEnd(desk, asked);
  const home =
    asked.country && isCovered(desk, asked.country) ? theCountry(desk, asked.country) : 'the region';
  const where = abroad ?? home;
  const both = directions.filter(({ totals }) => totals.last).length > 1;
  const last = directions.flatMap(({ direction, totals }) =>
    totals.last ? [{ direction, ...totals, last: totals.last }] : [],
  );
  const latestFirst = last.sort((a, b) => ((a.last.earliest ?? '') < (b.last.earliest ?? '') ? 1 : -1));
  return latestFirst.map(({ direction, last }) => {
    const isTo = (direction === 'to-region') !== (abroad !== undefined);
    const way = both ? ` ${isTo ? 'to' : 'from'} ${where}` : '';
    return itemWithRow(last, request, { usual: 'confirmed', label: `Last recorded${way}${within}` });
  });
}

/** Whether some rows are later than all registers of their direction. */
export const reachesBeyond = (directions: readonly DirectionTotals[]): boolean =>
  directions.some(({ totals: { last }, coverage }) => last !== undefined && isBeyond(last, coverage));

/** `27 February 2023 (3 years 8 months ago)` */
function whenAndAgo({ body }: StoredEntry, today: Day): string {
  const edtf = body.type === 'fact' ? body.dates[0]?.edtf : body.dated;
  if (!edtf) return 'date not known';
  const date = knownDate(edtf);
  const ago = elapsedSince(date, today);
  return ago ? `${beginningInWords(date)} (${ago})` : beginningInWords(date);
}

/** How far the registers of a direction reach, and whether its last visit is from another source. */
export const reachInWords = (
  desk: Desk,
  { totals, coverage }: Pick<DirectionTotals, 'totals' | 'coverage'>,
): string => coverageInShort(desk, coverage, totals.last);
