import { addDays, type Day, daysInMonth, monthNames, weekdayNames } from './day.ts';

export type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'decade';
export type Precision = Unit | 'season' | 'part' | 'span';

/** Days from `from` to `to`, both inclusive; null is open. */
export interface DateSpan {
  from: Day | null;
  to: Day | null;
  precision: Precision;
  /** As precise as what was typed. Missing: EDTF cannot say it. */
  edtf?: string;
  /** guessed: the year was left open. relative: counted from today. */
  basis: 'written' | 'guessed' | 'relative';
  /** The day that a span counted from today begins or ends with: 6 months ago, whose month is `from` to `to`. */
  anchor?: Day;
  /** Both ends were typed. */
  range?: true;
}

export interface DateFault {
  /** The fault, as a sentence. */
  fault: string;
  /** The fix, as a sentence. */
  write: string;
  /** Dates that are read. */
  offers: string[];
  /** Its two ends are the wrong way round. */
  backwards?: true;
}

const two = (number: number | string) => String(Number(number)).padStart(2, '0');
export const yearOf = (day: Day) => Number(day.slice(0, 4));
export const monthOf = (day: Day) => Number(day.slice(5, 7));
/** 0 is Sunday. */
export const weekdayOf = (day: Day) => new Date(`${day}T00:00:00Z`).getUTCDay();
export const isSpan = (said: DateSpan | DateFault | undefined): said is DateSpan =>
  said !== undefined && 'from' in said;

export function daySpan(day: Day, basis: DateSpan['basis'] = 'written'): DateSpan {
  return { from: day, to: day, precision: 'day', edtf: day, basis };
}

/** A year from 1000, a month from 1 to 12; undefined if the day does not exist. */
export function dayOf(year: number, month: number, day: number): Day | undefined {
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return `${year}-${two(month)}-${two(day)}`;
}

/** `count` whole months from a month on. */
export function monthsSpan(
  year: number,
  month: number,
  count: number,
  precision: Precision,
  basis: DateSpan['basis'] = 'written',
): DateSpan | undefined {
  if (year < 1000 || year > 9998 || month < 1 || month > 12) return undefined;
  const last = year * 12 + month - 2 + count;
  const [endYear, endMonth] = [Math.floor(last / 12), (last % 12) + 1];
  const [from, to] = [`${year}-${two(month)}`, `${endYear}-${two(endMonth)}`];
  const edtf = precision === 'year' ? String(year) : count === 1 ? from : `[${from}..${to}]`;
  return {
    from: `${from}-01`,
    to: `${to}-${daysInMonth(endYear, endMonth)}`,
    precision,
    edtf,
    basis,
  };
}

export function decadeSpan(decade: number, basis: DateSpan['basis'] = 'written'): DateSpan | undefined {
  const span = monthsSpan(decade, 1, 120, 'decade', basis);
  return span && { ...span, edtf: `${Math.floor(decade / 10)}X` };
}

/** The beginning, middle or end of a span: three or four years, four months, ten days. */
export function partOf(part: string, { from, precision, basis }: DateSpan): DateSpan | undefined {
  if (from === null) return undefined;
  const third = /^mid/.test(part) ? 1 : /^(late|end)/.test(part) ? 2 : 0;
  const [year, month] = [yearOf(from), monthOf(from)];
  const write = (start: string, end: string, first: Day, last: Day): DateSpan => ({
    from: first,
    to: last,
    precision: 'part',
    edtf: `[${start}..${end}]`,
    basis,
  });
  switch (precision) {
    case 'decade': {
      const [a = 0, b = 0] =
        [
          [0, 3],
          [4, 6],
          [7, 9],
        ][third] ?? [];
      return write(`${year + a}`, `${year + b}`, `${year + a}-01-01`, `${year + b}-12-31`);
    }
    case 'year':
      return monthsSpan(year, third * 4 + 1, 4, 'part', basis);
    case 'quarter':
    case 'season':
      return monthsSpan(yearOf(from), ((month - 1 + third) % 12) + 1, 1, 'month', basis);
    case 'month': {
      const [a, b] = [third * 10 + 1, third === 2 ? daysInMonth(year, month) : third * 10 + 10];
      const [first, last] = [a, b].map((day) => `${year}-${two(month)}-${two(day)}`) as [Day, Day];
      return write(first, last, first, last);
    }
    case 'week': {
      const [first, last] = (
        [
          [0, 1],
          [2, 4],
          [5, 6],
        ][third] ?? []
      ).map((by) => addDays(from, by)) as [Day, Day];
      return write(first, last, first, last);
    }
    default:
      return undefined;
  }
}

/** `day`, that many units later; a negative count goes back. The last day of a shorter month stands for a longer one's. */
export function addUnits(day: Day, count: number, unit: Unit): Day {
  if (unit === 'day' || unit === 'week') return addDays(day, count * (unit === 'week' ? 7 : 1));
  const months = { month: 1, quarter: 3, year: 12, decade: 120 }[unit] * count;
  const at = yearOf(day) * 12 + monthOf(day) - 1 + months;
  const [year, month] = [Math.floor(at / 12), (at % 12) + 1];
  return `${year}-${two(month)}-${two(Math.min(Number(day.slice(8)), daysInMonth(year, month)))}`;
}

/** The whole unit that a day lies in; weeks begin on Monday. */
export function unitAround(day: Day, unit: Unit, basis: DateSpan['basis'] = 'relative'): DateSpan {
  const [year, month] = [yearOf(day), monthOf(day)];
  switch (unit) {
    case 'day':
      return daySpan(day, basis);
    case 'week': {
      const from = addDays(day, -((weekdayOf(day) + 6) % 7));
      const to = addDays(from, 6);
      return { from, to, precision: 'week', edtf: `[${from}..${to}]`, basis };
    }
    case 'month':
      return monthsSpan(year, month, 1, 'month', basis) as DateSpan;
    case 'quarter':
      return monthsSpan(year, Math.floor((month - 1) / 3) * 3 + 1, 3, 'quarter', basis) as DateSpan;
    case 'year':
      return monthsSpan(year, 1, 12, 'year', basis) as DateSpan;
    case 'decade':
      return decadeSpan(Math.floor(year / 10) * 10, basis) as DateSpan;
  }
}

/** 1 to 12; 0 if the word is no month. */
export const monthNumber = (name = '') => 1 + monthNames.findIndex((one) => one.toLowerCase() === name);
/** 0 is Sunday; -1 if the word is no weekday. */
export const weekdayNumber = (name = '') => weekdayNames.findIndex((one) => one.toLowerCase() === name);
