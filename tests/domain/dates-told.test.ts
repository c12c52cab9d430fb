import { expect, test } from 'vitest';
import {
  beginning,
  elapsedSince,
  isAhead,
  isOverdue,
  mayFallOutside,
  staleSince,
} from '../../src/domain/dates/date-range.ts';
import { eventDate } from '../../src/domain/dates/event-date.ts';

const today = '2026-11-23';

test.each([
  ['2023-02-27/2023-02-28', '27 February 2023', '3 years 8 months ago'],
  ['2023-02-27', '27 February 2023', '3 years 8 months ago'],
  ['2006-05', 'May 2006', 'about 20 years ago'],
  ['1993-12', 'December 1993', 'about 33 years ago'],
  ['1993-05', 'May 1993', 'about 33 years ago'],
  ['2024-12', 'December 2024', 'about 2 years ago'],
  ['[1991-09-10..1991-09-16]', 'some day within 10–16 September 1991', '35 years 2 months ago'],
  ['2006', '2006', 'about 20 years ago'],
  ['2006-05-05~', 'about 5 May 2006', '20 years 6 months ago'],
  ['2020/..', 'since 2020', undefined],
])('%s began %s, %s', (edtf, began, ago) => {
  expect(beginning(eventDate(edtf))).toBe(began);
  expect(elapsedSince(eventDate(edtf), today)).toBe(ago);
});

test.each([
  // Known to the month: within May it may lie on either side of the fifteenth.
  ['2006-05', { since: '2006-05-15' }, true],
  ['2006-05', { since: '2006-05-01', until: '2006-05-31' }, false],
  // It lasted from day to day, so that it was going on at the edge.
  ['2023-02-27/2023-03-01', { since: '2023-02-28' }, false],
  ['[1991-09-10..1991-09-16]', { until: '1991-09-12' }, true],
  ['../2020', { since: '2019-01-01' }, false],
  ['../2020', { until: '2010-12-31' }, true],
  ['2006-05', {}, false],
  // It lasted, known to the month at either end: between them it was certainly going on.
  ['1991-09/2023-03', { until: '1999-12-31' }, false],
  ['1991-09/2023-03', { since: '2023-03-10' }, true],
  ['2020/..', { since: '2021-01-01' }, false],
  ['2020/..', { until: '2020-06-30' }, true],
  ['2006-05/2006-05', { since: '2006-05-15' }, true],
])('%s against %o may fall outside: %s', (edtf, range, may) => {
  expect(mayFallOutside(eventDate(edtf), range)).toBe(may);
});

test('a fact goes stale when its shelf life has passed since the desk last stood by it', () => {
  const fact = { kind: 'status' as const, published: '2025-01-01', corrections: [] };
  expect(staleSince(fact, { status: 365 }, '2026-01-01')).toBeUndefined();
  expect(staleSince(fact, { status: 365 }, '2026-01-02')).toBe('2026-01-01');
  const corrected = { ...fact, corrections: [{ on: '2026-06-01', note: 'figure' }] };
  expect(staleSince(corrected, { status: 365 }, today)).toBeUndefined();
  expect(staleSince(fact, { plan: 10 }, today)).toBeUndefined();
});

test.each([
  ['plan', '2026', undefined, true, false],
  ['plan', '2026-10', undefined, false, true],
  ['plan', '2026-10', 'how-it-ended', false, false],
  ['plan', '2026', 'how-it-ended', false, false],
  ['event', '2026-12-01', undefined, true, false],
  ['event', '2026-11-23', undefined, false, false],
  ['status', '2020/..', undefined, false, false],
] as const)('%s of %s with outcome %s: ahead %s, overdue %s', (kind, edtf, outcome, ahead, overdue) => {
  const fact = { kind, dates: [{ edtf, sources: [] }], ...(outcome && { outcome }) };
  expect(isAhead(fact, today)).toBe(ahead);
  expect(isOverdue(fact, today)).toBe(overdue);
});
