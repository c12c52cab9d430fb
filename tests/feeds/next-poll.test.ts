import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestPoll, nextPoll, shortestPoll, usualPoll, type Wishes } from '../../src/feeds/decide.ts';

const now = new Date('2026-11-24T12:00:00Z');
const minutes = (failures: number, wishes: Wishes = {}, chance = 0) =>
  (nextPoll(failures, wishes, now, chance).getTime() - now.getTime()) / 60_000;

test.each([
  ['nothing said', {}, 60],
  ['a feed of two hours', { ttl: 120 }, 120],
  ['half an hour of cache', { cacheControl: 'public, max-age=1800' }, 30],
  ['the longer of two', { ttl: 30, cacheControl: 'max-age=5400' }, 90],
  ['too eager', { ttl: 1, cacheControl: 'max-age=60' }, 15],
  ['too lazy', { ttl: 100_000 }, 24 * 60],
  ['no cache', { cacheControl: 'no-cache, max-age=0' }, 60],
  ['nonsense', { ttl: -5, cacheControl: 'max-age=soon' }, 60],
  ['another max-age', { cacheControl: 's-max-age=7200' }, 60],
])('%s', (_, wishes, expected) => {
  expect(minutes(0, wishes)).toBe(expected);
});

test('failures in a row wait twice as long each time, up to a day', () => {
  expect([1, 2, 3, 4, 5, 6, 100].map((failures) => minutes(failures))).toEqual([
    60,
    120,
    240,
    480,
    960,
    24 * 60,
    24 * 60,
  ]);
});

test('a site that says when to come again is obeyed within a day', () => {
  expect(minutes(1, { retryAfter: '7200' })).toBe(120);
  expect(minutes(1, { retryAfter: '60' })).toBe(60);
  expect(minutes(1, { retryAfter: 'Tue, 24 Nov 2026 15:00:00 GMT' })).toBe(180);
  expect(minutes(1, { retryAfter: '999999999' })).toBe(24 * 60);
  expect(minutes(0, { retryAfter: '7200' })).toBe(120);
  expect(minutes(1, { retryAfter: 'later' })).toBe(60);
});

test('feeds added together are asked apart, and all within the bounds', () => {
  expect(minutes(0, {}, 0.5)).toBe(63);
  const wishes = fc.record(
    {
      ttl: fc.double(),
      cacheControl: fc.string(),
      retryAfter: fc.oneof(fc.string(), fc.integer().map(String)),
    },
    { requiredKeys: [] },
  );
  const chances = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.nat(2000), wishes, chances, (failures, wished, chance) => {
      const wait = nextPoll(failures, wished, now, chance).getTime() - now.getTime();
      expect(wait).toBeGreaterThanOrEqual(failures > 0 ? usualPoll : shortestPoll);
      expect(wait).toBeLessThanOrEqual(longestPoll);
    }),
  );
});
