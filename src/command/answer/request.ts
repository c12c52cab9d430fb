import { CitationList } from '../../domain/answer/citations.ts';
import type { ItemSetting } from '../../domain/answer/entry-item.ts';
import type { DayRange } from '../../domain/dates/date-range.ts';
import { type Day, formatDay } from '../../domain/dates/day.ts';
import type { Scope } from '../../domain/ports/entries.ts';
import type { Block } from '../../domain/reply.ts';
import type { CommandContext } from '../define.ts';
import { notice } from './blocks.ts';

export interface RequestContext extends ItemSetting {
  scope: Scope;
  /** What must be said first: that an older state of the record is shown. */
  notices: Block[];
}

/** What a handler reads and shows entries with: the scope at the day asked for and an empty list of sources. */
export function requestContext(context: CommandContext, asOf?: Day, range?: DayRange): RequestContext {
  const { desk, scope } = context;
  const ahead = asOf !== undefined && asOf > scope.today;
  return {
    desk,
    today: scope.today,
    citations: new CitationList(desk),
    scope: asOf && !ahead ? { ...scope, asOf } : present(scope),
    notices: asOf ? [ahead ? notYet(asOf, scope.today) : asItStood(asOf)] : [],
    ...(range && { range }),
  };
}

/** The record as it stands, whatever day was asked for. */
export function present({ asOf: _, ...scope }: Scope): Scope {
  return scope;
}

function asItStood(asOf: Day): Block {
  return notice('info', `The record as the desk had published it by ${formatDay(asOf)}.`);
}

/** Nobody knows what the desk will have published. */
function notYet(asOf: Day, today: Day): Block {
  const words = `${formatDay(asOf)} is still to come: “as-of” is read as today, ${formatDay(today)}.`;
  return notice('warning', words);
}

/** `since 1 January 2005`, `from 1 January 1994 to 30 June 1995`: the days asked for, for headings. */
export function rangeInWords({ since, until }: DayRange): string | undefined {
  if (since && since === until) return formatDay(since);
  if (since && until) return `${formatDay(since)} to ${formatDay(until)}`;
  if (since) return `since ${formatDay(since)}`;
  return until && `until ${formatDay(until)}`;
}

/** `Facts: minerals, Kazakhstan` */
export function titled(title: string, parts: readonly (string | undefined)[]): string {
  const named = parts.filter(Boolean);
  return named.length > 0 ? `${title}: ${named.join(', ')}` : title;
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The options that were given: a query says nothing about what was not asked. */
export function given<T extends object>(options: T): Given<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Given<T>;
}
