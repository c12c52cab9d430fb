import { CitationList } from '../../domain/answer/citations.ts';
import type { ItemSetting } from '../../domain/answer/entry-item.ts';
import type { DayRange } from '../../domain/dates/date-range.ts';
import { type Day, formatDay } from '../../domain/dates/day.ts';
import { countryName, type Desk, inWords, nameOf } from '../../domain/desk.ts';
import type { Scope } from '../../domain/ports/entries.ts';
import type { Block } from '../../domain/reply.ts';
import type { CommandContext } from '../define.ts';
import { notice } from './blocks.ts';

export interface RequestContext extends ItemSetting {
  scope: Scope;
  /** Notices shown first, such as that an older record is shown. */
  notices: Block[];
}

/** Context for reading and showing entries: the scope as of the requested day, and an empty list of sources. */
export function requestContext(context: CommandContext, asOf?: Day, range?: DayRange): RequestContext {
  const { desk, scope } = context;
  const ahead = asOf !== undefined && asOf > scope.today;
  return {
    desk,
    today: scope.today,
    citations: new CitationList(desk),
    scope: asOf && !ahead ? { ...scope, asOf } : currentScope(scope),
    notices: asOf ? [ahead ? notYet(asOf, scope.today) : asItStood(asOf)] : [],
    ...(range && { range }),
  };
}

/** The current record, whatever day was requested. */
export function currentScope({ asOf: _, ...scope }: Scope): Scope {
  return scope;
}

function asItStood(asOf: Day): Block {
  return notice('info', `The record as the desk had published it by ${formatDay(asOf)}.`);
}

/** The record of a future day is unknown. */
function notYet(asOf: Day, today: Day): Block {
  const words = `${formatDay(asOf)} is still to come: “as-of” is read as today, ${formatDay(today)}.`;
  return notice('warning', words);
}

/** `since 1 January 2005`, `from 1 January 1994 to 30 June 1995`, for headings. */
export function rangeInWords({ since, until }: DayRange): string | undefined {
  if (since && since === until) return formatDay(since);
  if (since && until) return `${formatDay(since)} to ${formatDay(until)}`;
  if (since) return `since ${formatDay(since)}`;
  return until && `until ${formatDay(until)}`;
}

/** Filters of a list by name. */
export interface NamedFilters {
  topic?: string | undefined;
  country?: string | readonly string[] | undefined;
  person?: string | undefined;
  organisation?: string | undefined;
  place?: string | undefined;
}

/** The names filtered by, for headings. */
export function namedInWords(desk: Desk, named: NamedFilters): string[] {
  const { topic, country, person, organisation, place } = named;
  return [
    topic && nameOf(desk, 'topics', topic),
    inWords([country ?? []].flat().map((each) => countryName(desk, each))),
    person && nameOf(desk, 'people', person),
    organisation && nameOf(desk, 'organisations', organisation),
    place && nameOf(desk, 'places', place),
  ].flatMap((name) => name || []);
}

/** `Facts: minerals, Kenya` */
export function titleWith(title: string, parts: readonly (string | undefined)[]): string {
  const named = parts.filter(Boolean);
  return named.length > 0 ? `${title}: ${named.join(', ')}` : title;
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Only the options that were given, so that a query omits the others. */
export function definedOnly<T extends object>(options: T): Given<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Given<T>;
}
