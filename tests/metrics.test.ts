import { expect, test } from 'vitest';
import { metricsText } from '../src/metrics.ts';

const now = new Date('2026-11-23T12:00:00Z');

test('counts by state, the age of the oldest open delivery and the last tick, as Prometheus reads them', () => {
  const counts = {
    deliveries: { delivered: 40, waiting: 2 },
    subscriptions: { active: 3, broken: 1 },
    oldestOpen: new Date('2026-11-23T11:58:30Z'),
  };
  const text = metricsText({ counts, lastTick: { at: now, count: 7 }, now });
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  expect(lines).toEqual([
    'deskwire_deliveries{state="delivered"} 40',
    'deskwire_deliveries{state="waiting"} 2',
    'deskwire_subscriptions{state="active"} 3',
    'deskwire_subscriptions{state="broken"} 1',
    'deskwire_oldest_open_delivery_seconds 90',
    'deskwire_ticks_total 7',
    'deskwire_last_tick_timestamp_seconds 1795435200',
    '',
  ]);
});

test('before anything has happened there are zeros', () => {
  const text = metricsText({ counts: { deliveries: {}, subscriptions: {} }, lastTick: undefined, now });
  expect(text).toContain('deskwire_oldest_open_delivery_seconds 0\n');
  expect(text).toContain('deskwire_last_tick_timestamp_seconds 0\n');
});
