import { describe, expect, test } from 'vitest';
import {
  beginningInWords,
  elapsedSince,
  isAhead,
  isOverdue,
  mayFallOutside,
  staleSince,
} from '../../src/domain/dates/date-range.ts';
import { eventDate } from '../../src/domain/dates/event-date.ts';
import { makeDesk, makeFact, makeSource } from './make.ts';

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
  // It may still lie ahead.
  ['2026', '2026', undefined],
  ['2026-11', 'November 2026', undefined],
])('%s began %s, %s', (edtf, began, ago) => {
  expect(beginningInWords(eventDate(edtf))).toBe(began);
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

describe('shelf life', () => {
  const sources = [makeSource({ until: '2025-01' }), makeSource({ id: 'older', until: '2023-06-30' })];
  const desk = (shelf: Record<string, number> = { status: 365 }) => makeDesk({ shelf, sources });
  const fact = (over: object = {}) => {
    const { body } = makeFact({
      kind: 'status',
      published: '2026-11-20',
      sources: ['travels', 'older'],
      ...over,
    });
    if (body.type !== 'fact') throw new Error('not a fact');
    return body;
  };

  test('counts from the last day that any of its sources covers, not from publication', () => {
    expect(staleSince(fact(), desk(), '2026-01-31')).toBeUndefined();
    expect(staleSince(fact(), desk(), '2026-02-01')).toBe('2026-01-31');
    expect(staleSince(fact({ sources: ['older'] }), desk(), today)).toBe('2024-06-29');
  });

  test('counts anew from a correction, and from the day on which the desk found it still true', () => {
    const corrected = fact({ corrections: [{ on: '2026-06-01', note: 'figure' }] });
    expect(staleSince(corrected, desk(), today)).toBeUndefined();
    expect(staleSince(fact({ reviewed: '2026-06-01' }), desk(), today)).toBeUndefined();
  });

  test('counts from publication where no end of a source is known', () => {
    expect(staleSince(fact({ sources: ['gone'] }), desk(), '2027-11-20')).toBeUndefined();
    expect(staleSince(fact({ sources: ['gone'] }), desk(), '2027-11-21')).toBe('2027-11-20');
  });

  test('is none for a kind that the desk does not name, and for an opinion', () => {
    expect(staleSince(fact(), desk({ plan: 10 }), today)).toBeUndefined();
    expect(staleSince(fact({ standing: 'opinion' }), desk(), today)).toBeUndefined();
    expect(staleSince(fact({ standing: 'speculation' }), desk(), today)).toBe('2026-01-31');
  });
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
