import {
  addDays,
  type Day,
  daysInMonth,
  monthNames,
  numberWords,
  weekdayNames,
} from '../../domain/dates/day.ts';

/** The days that a typed date may mean, both inclusive. */
export interface Period {
  start: Day;
  end: Day;
}

export const dayHint = 'write 2005, 1995-06, 2005-03-01, May 2006, 6 May 2006, today or last year';

/**
 * Parses a day, month, year, decade or phrase such as `last month`; undefined for anything else or a day that does not
 * exist.
 */
export function readPeriod(typed: string, today: Day): Period | undefined {
  const text = typed.normalize('NFKC').toLowerCase().replace(/[,.]/g, ' ').replace(/\s+/g, ' ').trim();
  return written(text) ?? inWords(text) ?? relative(text, today);
}

/** Parses two dates joined by a dash, `to` or `and`: `2001-2005`, `May 2006 to June 2007`. */
export function readRange(typed: string, today: Day): Period | undefined {
  const whole = readPeriod(typed, today);
  if (whole) return whole;
  const parts = typed.split(/\s+(?:to|and|until|till|[-–—])\s+|\s*(?:\.\.|[–—])\s*|(?<=^\d{4})-(?=\d{4}$)/i);
  const [from, to] = parts.map((part) => readPeriod(part, today));
  if (parts.length !== 2 || !from || !to || from.start > to.end) return undefined;
  return { start: from.start, end: to.end };
}

function written(text: string): Period | undefined {
  const parts = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?$/.exec(text);
  if (parts) return exact(Number(parts[1]), parts[2], parts[3]);
  const decade = /^(\d{3})0'?s$/.exec(text);
  return decade ? { start: `${decade[1]}0-01-01`, end: `${decade[1]}9-12-31` } : undefined;
}

/** `6 May 2006`, `May 6 2006`, `6th of may 2006`, `sept 2006` */
function inWords(text: string): Period | undefined {
  const dayFirst = /^(?:(\d{1,2})(?:st|nd|rd|th)?(?: of)? )?([a-z]{3,9}) (\d{4})$/.exec(text);
  if (dayFirst) return exact(Number(dayFirst[3]), monthOf(dayFirst[2]), dayFirst[1]);
  const monthFirst = /^([a-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)? (\d{4})$/.exec(text);
  return monthFirst ? exact(Number(monthFirst[3]), monthOf(monthFirst[1]), monthFirst[2]) : undefined;
}

/** 0 if the word is no month. */
function monthOf(word = ''): number {
  const at = monthNames.findIndex((name) => name.toLowerCase().startsWith(word === 'sept' ? 'sep' : word));
  return at + 1;
}

/** Undefined if the day does not exist. Missing parts are undefined, never 0. */
function exact(year: number, month?: string | number, day?: string): Period | undefined {
  if (year < 1000) return undefined;
  if (month === undefined) return { start: `${year}-01-01`, end: `${year}-12-31` };
  const ofYear = Number(month);
  if (ofYear < 1 || ofYear > 12) return undefined;
  const last = daysInMonth(year, ofYear);
  const ofMonth = Number(day ?? 1);
  if (ofMonth < 1 || ofMonth > last) return undefined;
  return { start: write(year, ofYear, ofMonth), end: write(year, ofYear, day ? ofMonth : last) };
}

function relative(text: string, today: Day): Period | undefined {
  if (text === 'today' || text === 'now') return { start: today, end: today };
  if (text === 'yesterday') return single(addDays(today, -1));
  if (text === 'tomorrow') return single(addDays(today, 1));
  const near = /^(last|past|previous|this|next) (week|month|year)$/.exec(text);
  if (near) return around(near[2] as string, near[1] === 'this' ? 0 : near[1] === 'next' ? 1 : -1, today);
  const span = /^(?:the )?(?:last|past) (\d{1,3}|one|two|three|five|ten) (day|week|month|year)s?$/.exec(text);
  if (span) return { start: back(today, span[2] as string, amount(span[1] as string)), end: today };
  const ago = /^(\d{1,3}|an?|one|two|three|five|ten) (day|week|month|year)s? ago$/.exec(text);
  return ago ? single(back(today, ago[2] as string, amount(ago[1] as string))) : undefined;
}

function amount(word: string): number {
  return numberWords[word] ?? Number(word);
}

/** The whole week (from Monday), month or year, `by` units from today's. */
function around(unit: string, by: number, today: Day): Period {
  if (unit === 'week') {
    const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
    const monday = addDays(today, 7 * by - weekday);
    return { start: monday, end: addDays(monday, 6) };
  }
  const [year, month] = shifted(today, unit === 'year' ? 12 * by : by);
  return exact(year, unit === 'year' ? undefined : month) as Period;
}

function back(today: Day, unit: string, count: number): Day {
  if (unit === 'day' || unit === 'week') return addDays(today, -count * (unit === 'week' ? 7 : 1));
  const [year, month] = shifted(today, unit === 'year' ? -12 * count : -count);
  return write(year, month, Math.min(Number(today.slice(8)), daysInMonth(year, month)));
}

function shifted(today: Day, months: number): [year: number, month: number] {
  const index = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 + months;
  return [Math.floor(index / 12), (index % 12) + 1];
}

function single(day: Day): Period {
  return { start: day, end: day };
}

function write(year: number, month: number, day: number): Day {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export const aheadHint = 'write tomorrow, Friday, 1 December, 3 days or 2030-01-07';

const weekdays = weekdayNames.map((name) => name.toLowerCase());

/** Parses a future day: what `readPeriod` accepts, and the next weekday, date without year or month, and `3 days`. */
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
    // `monday 30 november`, if that is a Monday.
    return named && isWeekday(name, weekdays[weekdayOf(named.start)] ?? '') ? named : undefined;
  }
  const found = weekday(text, today) ?? dateOfYear(text, today) ?? span(text, today);
  return found ? { start: found, end: found } : readPeriod(text, today);
}

const isWeekday = (name: string, day: string) => name === day || name === day.slice(0, 3);
const weekdayOf = (day: Day) => new Date(`${day}T00:00:00Z`).getUTCDay();

/** `friday` is the first after today; `next friday` is in the next week, which begins on Monday. */
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
  const times = numberWords[count] ?? Number(count || Number.NaN);
  if (!unit || Number.isNaN(times)) return undefined;
  if (unit !== 'month') return addDays(today, times * (unit === 'week' ? 7 : 1));
  const months = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 + times;
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
  const day = Math.min(Number(today.slice(8)), daysInMonth(year, month));
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
