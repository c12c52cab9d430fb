import type { DayRange } from '../../domain/date-range.ts';
import { count, type Day } from '../../domain/day.ts';
import type { Desk } from '../../domain/desk.ts';
import { beginning, elapsedSince } from '../../domain/elapsed-since.ts';
import { knownDate } from '../../domain/known-date.ts';
import type { StoredEntry, VisitTotals } from '../../domain/ports/entries.ts';
import type { Reach } from '../../domain/reach.ts';
import { reachInShort } from '../../domain/reach-words.ts';
import type { Block } from '../../domain/reply.ts';
import { list } from './blocks.ts';
import type { DirectionTotals } from './visit-totals.ts';

/** `9 stops on 7 trips` */
export function stopsAndTrips({ stops, trips }: Pick<VisitTotals, 'stops' | 'trips'>): string {
  return `${count(stops, 'stop')} on ${count(trips, 'trip')}`;
}

/**
 * First and last recorded visit for each direction, the date first and the reach always: a last row says little
 * without how far the record goes.
 */
export function summaryBlocks(
  desk: Desk,
  directions: readonly DirectionTotals[],
  today: Day,
  range: DayRange = {},
): Block[] {
  const within = range.since || range.until ? ' in that time' : '';
  return directions.flatMap(({ direction, totals, reach }) => {
    const { first, last, stops } = totals;
    if (!first || !last) return [];
    const which = direction === 'to-region' ? 'To the region' : 'From the region';
    const reached = `${reachInShort(desk, reach)}${beyond(last, reach)}`;
    return list([
      `${which}: ${stopsAndTrips(totals)}.`,
      `Last recorded visit${within}: ${whenAndAgo(last, today)}; ${reached}.`,
      ...(stops > 1 ? [`First recorded visit${within}: ${whenAndAgo(first, today)}.`] : []),
    ]);
  });
}

/** `27 February 2023 (3 years 8 months ago)` */
export function whenAndAgo({ body }: StoredEntry, today: Day): string {
  const edtf = body.type === 'fact' ? body.dates[0]?.edtf : body.dated;
  if (!edtf) return 'date not known';
  const date = knownDate(edtf);
  const ago = elapsedSince(date, today);
  return ago ? `${beginning(date)} (${ago})` : beginning(date);
}

/** A row later than every register would seem to contradict their reach. */
function beyond({ earliest }: StoredEntry, { stretches }: Reach): string {
  const later = stretches.every(({ until }) => earliest && until.latest && earliest > until.latest);
  return later && stretches.length > 0 ? ', and rows after that come from other sources' : '';
}
