import { addDays, count, type Day, elapsed, formatDay } from './day.ts';
import type { EventDate } from './event-date.ts';

/** The day something began, when that is known to the day; otherwise the whole date in words. */
export function beginning(date: EventDate): string {
  return beginsOnKnownDay(date) ? formatDay(date.earliest as Day) : date.text;
}

/** How long ago it began, no more precisely than its date is known: `3 years 8 months ago`, `about 32 years ago`. */
export function elapsedSince(date: EventDate, today: Day): string | undefined {
  const { earliest, latest } = date;
  if (earliest === null) return undefined;
  if (beginsOnKnownDay(date)) return elapsed(earliest, today);
  if (latest === null) return undefined;
  const [longest, shortest] = [elapsed(earliest, today), elapsed(latest, today)];
  if (longest === shortest) return longest;
  const width = Math.round((Date.parse(latest) - Date.parse(earliest)) / 86_400_000);
  const middle = elapsed(addDays(earliest, Math.floor(width / 2)), today);
  return `about ${toYears(middle)}`;
}

/** `32 years 11 months ago` is about 33 years; half a year, where days were left out, does not count as one more. */
function toYears(ago: string): string {
  const [, years, months] = /^(\d+) years? (\d+) months? ago$/.exec(ago)?.map(Number) ?? [];
  if (years === undefined || months === undefined) return ago;
  return `${count(months > 6 ? years + 1 : years, 'year')} ago`;
}

function beginsOnKnownDay({ edtf, earliest, latest }: EventDate): boolean {
  if (/[~?%]/.test(edtf)) return false;
  return earliest !== null && (earliest === latest || /^\d{4}-\d{2}-\d{2}\//.test(edtf));
}
