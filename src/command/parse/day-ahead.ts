import { addDays, type Day, daysInMonth, monthNames } from '../../domain/day.ts';
import { type Period, readPeriod } from './period.ts';

export const aheadHint = 'write tomorrow, Friday, 1 December, 3 days or 2030-01-07';

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const numbers: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  ten: 10,
};

/** A day to come: what `readPeriod` reads, the next of a weekday, of a date without its year or of a month, and `3 days`. */
export function readAhead(typed: string, today: Day): Period | undefined {
  const text = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[,.]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:on|the|in|for) /, '');
  const [, name = '', date] = /^([a-z]{3,9}) (.*\d.*)$/.exec(text) ?? [];
  if (date && weekdays.some((day) => isWeekday(name, day))) {
    const named = readAhead(date, today);
    // `monday 30 november`, where that is a Monday.
    return named && isWeekday(name, weekdays[weekdayOf(named.start)] ?? '') ? named : undefined;
  }
  const found = weekday(text, today) ?? dateOfYear(text, today) ?? span(text, today);
  return found ? { start: found, end: found } : readPeriod(text, today);
}

const isWeekday = (name: string, day: string) => name === day || name === day.slice(0, 3);
const weekdayOf = (day: Day) => new Date(`${day}T00:00:00Z`).getUTCDay();

/** `friday` is the first after today; `next friday` that of the next week, which begins on Monday. */
function weekday(text: string, today: Day): Day | undefined {
  const [, which, name = ''] = /^(?:(this|next) )?([a-z]{3,9})$/.exec(text) ?? [];
  const wanted = weekdays.findIndex((day) => isWeekday(name, day));
  if (wanted < 0) return undefined;
  const now = weekdayOf(today);
  if (which === 'next') return addDays(today, 7 - ((now + 6) % 7) + ((wanted + 6) % 7));
  return addDays(today, (wanted - now + 7) % 7 || 7);
}

/** `1 December`, `December 1`, `1st of December`, `December` */
function dateOfYear(text: string, today: Day): Day | undefined {
  const dayFirst = /^(?:(\d{1,2})(?:st|nd|rd|th)? (?:of )?)?([a-z]{3,9})$/.exec(text);
  const monthFirst = /^([a-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)?$/.exec(text);
  const [name = '', day = 1] = dayFirst ? [dayFirst[2], dayFirst[1]] : [monthFirst?.[1], monthFirst?.[2]];
  const month = 1 + monthNames.findIndex((one) => name !== '' && one.toLowerCase().startsWith(name));
  if (month === 0) return undefined;
  const years = Array.from({ length: 9 }, (_, at) => Number(today.slice(0, 4)) + at);
  return years
    .filter((year) => Number(day) >= 1 && Number(day) <= daysInMonth(year, month))
    .map((year) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
    .find((one) => one > today);
}

/** `3 days`, `a week`, `two months` */
function span(text: string, today: Day): Day | undefined {
  const [, count = '', unit] = /^(\d{1,3}|[a-z]{1,5}) (day|week|month)s?$/.exec(text) ?? [];
  const times = numbers[count] ?? Number(count || Number.NaN);
  if (!unit || Number.isNaN(times)) return undefined;
  if (unit !== 'month') return addDays(today, times * (unit === 'week' ? 7 : 1));
  const months = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 + times;
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
  const day = Math.min(Number(today.slice(8)), daysInMonth(year, month));
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
