import { isOverdue, preferredDate } from '../ahead.ts';
import { type DayRange, mayFallOutside, mayHaveEnded } from '../date-range.ts';
import { type Day, elapsed, formatDay } from '../day.ts';
import type { Desk } from '../desk.ts';
import type { EntryBody, Fact } from '../entry.ts';
import { staleSince } from '../freshness.ts';

/** Short warnings that go with an entry wherever it is shown, the gravest first. */
export function remarks(desk: Desk, body: EntryBody, today: Day, range: DayRange = {}): string[] {
  return [
    ...lifeRemarks(body),
    ...embargoRemark(body, today),
    ...(body.type === 'fact' ? factRemarks(desk, body, today, range) : []),
  ];
}

function lifeRemarks(body: EntryBody): string[] {
  const corrected = body.corrections.map(({ on }) => on).sort();
  const lastCorrected = corrected.at(-1);
  return [
    ...(body.state === 'published' || body.state === 'corrected' ? [] : [body.state]),
    ...(lastCorrected ? [`corrected ${formatDay(lastCorrected)}`] : []),
    ...(body.handling === 'public' ? [] : [body.handling]),
  ];
}

/** Only editors see an entry before its embargo ends; they must see that it is not out yet. */
function embargoRemark({ embargo }: EntryBody, today: Day): string[] {
  if (!embargo || embargo.slice(0, 10) < today) return [];
  return [`embargo until ${formatDay(embargo.slice(0, 10))}, ${embargo.slice(11, 16)} UTC`];
}

function factRemarks(desk: Desk, fact: Fact, today: Day, range: DayRange): string[] {
  const date = preferredDate(fact);
  const stale = staleSince(fact, desk.definition.shelf, today);
  const about = [
    ...(fact.dates.length > 1 ? ['the date'] : []),
    ...fact.disagreements.map((disagreement) => disagreement.about),
  ];
  return [
    ...about.map((what) => `sources disagree on ${what}`),
    ...(mayFallOutside(date, range) ? ['may fall outside the dates asked'] : []),
    ...(mayHaveEnded(date, range, today) ? ['may no longer hold in the time asked; no end recorded'] : []),
    ...(isOverdue(fact, today) && date.latest
      ? [`date passed ${elapsed(date.latest, today)}, no outcome recorded`]
      : []),
    ...(stale ? [`may be out of date since ${formatDay(stale)}`] : []),
  ];
}
