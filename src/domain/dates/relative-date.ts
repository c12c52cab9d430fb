import {
  addUnits,
  type DateFault,
  type DateSpan,
  daySpan,
  monthOf,
  type Unit,
  unitAround,
  weekdayOf,
  yearOf,
} from './calendar.ts';
import { addDays, type Day } from './day.ts';

/**
 * Which of the possible days an open month or weekday means. past: the latest that has begun. next: the first that is
 * not over. ahead: the first that has not begun.
 */
export type Toward = 'past' | 'next' | 'ahead';

export interface Around {
  today: Day;
  toward: Toward;
}

export type Said = DateSpan | DateFault | undefined;
/** The year that an open date means. `of` gives its span in a year; undefined if that year has none. */
export function guessYear(of: (year: number) => DateSpan | undefined, { today, toward }: Around): Said {
  const now = yearOf(today);
  const spans = Array.from({ length: 18 }, (_, at) => of(now - 9 + at)).filter((one) => one !== undefined);
  const starts = (one: DateSpan) => one.from ?? '';
  if (toward === 'past') return spans.findLast((one) => starts(one) <= today);
  return spans.find((one) => (toward === 'ahead' ? starts(one) > today : (one.to ?? '') >= today));
}

/** The latest such weekday up to today, or the first after it. */
export function weekdayNear(wanted: number, { today, toward }: Around): DateSpan {
  const back = (weekdayOf(today) - wanted + 7) % 7;
  return daySpan(addDays(today, toward === 'past' ? -back : 7 - back), 'guessed');
}

export function toDate({ today }: Around, ...groups: string[]): Said {
  const said = groups.find(Boolean) ?? '';
  const units: Record<string, Unit> = { y: 'year', m: 'month', q: 'quarter', w: 'week' };
  const span = units[said[0] ?? ''] && unitAround(today, units[said[0] ?? ''] as Unit);
  return span ? { ...span, to: today, precision: 'span', edtf: `${span.from}/${today}` } : undefined;
}

export const stepOf = (which = '') =>
  /^(last|past|previous)/.test(which) ? -1 : /^(next|coming|upcoming)/.test(which) ? 1 : 0;

export function weekend(day: Day): DateSpan {
  const { from } = unitAround(day, 'week');
  const [saturday, sunday] = [5, 6].map((by) => addDays(from ?? day, by)) as [Day, Day];
  return {
    from: saturday,
    to: sunday,
    precision: 'span',
    edtf: `[${saturday}..${sunday}]`,
    basis: 'relative',
  };
}

const units: Record<string, Unit> = {
  h: 'day',
  d: 'day',
  w: 'week',
  m: 'month',
  mo: 'month',
  q: 'quarter',
  y: 'year',
  hour: 'day',
};

/** Hours are counted in days, rounded up. */
function counted(text: string | undefined, name = ''): [count: number, unit: Unit] {
  if (text === undefined && name === 'year') return [6, 'month'];
  const count = Number(text ?? 1);
  return [/^h/.test(name) ? Math.ceil(count / 24) : count, units[name] ?? (name as Unit)];
}

/** `last 6 months` ends today, `next 2 weeks` begins today. */
export function spanFromToday({ today }: Around, which = '', n?: string, name?: string): Said {
  const [count, by] = counted(n, name);
  const step = stepOf(which);
  const anchor = addUnits(today, step * count, by);
  const [from, to] = step < 0 ? [anchor, today] : [today, anchor];
  return { from, to, precision: 'span', edtf: `${from}/${to}`, basis: 'relative', anchor };
}

/** `6 months ago`: the month, and the day that it counts to. */
export function dateAway({ today }: Around, step: number, n?: string, name?: string): Said {
  const [count, by] = counted(n, name);
  const anchor = addUnits(today, step * count, by);
  if (yearOf(anchor) < 1000 || monthOf(anchor) < 1) return undefined;
  const whole = unitAround(anchor, by);
  return {
    ...whole,
    anchor,
    ...(by !== 'day' && whole.edtf && !/^\[/.test(whole.edtf) && { edtf: `${whole.edtf}~` }),
  };
}
