import { CitationList } from '../../domain/answer/citations.ts';
import type { ItemSetting } from '../../domain/answer/entry-item.ts';
import type { DayRange } from '../../domain/date-range.ts';
import { type Day, formatDay } from '../../domain/day.ts';
import type { Scope } from '../../domain/ports/entries.ts';
import type { Block } from '../../domain/reply.ts';
import type { CommandContext } from '../define.ts';
import { notice } from './blocks.ts';

export interface Asked extends ItemSetting {
  scope: Scope;
  /** What must be said first: that an older state of the record is shown. */
  notices: Block[];
}

/** What a handler reads and shows entries with: the scope at the day asked for and an empty list of sources. */
export function asked(context: CommandContext, asOf?: Day, range?: DayRange): Asked {
  const { desk, scope } = context;
  const words = asOf && `The record as the desk had published it by ${formatDay(asOf)}.`;
  return {
    desk,
    today: scope.today,
    citations: new CitationList(desk),
    scope: asOf ? { ...scope, asOf } : scope,
    notices: words ? [notice('info', words)] : [],
    ...(range && { range }),
  };
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
