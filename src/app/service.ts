import type { Config } from '../config.ts';
import type { Agrees } from '../content/sync/folder-keeper.ts';
import { watchBriefs } from '../content/sync/watch.ts';
import type { ChatApp, ChatService, Connection } from '../domain/ports/platform.ts';
import type { Log } from '../domain/ports/runtime.ts';
import { createMetricsDoor, createWebApp } from '../platforms/web/app.ts';
import { realTimers } from '../runtime/async.ts';
import { everyMinute, type Job } from '../runtime/jobs.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { newErrorId } from './access.ts';
import { adaptersOf } from './adapters.ts';
import { type App, createApp } from './app.ts';
import { digestJob } from './digests.ts';
import { feedJob } from './feeds.ts';
import { figuresOf, lateOf, measuredAdapters, measuredAnswerer } from './measured.ts';
import { addressFile, openPage } from './page/page.ts';
import { createReadiness, onceReachable } from './readiness.ts';
import { cardJob } from './review-cards.ts';

/** Milliseconds for which the ledger keeps finished deliveries. */
const ledgerKeptMs = 400 * 24 * 60 * 60_000;

export interface ServiceOptions {
  config: Config;
  log: Log;
  metrics: Metrics;
  /** A prompt uses the terminal. A second prompt on the same machine may run without ports. */
  interactive: boolean;
  /** Collects resources to dispose of at the end, in reverse order. */
  opened: AsyncDisposableStack;
  /** Prints above the prompt. */
  show(text: string): void;
  /** Whether to serve content from a folder other than before. */
  agrees: Agrees;
}

export interface Service {
  app: App;
  /** Port of `/healthz` and `/readyz`; undefined if another process has it. */
  port: number | undefined;
  /** Connected platforms, such as `Slack (Socket Mode)`. */
  connected: string[];
  /** Address that opens the local page once; undefined: not served. It is a credential. */
  page: string | undefined;
  /** Starts the jobs that run every minute. */
  begin(): void;
}

const clock = () => new Date();

/**
 * Opens and connects everything that `start` serves; waits for an unreachable database. Resolves once questions are
 * answered.
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { config, log, metrics, opened, show, agrees } = options;
  const adapters = measuredAdapters(await adaptersOf(config, { clock, log, show }), metrics);
  const created = await onceReachable(() => createApp(config, { log, adapters, serves: true }), log);
  const app = { ...created, answerer: measuredAnswerer(created.answerer, metrics) };
  const { store, desks } = app;
  opened.defer(() => app.close());

  const checking = performance.now();
  if ((await store.maintenance.checkIntegrity('if in doubt')) === 'checked')
    log.info({ ms: Math.round(performance.now() - checking) }, 'database integrity checked');
  const refusal = await onceReachable(async () => {
    // Leases of dead processes, such as the one on Discord's connection.
    await store.holders.takeOver(clock());
    return desks.serve(agrees);
  }, log);
  if (refusal) throw Object.assign(new Error(refusal.what), { remedy: refusal.remedy });
  const watch = await watchBriefs({ folder: config.briefs, sync: desks.sync, log });
  opened.defer(() => watch.stop());

  const { digests, jobs } = jobsOf(app, options);
  let chat: Chat | undefined;
  const { port, mount } = await openPort(
    app,
    options,
    await store.epoch.installation(),
    () => chat?.faults() ?? [],
  );
  const metricsPort = await openMetrics(options, () =>
    metrics.scrape({
      figures: () => figuresOf(store.maintenance, clock()),
      links: () => chat?.connections() ?? [],
      lastTick: digests.lastTick,
    }),
  );
  const opening = await openChat(app, { log, mount });
  chat = opening;
  // File watching misses changes on some network folders; comparing hashes every minute finds them.
  const look: Job = { name: 'content', run: () => watch.look(), later: true };
  const minute = everyMinute([...jobs, look], { log, timers: realTimers });
  // In parallel, because each may take most of the time allowed for a stop.
  opened.defer(async () => {
    await Promise.all([opening.stop(), minute.stop(inFlightMs)]);
  });
  const connected = await opening.start();
  const page = await openPage(app, { config, chat: chatService(app, { log }), log, opened });
  return {
    app,
    port,
    connected,
    page,
    begin() {
      minute.begin();
      const served = { desks: desks.all().length, port, metrics: metricsPort, platforms: connected };
      // The address itself lets in whoever reads it, so it is in no log.
      if (page !== undefined) log.info({ address: addressFile(config) }, 'local page');
      log.info(served, 'serving');
    },
  };
}

/** The jobs that run every minute. */
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
    // Not awaited, so that corrections in progress do not delay due digests.
    { ...digests, run: () => void digests.run() },
    cardJob(app.cards, { ...sending, epoch: digests }),
    feedJob(app.feeds, sending),
    { name: 'ledger', run: () => store.ledger.prune(new Date(clock().getTime() - ledgerKeptMs)) },
    // Article text expires whether or not it was read.
    { name: 'imports', run: () => store.imports.forget(clock()) },
  ];
  return { digests, jobs };
}

async function openPort(
  { store, desks }: App,
  { config, log, interactive, opened }: ServiceOptions,
  installation: string,
  platformFaults: () => string[],
) {
  const { host, port } = config;
  const web = createWebApp({
    host,
    port,
    ready: createReadiness({
      maintenance: store.maintenance,
      installation,
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
    // A second prompt on this machine may run without the port; a service may not.
    if (!interactive) throw new Error(`cannot listen on ${host}:${port} (${code}); set PORT to a free port`);
    log.warn({ err: error }, 'HTTP port not available; health checks are off');
    return { port: undefined, mount: undefined };
  }
}

/** Resolves to the port of `/metrics`. If the port is only the default one, another process may have it. */
async function openMetrics(
  { config, log, interactive, opened }: ServiceOptions,
  scrape: () => ReturnType<Metrics['scrape']>,
): Promise<number | undefined> {
  // A prompt serves no metrics unless configured.
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

/** The chat apps of all configured platforms in this process. */
export interface Chat {
  /**
   * Resolves to the connected platforms, such as `Slack (Socket Mode)`. Rejects with one line that names the variable
   * if a platform refuses the configuration; the caller then stops all of them.
   */
  start(): Promise<string[]>;
  /** Why platforms are not served at the moment, as sentences for `/readyz`. */
  faults(): string[];
  /** Persistent connections of this process, for metrics and `doctor`. */
  connections(): Connection[];
  /** Accepts nothing new and waits for requests in flight, up to `inFlightMs`. */
  stop(): Promise<void>;
}

/** Milliseconds that requests in flight get at shutdown; the rest of the five seconds is for closing resources. */
const inFlightMs = 3000;

type ChatOptions = Pick<ChatService, 'log' | 'mount'> & Partial<Pick<ChatService, 'retryMs'>>;

/** Opens the chat app of each adapter that has one. */
export async function openChat(app: App, options: ChatOptions): Promise<Chat> {
  const { log } = options;
  const service = chatService(app, options);
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

/** Services of the platforms' handlers. */
export function chatService(
  app: App,
  { log, mount, retryMs = 15_000 }: Omit<ChatOptions, 'mount'> & Partial<Pick<ChatOptions, 'mount'>>,
): ChatService {
  const { answerer, forms, reports, pictures, store } = app;
  const { channels, once, buttonStates, leases, holders } = store;
  return {
    answerer,
    forms,
    reports,
    pictures,
    channels,
    once,
    buttonStates,
    leases,
    log,
    newErrorId,
    mount,
    retryMs,
    holder: (name) => holders.name(name),
    clock,
    timers: realTimers,
    stopWithinMs: inFlightMs,
  };
}
