import { addDays, type Day } from './day.ts';

/** Days from `from` to `to`, both inclusive. An open end is `firstDay` or `lastDay`, which compare as any day does. */
export interface DaySpan {
  from: Day;
  to: Day;
}

export const firstDay: Day = '0000-01-01';
export const lastDay: Day = '9999-12-31';

export function spanOf(from: Day | null | undefined, to: Day | null | undefined): DaySpan {
  return { from: from ?? firstDay, to: to ?? lastDay };
}

/** The days that lie in both, if any. */
export function overlap(a: DaySpan, b: DaySpan): DaySpan[] {
  const from = later(a.from, b.from);
  const to = earlier(a.to, b.to);
  return from <= to ? [{ from, to }] : [];
}

/** What is left of `spans` when the days of `taken` are taken away. */
export function without(spans: readonly DaySpan[], taken: readonly DaySpan[]): DaySpan[] {
  return taken.reduce<DaySpan[]>(
    (left, { from, to }) =>
      left.flatMap((span) => {
        if (overlap(span, { from, to }).length === 0) return [span];
        return [
          ...(span.from < from ? [{ from: span.from, to: addDays(from, -1) }] : []),
          ...(span.to > to ? [{ from: addDays(to, 1), to: span.to }] : []),
        ];
      }),
    [...spans],
  );
}

export function earlier(a: Day, b: Day): Day {
  return [a, b].sort()[0] as Day;
}

export function later(a: Day, b: Day): Day {
  return [a, b].sort()[1] as Day;
}
