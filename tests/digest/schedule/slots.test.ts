import { describe, expect, test } from 'vitest';
import { lastSlots, nextSlot, nextSlots, slotsBetween } from '../../../src/digest/schedule/timetable.ts';
import type { Schedule } from '../../../src/domain/digests/subscription.ts';

const schedule = (cron: string, zone: string, holidays: Schedule['holidays'] = 'send'): Schedule => ({
  rhythm: 'cron',
  cron,
  zone,
  holidays,
});

/** What is due from an instant for so many hours, as UTC; a star marks a time that the local clock does not read. */
function due(cron: string, zone: string, from: string, hours: number): string[] {
  const start = new Date(from);
  const end = new Date(start.getTime() + hours * 3_600_000);
  return slotsBetween(schedule(cron, zone), start, end, 1000).map(
    ({ at, moved }) => at.toISOString().slice(0, 16) + (moved ? '*' : ''),
  );
}

describe('a listed time around a change of clocks', () => {
  test('in a gap: the first valid instant after', () => {
    expect(due('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', 24)).toEqual(['2026-03-29T01:00*']);
    expect(due('30 2 * * *', 'America/New_York', '2026-03-07T12:00Z', 24)).toEqual(['2026-03-08T07:00*']);
    expect(due('0 0 * * *', 'Asia/Beirut', '2026-03-28T12:00Z', 24)).toEqual(['2026-03-28T22:00*']);
    expect(due('15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T06:00Z', 24)).toEqual(['2026-10-03T15:30*']);
  });

  test('in an overlap: the first of the two, and not again', () => {
    expect(due('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', 24)).toEqual(['2026-10-25T00:30']);
    expect(due('30 1 * * *', 'America/New_York', '2026-10-31T12:00Z', 24)).toEqual(['2026-11-01T05:30']);
    expect(due('30 2,14 * * *', 'Europe/Berlin', '2026-10-24T13:00Z', 25)).toEqual([
      '2026-10-25T00:30',
      '2026-10-25T13:30',
    ]);
    // Asked between the two passes.
    expect(due('30 2 * * *', 'Europe/Berlin', '2026-10-25T00:45Z', 24)).toEqual([]);
  });

  test('a gap that ends at midnight, or that moves a zone for good', () => {
    expect(due('30 23 * * *', 'America/Nuuk', '2024-03-30T12:00Z', 24)).toEqual(['2024-03-31T01:00*']);
    expect(due('30 23 * * *', 'Asia/Almaty', '2024-02-29T12:00Z', 36)).toEqual([
      '2024-02-29T17:30',
      '2024-03-01T18:30',
    ]);
  });

  test('listed times that fall in one gap are one digest', () => {
    expect(due('*/15 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', 24)).toEqual(['2026-03-29T01:00*']);
    expect(due('30 2,3 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', 24)).toEqual([
      '2026-03-29T01:00*',
      '2026-03-29T01:30',
    ]);
  });

  test('weekday mornings are untouched', () => {
    expect(due('0 8 * * 1-5', 'Europe/Berlin', '2026-03-27T00:00Z', 96)).toEqual([
      '2026-03-27T07:00',
      '2026-03-30T06:00',
    ]);
  });
});

describe('an hourly pattern follows elapsed time', () => {
  test.each([
    ['0 * * * *', 'America/New_York', '2026-11-01T04:30Z', ['05:00', '06:00', '07:00', '08:00']],
    ['0 * * * *', 'America/New_York', '2026-03-08T05:30Z', ['06:00', '07:00', '08:00', '09:00']],
    ['30 */1 * * *', 'Europe/Berlin', '2026-10-24T23:45Z', ['00:30', '01:30', '02:30', '03:30']],
  ])('%s %s from %s', (cron, zone, from, times) => {
    expect(due(cron, zone, from, 4).map((slot) => slot.slice(11))).toEqual(times);
  });

  test('every quarter of an hour through a gap of half an hour', () => {
    expect(due('*/15 * * * *', 'Australia/Lord_Howe', '2026-10-03T15:00Z', 1)).toEqual([
      '2026-10-03T15:15',
      '2026-10-03T15:30',
      '2026-10-03T15:45',
      '2026-10-03T16:00',
    ]);
  });
});

describe('holidays', () => {
  // 9 November 2026 is a Monday.
  const monday = new Set(['2026-11-09']);
  const days = (cron: string, rule: Schedule['holidays'], holidays: Set<string>) =>
    slotsBetween(
      schedule(cron, 'Asia/Tashkent', rule),
      new Date('2026-11-06T00:00+05:00'),
      new Date('2026-11-14T00:00+05:00'),
      100,
      holidays,
    ).map(({ at, holiday }) => `${at.toISOString().slice(8, 13)}${holiday ? ` ${holiday}` : ''}`);

  test('send: as on any day', () => {
    expect(days('0 8 * * 1', 'send', monday)).toEqual(['09T03']);
  });

  test('skip: left out, and seen as such', () => {
    expect(days('0 8 * * 1,3', 'skip', monday)).toEqual(['09T03 left-out', '11T03']);
  });

  test('shift: the same time of the next day that is none', () => {
    expect(days('0 8 * * 1', 'shift', monday)).toEqual(['10T03 shifted']);
    expect(days('0 8,20 * * 1', 'shift', new Set(['2026-11-09', '2026-11-10']))).toEqual([
      '11T03 shifted',
      '11T15 shifted',
    ]);
  });

  test('shift: no second digest on a day that has one', () => {
    expect(days('0 8 * * 1,2', 'shift', monday)).toEqual(['09T03 left-out', '10T03']);
    expect(days('0 8 * * 1,2', 'shift', new Set(['2026-11-09', '2026-11-10']))).toEqual([
      '10T03 left-out',
      '11T03 shifted',
    ]);
  });

  test('a shifted digest is found from within the holidays', () => {
    const week = new Set(['2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12']);
    const after = new Date('2026-11-12T12:00Z');
    expect(nextSlot(schedule('0 8 * * 1', 'UTC', 'shift'), after, week)?.at).toEqual(
      new Date('2026-11-13T08:00Z'),
    );
    expect(nextSlot(schedule('0 8 * * 1', 'UTC', 'skip'), after, week)?.at).toEqual(
      new Date('2026-11-16T08:00Z'),
    );
  });

  test('a shifted digest obeys the clocks of its new day', () => {
    const [first] = nextSlots(
      schedule('30 2 28 3 *', 'Europe/Berlin', 'shift'),
      new Date('2026-03-01T00:00Z'),
      1,
      new Set(['2026-03-28']),
    );
    expect(first).toEqual({ at: new Date('2026-03-29T01:00Z'), moved: true, holiday: 'shifted' });
  });
});

test('the last slots of a long span are those that counting up from its start gives', () => {
  const daily = schedule('0 8,20 * * *', 'Asia/Tashkent');
  const from = new Date('2025-01-01T00:00Z');
  const to = new Date('2026-11-23T07:00Z');
  expect(lastSlots(daily, from, to, 40)).toEqual(slotsBetween(daily, from, to, 5000).slice(-40));
  expect(lastSlots(daily, new Date('2026-11-22T00:00Z'), to, 40)).toHaveLength(3);
});

test('a date that never comes has no slot', () => {
  expect(nextSlot(schedule('0 8 31 2 *', 'UTC'), new Date('2026-01-01T00:00Z'))).toBeUndefined();
});
