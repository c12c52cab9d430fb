import type { Config } from '../config.ts';
import type { FolderRefusal } from '../content/sync/folder-keeper.ts';
import { watchBriefs } from '../content/sync/watch.ts';
import type { ChatApp, ChatService, Connection } from '../domain/ports/platform.ts';
import type { Log } from '../domain/ports/runtime.ts';
import { createMetricsDoor, createWebApp } from '../platforms/web/app.ts';
import { realTimers } from '../runtime/async.ts';
import { everyMinute, type Job } from '../runtime/jobs.ts';
import { newErrorId } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { adaptersOf } from './adapters.ts';
import { type App, createApp } from './app.ts';
import { digestJob } from './digests.ts';
import { feedJob } from './feeds.ts';
import { figuresOf, lateOf, measuredAdapters, measuredAnswerer } from './measured.ts';
import { createReadiness, onceReachable } from './readiness.ts';
import { cardJob } from './review-cards.ts';

/** How long the ledger keeps finished deliveries, in milliseconds. */
const ledgerKeptMs = 400 * 24 * 60 * 60_000;

export interface ServiceOptions {
  config: Config;
  log: Log;
  metrics: Metrics;
  /** A prompt has the terminal: a second one on this machine may do without ports. */
  interactive: boolean;
  /** Takes everything that has to be closed in the end, in reverse order. */
  opened: AsyncDisposableStack;
  /** Prints above the prompt. */
  show(text: string): void;
  /** Whether to serve content that came from another folder before. */
  agrees(refusal: FolderRefusal): Promise<boolean>;
}

export interface Service {
  app: App;
  /** Port of `/healthz` and `/readyz`; undefined: another process has it. */
  port: number | undefined;
  /** What is connected, in words. */
  connected: string[];
  /** Begins the work of each minute. */
  begin(): void;
}

const clock = () => new Date();

/** Opens and connects everything that `start` serves. Resolves once questions are answered; waits for a database that is away. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { config, log, metrics, opened, show, agrees } = options;
  const adapters = measuredAdapters(await adaptersOf(config, { clock, log, show }), metrics);
  const created = await onceReachable(() => createApp(config, { log, adapters }), log);
  const app = { ...created, answerer: measuredAnswerer(created.answerer, metrics) };
  const { store, desks } = app;
  opened.defer(() => app.close());

  const checking = performance.now();
  if ((await store.maintenance.checkIntegrity('if in doubt')) === 'checked')
    log.info({ ms: Math.round(performance.now() - checking) }, 'database integrity checked');
  const refusal = await onceReachable(async () => {
    // Leases of processes that are gone, such as the one on Discord's connection.
    await store.holders.takeOver(clock());
    return desks.serve(agrees);
  }, log);
  if (refusal) throw Object.assign(new Error(refusal.what), { remedy: refusal.remedy });
  const watch = await watchBriefs({ folder: config.briefs, sync: desks.sync, log });
  opened.defer(() => watch.stop());

  const { digests, jobs } = jobsOf(app, options);
  let chat: Chat | undefined;
  const { port, mount } = await openPort(app, options, () => chat?.faults() ?? []);
  const metricsPort = await openMetrics(options, () =>
    metrics.scrape({
      figures: () => figuresOf(store.maintenance, clock()),
      links: () => chat?.connections() ?? [],
      lastTick: digests.lastTick,
    }),
  );
  const opening = await openChat(app, { log, mount });
  chat = opening;
  // Side by side: each takes most of the time that a stop has.
  opened.defer(async () => {
    await Promise.all([opening.stop(), ...jobs.map((job) => job.stop?.(inFlightMs))]);
  });
  const connected = await opening.start();
  return {
    ...{ app, port, connected },
    begin() {
      // Watching misses changes on some network folders; looking at hashes once a minute finds them.
      opened.use(everyMinute([...jobs, { name: 'content', run: () => watch.look() }], log));
      for (const job of jobs) void job.run();
      const served = { desks: desks.all().length, port, metrics: metricsPort, platforms: connected };
      log.info(served, 'serving');
    },
  };
}

/** The work of each minute. */
function jobsOf(app: App, { config, log, metrics }: ServiceOptions) {
  const { store, events, adapters } = app;
  const sending = { adapters, store, events, config, clock, timers: realTimers, log };
  const digests = digestJob(app.digests, {
    ...sending,
    onDelivered(delivery, at) {
      const late = lateOf(delivery, at);
      if (late) metrics.delivered(late.platform, late.seconds);
    },
  });
  const jobs: Job[] = [
    // Not waited for: corrections under way do not delay what is due.
    { ...digests, run: () => void digests.run() },
    cardJob(app.cards, { ...sending, epoch: digests }),
    feedJob(app.feeds, sending),
    { name: 'ledger', run: () => store.ledger.prune(new Date(clock().getTime() - ledgerKeptMs)) },
    // The text of imported articles is kept for a while, read or not.
    { name: 'imports', run: () => store.imports.forget(clock()) },
  ];
  return { digests, jobs };
}

async function openPort(
  { store, desks }: App,
  { config, log, interactive, opened }: ServiceOptions,
  platformFaults: () => string[],
) {
  const { host, port } = config;
  const web = createWebApp({
    ...{ host, port },
    ready: createReadiness({
      maintenance: store.maintenance,
      desks: () => desks.all().map(({ desk }) => desk.definition.id),
      platformFaults,
      timers: realTimers,
    }),
  });
  opened.defer(() => web.stop());
  try {
    return { port: await web.start(), mount: web.mount };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A second prompt on this machine is welcome; a service without its port is not.
    if (!interactive) throw new Error(`cannot listen on ${host}:${port} (${code}); set PORT to a free port`);
    log.warn({ err: error }, 'HTTP port not available; health checks are off');
    return { port: undefined, mount: undefined };
  }
}

/** Resolves to the port of `/metrics`. One that nobody asked for may be another process's. */
async function openMetrics(
  { config, log, interactive, opened }: ServiceOptions,
  scrape: () => ReturnType<Metrics['scrape']>,
): Promise<number | undefined> {
  // Nobody scrapes a prompt, unless somebody says so.
  if (!config.metrics || (interactive && !config.metrics.asked)) return undefined;
  const { host, port, asked } = config.metrics;
  const door = createMetricsDoor({ host, port, scrape });
  opened.defer(() => door.stop());
  try {
    return await door.start();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const fault = `cannot serve /metrics on ${host}:${port} (${code}); set METRICS_PORT to a free port, or to off`;
    if (asked) throw new Error(fault);
    log.warn({}, fault);
    return undefined;
  }
}

/** The chat apps of every configured platform, in this process. */
export interface Chat {
  /**
   * Resolves to what is connected, in words. Rejects with one line that names the variable when a platform refuses
   * what was configured; the caller then still stops them all.
   */
  start(): Promise<string[]>;
  /** Why a platform is not served at the moment, in words; `/readyz` shows it. */
  faults(): string[];
  /** The standing connections of this process, for the metrics and for `doctor`. */
  connections(): Connection[];
  /** Takes nothing new and lets what is under way end, for about three of the five seconds a stop may take. */
  stop(): Promise<void>;
}

/** Milliseconds that answers under way get; what is left of five seconds is for closing the rest. */
export const inFlightMs = 3000;

type ChatOptions = Pick<ChatService, 'log' | 'mount'> & Partial<Pick<ChatService, 'retryMs'>>;

/** Opens people's side of each adapter that has one. */
export async function openChat(app: App, { log, mount, retryMs = 15_000 }: ChatOptions): Promise<Chat> {
  const { answerer, forms, reports, store } = app;
  const { channels, once, buttonStates, leases, holders } = store;
  const service: ChatService = {
    ...{ answerer, forms, reports, channels, once, buttonStates, leases, log, newErrorId, mount, retryMs },
    holder: (name) => holders.name(name),
    clock,
    timers: realTimers,
    stopWithinMs: inFlightMs,
  };
  const created = await Promise.all(
    [...app.adapters.values()].map((adapter) => adapter.createApp?.(service)),
  );
  const apps = created.filter((each): each is ChatApp => each !== undefined);
  return {
    start: () => Promise.all(apps.map((each) => each.start())),
    faults: () => apps.flatMap((each) => each.fault() ?? []),
    connections: () => apps.flatMap((each) => each.connection() ?? []),
    async stop() {
      const stopped = await Promise.allSettled(apps.map((each) => each.stop()));
      for (const result of stopped)
        if (result.status === 'rejected') log.warn({ err: result.reason }, 'platform did not stop cleanly');
    },
  };
}
