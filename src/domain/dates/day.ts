/** A calendar day `YYYY-MM-DD`. Days compare as text and are never converted between time zones. */
export type Day = string;

export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** As `Date` numbers them: 0 is Sunday. */
export const weekdayNames: readonly string[] = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
];

/** Numbers written as words. */
export const numberWords: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twenty: 20,
  thirty: 30,
};

/** `month` runs from 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Creating a formatter costs more than all its uses in an answer. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of `instant` in an IANA time zone. */
export function dayIn(zone: string, instant: Date): Day {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
    formatters.set(zone, formatter);
  }
  return formatter.format(instant);
}

/** The first instant of `day` in the zone, or of the next day if the zone skipped it. */
export function startOfDay(zone: string, day: Day): Date {
  // No zone is further from UTC.
  let before = Date.parse(`${day}T00:00:00Z`) - 16 * 3_600_000;
  let within = before + 32 * 3_600_000;
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (dayIn(zone, new Date(middle)) < day) before = middle;
    else within = middle;
  }
  return new Date(within);
}

/** The day `count` days after `day`; negative counts go back. */
export function addDays(day: Day, count: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** `27 February 2023` */
export function formatDay(day: Day): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${date} ${monthNames[(month ?? 1) - 1]} ${year}`;
}

/** Time from `day` to `today` in whole years and months, or days within a month: `3 years 8 months ago`. */
export function elapsedInWords(day: Day, today: Day): string {
  const [y1 = 0, m1 = 0, d1 = 0] = day.split('-').map(Number);
  const [y2 = 0, m2 = 0, d2 = 0] = today.split('-').map(Number);
  let months = (y2 - y1) * 12 + (m2 - m1);
  if (d2 < d1 && d2 < daysInMonth(y2, m2)) months -= 1;
  if (months < 1) {
    const days = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
    return days === 0 ? 'today' : days < 0 ? `in ${count(-days, 'day')}` : `${count(days, 'day')} ago`;
  }
  const years = Math.floor(months / 12);
  const parts = [years && count(years, 'year'), months % 12 && count(months % 12, 'month')];
  return `${parts.filter(Boolean).join(' ')} ago`;
}

/** `1 stop`, `3 stops`; `plural` for words that do not take an s. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n.toLocaleString('en-GB')} ${n === 1 ? noun : plural}`;
}
