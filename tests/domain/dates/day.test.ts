import { expect, test } from 'vitest';
import { startOfDay } from '../../../src/domain/dates/day.ts';

test.each([
  ['UTC', '2026-03-01', '2026-03-01T00:00:00.000Z'],
  ['Asia/Almaty', '2026-03-02', '2026-03-01T19:00:00.000Z'],
  ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z'],
  ['Pacific/Kiritimati', '2026-03-01', '2026-02-28T10:00:00.000Z'],
  ['Pacific/Pago_Pago', '2026-03-01', '2026-03-01T11:00:00.000Z'],
  // Midnight is left out: clocks go from 00:00 to 01:00.
  ['Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00.000Z'],
  // Midnight comes back: at 24:00 clocks go to 23:00 of the same day.
  ['Asia/Beirut', '2026-10-25', '2026-10-24T22:00:00.000Z'],
  // The whole day was left out.
  ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z'],
])('in %s %s begins at %s', (zone, day, instant) => {
  expect(startOfDay(zone, day).toISOString()).toBe(instant);
});
