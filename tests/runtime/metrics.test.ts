import { expect, test } from 'vitest';
import { createMetrics, type Figures, type Sources } from '../../src/runtime/metrics.ts';

const figures: Figures = {
  deliveries: { delivered: 40, waiting: 2 },
  subscriptions: { active: 3, broken: 1 },
  oldestOpenSeconds: 90,
  feeds: { answering: 4, failing: 1, ended: 0 },
  feedItemsWaiting: 12,
  review: { drafts: 2, reports: 1 },
  oldestReviewSeconds: 3600,
  brokenFiles: 1,
  conflicts: 0,
};

const sources = (changes: Partial<Sources> = {}): Sources => ({
  figures: async () => figures,
  links: () => [],
  lastTick: () => undefined,
  ...changes,
});

const ours = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('deskwire_') && !/_bucket|log_lines|_info/.test(line))
    .sort();

test('tells what waits, by state, the connections and the last tick', async () => {
  const now = new Date('2026-11-23T12:00:00Z');
  const { text, type } = await createMetrics('1').scrape(
    sources({
      links: () => [
        { platform: 'slack', connected: true, since: now, reconnects: 2 },
        { platform: 'discord', connected: false, since: now, reconnects: 0 },
      ],
      lastTick: () => ({ at: now, count: 7 }),
    }),
  );
  expect(type).toContain('text/plain; version=0.0.4');
  expect(ours(text)).toEqual([
    'deskwire_connection_since_timestamp_seconds{platform="discord"} 1795435200',
    'deskwire_connection_since_timestamp_seconds{platform="slack"} 1795435200',
    'deskwire_connection_up{platform="discord"} 0',
    'deskwire_connection_up{platform="slack"} 1',
    'deskwire_content_broken_files 1',
    'deskwire_content_conflicts 0',
    'deskwire_deliveries{state="delivered"} 40',
    'deskwire_deliveries{state="waiting"} 2',
    'deskwire_feed_items_waiting 12',
    'deskwire_feeds{state="answering"} 4',
    'deskwire_feeds{state="ended"} 0',
    'deskwire_feeds{state="failing"} 1',
    'deskwire_last_tick_timestamp_seconds 1795435200',
    'deskwire_oldest_open_delivery_seconds 90',
    'deskwire_reconnects_total{platform="discord"} 0',
    'deskwire_reconnects_total{platform="slack"} 2',
    'deskwire_review_oldest_seconds 3600',
    'deskwire_review_queue{kind="drafts"} 2',
    'deskwire_review_queue{kind="reports"} 1',
    'deskwire_store_up 1',
    'deskwire_subscriptions{state="active"} 3',
    'deskwire_subscriptions{state="broken"} 1',
    'deskwire_ticks_total 7',
  ]);
  expect(text).toContain('process_resident_memory_bytes');
  expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
});

test('a state that nothing is in any more is gone, and counters go on', async () => {
  const metrics = createMetrics('1');
  await metrics.scrape(sources());
  metrics.logged('warn');
  const { text } = await metrics.scrape(
    sources({ figures: async () => ({ ...figures, subscriptions: { active: 4 } }) }),
  );
  expect(text).toContain('deskwire_subscriptions{state="active"} 4');
  expect(text).not.toContain('state="broken"');
  expect(text).toContain('deskwire_log_lines_total{level="warn"} 1');
  expect(text).toContain('deskwire_log_lines_total{level="fatal"} 0');
});

test.each([
  ['fails', () => Promise.reject(new Error('no database'))],
  ['does not answer', () => new Promise<Figures>(() => {})],
])('a store that %s is told; what the process itself knows comes all the same', async (_, read) => {
  const { text } = await createMetrics('1').scrape(sources({ figures: read, patience: 5 }));
  expect(text).toContain('deskwire_store_up 0');
  expect(text).not.toContain('deskwire_deliveries');
  expect(text).toContain('process_cpu_seconds_total');
});
