import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Connection } from '../domain/ports/platform.ts';

/** Values that a scrape reads from the store and this process. */
export interface Figures {
  /** By state. */
  deliveries: Readonly<Record<string, number>>;
  subscriptions: Readonly<Record<string, number>>;
  /** Age in seconds of the oldest unfinished delivery; 0: none. */
  oldestOpenSeconds: number;
  feeds: Readonly<Record<'answering' | 'failing' | 'ended', number>>;
  feedItemsWaiting: number;
  review: Readonly<Record<'drafts' | 'reports', number>>;
  /** Seconds that the oldest review item has waited; 0: none. */
  oldestReviewSeconds: number;
  brokenFiles: number;
  conflicts: number;
}

/** Read at each scrape. */
export interface Sources {
  /** Rejects, or never resolves, while the store cannot be read. */
  figures(): Promise<Figures>;
  links(): readonly Connection[];
  /** The last successful digest tick, and the number of ticks. */
  lastTick(): { at: Date; count: number } | undefined;
  /** Milliseconds that a scrape waits for the store. */
  patience?: number;
}

export interface Metrics {
  /** The text of a scrape and its content type. Resolves even if the store does not. */
  scrape(sources: Sources): Promise<{ type: string; text: string }>;
  /** `command` must come from a closed list. */
  answered(of: { platform: string; command: string; outcome: string; seconds: number }): void;
  /** Counts one request that posts, edits or reads history. */
  requested(of: { platform: string; request: string; outcome: string }): void;
  /** A digest was delivered `lateSeconds` after it was due. */
  delivered(platform: string, lateSeconds: number): void;
  /** Counts one log line. */
  logged(level: 'warn' | 'error' | 'fatal'): void;
}

const answerBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10];
const latenessBuckets = [5, 15, 30, 60, 120, 300, 600, 1800, 3600, 6 * 3600];

/** Prometheus metrics in their own registry. No label contains typed text. */
export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name, help, labelNames, registers });

  const commands = new Histogram({
    name: 'deskwire_command_seconds',
    help: 'Time to answer a command, without the way to the platform and back.',
    labelNames: ['platform', 'command'] as const,
    buckets: answerBuckets,
    registers,
  });
  const answers = counter('deskwire_answers_total', 'Answers to commands, by outcome.', [
    'platform',
    'outcome',
  ]);
  const requests = counter('deskwire_platform_requests_total', 'Posts, edits and looks, by outcome.', [
    'platform',
    'request',
    'outcome',
  ]);
  const lateness = new Histogram({
    name: 'deskwire_digest_lateness_seconds',
    help: 'Time from the slot of a scheduled digest until all of it stood in its channel.',
    labelNames: ['platform'] as const,
    buckets: latenessBuckets,
    registers,
  });
  const logLines = counter('deskwire_log_lines_total', 'Lines of the log, from warnings on.', ['level']);
  for (const level of ['warn', 'error', 'fatal']) logLines.inc({ level }, 0);

  new Gauge({
    name: 'deskwire_info',
    help: 'The version that runs.',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);

  return {
    async scrape({ figures, links, lastTick, patience = 4000 }) {
      const now = stateNow(await within(patience, figures()), links(), lastTick());
      return { type: registry.contentType, text: await Registry.merge([registry, now]).metrics() };
    },
    answered({ platform, command, outcome, seconds }) {
      commands.observe({ platform, command }, seconds);
      answers.inc({ platform, outcome });
    },
    requested: (of) => requests.inc(of),
    delivered: (platform, lateSeconds) => lateness.observe({ platform }, Math.max(0, lateSeconds)),
    logged: (level) => logLines.inc({ level }),
  };
}

/** Rebuilt for each scrape, so that states without items and unknown values are omitted. */
function stateNow(
  figures: Figures | undefined,
  links: readonly Connection[],
  lastTick: ReturnType<Sources['lastTick']>,
): Registry {
  const registry = new Registry();
  const registers = [registry];
  const one = (name: string, help: string, value: number) => new Gauge({ name, help, registers }).set(value);
  const by = (name: string, label: string, help: string, values: Readonly<Record<string, number>>) => {
    const gauge = new Gauge({ name, help, labelNames: [label], registers });
    for (const [key, value] of Object.entries(values)) gauge.set({ [label]: key }, value);
  };

  one('deskwire_store_up', 'Whether the store could be read; 0: its figures lack here.', figures ? 1 : 0);
  const ofLinks = (value: (link: Connection) => number) =>
    Object.fromEntries(links.map((link) => [link.platform, value(link)]));
  const up = ofLinks(({ connected }) => (connected ? 1 : 0));
  by('deskwire_connection_up', 'platform', 'Whether a platform is connected.', up);
  const since = ofLinks((link) => link.since.getTime() / 1000);
  by('deskwire_connection_since_timestamp_seconds', 'platform', 'Since when it is so.', since);
  const reconnects = new Counter({
    name: 'deskwire_reconnects_total',
    help: 'Connections to a platform that were made again.',
    labelNames: ['platform'],
    registers,
  });
  for (const link of links) reconnects.inc({ platform: link.platform }, link.reconnects);
  new Counter({
    name: 'deskwire_ticks_total',
    help: 'Ticks of the digests that came to their end.',
    registers,
  }).inc(lastTick?.count ?? 0);
  const began = (lastTick?.at.getTime() ?? 0) / 1000;
  one('deskwire_last_tick_timestamp_seconds', 'When the last of them began; 0: none yet.', began);
  if (!figures) return registry;

  const { deliveries, subscriptions, feeds, review } = figures;
  by('deskwire_deliveries', 'state', 'Deliveries of digests and corrections, by state.', deliveries);
  by('deskwire_subscriptions', 'state', 'Subscriptions, by state.', subscriptions);
  const oldest = 'Age of the oldest delivery that has not ended; 0: none.';
  one('deskwire_oldest_open_delivery_seconds', oldest, figures.oldestOpenSeconds);
  by('deskwire_feeds', 'state', 'Feeds that desks follow, by state.', feeds);
  one('deskwire_feed_items_waiting', 'Articles of feeds that wait for an editor.', figures.feedItemsWaiting);
  by('deskwire_review_queue', 'kind', 'What waits for a reviewer, by kind.', review);
  const waited = 'How long the first of what waits for a reviewer has waited; 0: nothing waits.';
  one('deskwire_review_oldest_seconds', waited, figures.oldestReviewSeconds);
  const broken = 'Content files with a fault; their last good revision goes on serving.';
  one('deskwire_content_broken_files', broken, figures.brokenFiles);
  const conflicts = 'Entries that were changed both in chat and in their file.';
  one('deskwire_content_conflicts', conflicts, figures.conflicts);
  return registry;
}

/** Resolves to undefined if `work` fails or takes longer. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
