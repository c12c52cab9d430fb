import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import meta from '../../package.json' with { type: 'json' };
import { digestSidesOf } from '../app/adapters.ts';
import { wire } from '../app/app.ts';
import { runDigests } from '../app/digests.ts';
import { runFeeds } from '../app/feeds.ts';
import { figuresOf, lateOf, measuredAnswerer, measuredLog, measuredSides } from '../app/measured.ts';
import { inFlightMs, type Platforms, platformsOf } from '../app/platforms.ts';
import { createReadiness, onceReachable } from '../app/readiness.ts';
import { runCards } from '../app/review-cards.ts';
import { type Config, secretsOf } from '../config.ts';
import { watchBriefs } from '../content/sync/watch.ts';
import type { Log } from '../domain/ports/runtime.ts';
import { type Prompt, startPrompt } from '../platforms/terminal/app.ts';
import { bannerText } from '../platforms/terminal/banner.ts';
import { type Environment, terminalSettings } from '../platforms/terminal/capabilities.ts';
import { createMetricsDoor, createWebApp } from '../platforms/web/app.ts';
import { realTimers } from '../runtime/async.ts';
import { everyMinute } from '../runtime/every-minute.ts';
import { endOnFault, openLog, sparing } from '../runtime/log.ts';
import { createMetrics, type Metrics } from '../runtime/metrics.ts';
import { agreed, toStderr } from '../runtime/standard-streams.ts';
import { stopOnSignals } from '../runtime/stop-signals.ts';
import { unknownVariables } from './doctor/variables.ts';
import { greeting } from './greeting.ts';
import type { ExitCode } from './output.ts';

/** How long the ledger of digests keeps what came to its end, in milliseconds. */
const ledgerKeptMs = 400 * 24 * 60 * 60_000;

export interface StartOptions {
  /** The content came from another folder before, and shall come from this one. */
  briefsMoved?: boolean;
}

/** Reads content, opens the store, serves until told to stop, and ends with nothing half-written. */
export async function main(
  config: Config,
  env: Environment,
  { briefsMoved = false }: StartOptions = {},
): Promise<ExitCode> {
  const interactive = Boolean(process.stdin.isTTY && process.stdout.isTTY);
  const metrics = createMetrics(meta.version);
  const file = interactive ? join(config.data, 'deskwire.log') : undefined;
  const onLost = (reason: string) =>
    toStderr(
      `deskwire: the log in ${file ?? 'standard output'} cannot be written: ${reason}\n` +
        'The service runs on without a log. Make it writable (free space, or the right owner), then restart.\n',
    );
  const written = sparing(openLog({ level: config.logLevel, secrets: secretsOf(config), file, onLost }));
  const log = measuredLog(written, metrics);
  for (const { name, meant } of unknownVariables(env))
    log.warn({ variable: name, meant }, 'a variable that nothing reads; is another one meant?');
  endOnFault(process, log, interactive ? toStderr : undefined);
  const stop = stopOnSignals(process, log);
  // Closed in reverse order, also what was opened before a start that failed.
  const opened = new AsyncDisposableStack();
  const started = serve({
    ...{ config, env, log, metrics, interactive, opened, briefsMoved },
    onExit: () => stop.tell('exit'),
  });
  let serving = false;
  try {
    serving = await Promise.race([started.then(() => true), stop.told.then(() => false)]);
    log.info({ reason: await stop.told }, 'stopping');
  } finally {
    const begun = stop.begin();
    await opened.disposeAsync();
    begun.closed();
    log.info({}, 'stopped');
  }
  // Told to stop while it starts, what it was opening ends with the process.
  if (!serving) process.exit(0);
  return 0;
}

interface Serving {
  config: Config;
  env: Environment;
  log: Log;
  metrics: Metrics;
  /** A prompt has the terminal. */
  interactive: boolean;
  briefsMoved: boolean;
  /** Takes all that has to be closed in the end. */
  opened: AsyncDisposableStack;
  onExit(): void;
}

/** Resolves once it serves. */
async function serve(serving: Serving): Promise<void> {
  const { config, env, log, metrics, interactive, opened, briefsMoved, onExit } = serving;
  const { stdin: input, stdout: output } = process;
  let prompt: Prompt | undefined;
  let platforms: Platforms | undefined;
  const clock = () => new Date();
  const show = (text: string) => prompt?.show(text);
  const sides = measuredSides(await digestSidesOf(config, { clock, log, show }), metrics);
  const wired = await onceReachable(() => wire(config, { log, sides }), log);
  const deskwire = { ...wired, answerer: measuredAnswerer(wired.answerer, metrics) };
  opened.defer(() => deskwire.close());
  const checking = performance.now();
  if ((await deskwire.store.maintenance.checkIntegrity('if in doubt')) === 'checked')
    log.info({ ms: Math.round(performance.now() - checking) }, 'the database was checked and is whole');
  const refusal = await onceReachable(async () => {
    // Discord is connected to as soon as the lease on that is free.
    await deskwire.store.holders.takeOver(clock());
    return deskwire.serve(async ({ what }) => {
      if (briefsMoved) return true;
      return agreed(`deskwire: ${what}.\nServe ${config.briefs} from now on? [y/N] `);
    });
  }, log);
  if (refusal) throw Object.assign(new Error(refusal.what), { remedy: refusal.remedy });
  const watch = await watchBriefs({ folder: config.briefs, sync: deskwire.sync, log });
  opened.defer(() => watch.stop());
  // Watching misses changes on some network folders; once a minute costs a look at hashes.
  opened.use(everyMinute('content', () => watch.look(), log));
  opened.use(
    everyMinute('ledger', () => deskwire.store.ledger.prune(new Date(clock().getTime() - ledgerKeptMs)), log),
  );
  // The words of imported articles are kept for a while, read or not.
  opened.use(everyMinute('imports', () => deskwire.store.imports.forget(clock()), log));

  const { store, onNews } = deskwire;
  const digests = runDigests({
    ...{ digests: deskwire.digests, onNews, store, config, clock, timers: realTimers, log },
    onDelivered(delivery, at) {
      const late = lateOf(delivery, at);
      if (late) metrics.delivered(late.platform, late.seconds);
    },
  });
  const cards = runCards({
    epoch: digests,
    ports: deskwire.cards,
    onNews,
    sides,
    store,
    config,
    clock,
    timers: realTimers,
    log,
  });
  const feeds = runFeeds({ feeds: deskwire.feeds, sides, store, timers: realTimers, log });
  const web = createWebApp({
    host: config.host,
    port: config.port,
    ready: createReadiness({
      maintenance: {
        health: () => store.maintenance.health(),
        unwritable: () => store.maintenance.unwritable(),
      },
      desks: () => deskwire.desks().map(({ desk }) => desk.definition.id),
      platformFaults: () => platforms?.faults() ?? [],
      timers: realTimers,
    }),
  });
  opened.defer(() => web.stop());
  const page = await web.start().catch((error: NodeJS.ErrnoException) => {
    // A second prompt on the same machine is welcome; a service without its door is not.
    if (!interactive)
      throw new Error(`cannot listen on ${config.host}:${config.port} (${error.code}); set PORT`);
    log.warn({ err: error }, 'health checks are not served');
    return undefined;
  });

  const measured =
    config.metrics &&
    (await serveMetrics({
      ...{ at: config.metrics, opened, interactive, log },
      scrape: () =>
        metrics.scrape({
          figures: () => figuresOf(store.maintenance, clock()),
          links: () => platforms?.connections() ?? [],
          lastTick: digests.lastTick,
        }),
    }));

  const mount = page === undefined ? undefined : web.mount;
  const started = await platformsOf(config, deskwire, { log, mount });
  platforms = started;
  // Side by side: each takes most of the time that a stop has.
  opened.defer(async () => {
    await Promise.all([
      started.stop(),
      digests.stop(inFlightMs),
      cards.stop(inFlightMs),
      feeds.stop(inFlightMs),
    ]);
  });
  const connected = await started.start();

  const settings = terminalSettings(env, output);
  if (interactive) {
    const facts = await greeting(config, deskwire.desks(), {
      now: new Date(),
      port: page,
      platforms: connected,
      prompt: true,
    });
    output.write(bannerText(facts, settings));
    prompt = await startPrompt({
      answer: (text) =>
        deskwire.answerer.answer({ text, person: 'terminal', audience: 'person', pageSize: 10 }),
      fill: (filled) =>
        deskwire.forms.fill({
          ...filled,
          values: { ...filled.values },
          person: 'terminal',
          interaction: `terminal:${randomUUID()}`,
        }),
      names: (typed, limit) => deskwire.answerer.names(typed, limit),
      complete: (line) => deskwire.completeLine(line),
      input,
      output,
      historyFile: join(config.data, 'history'),
      settings,
      onExit,
      reportFault: (err) => log.error({ err }, 'prompt'),
    });
    opened.defer(async () => prompt?.stop());
  }
  // Not waited for: corrections under way do not hold up what is due.
  opened.use(everyMinute('digests', () => void digests.tick(), log));
  opened.use(everyMinute('cards', () => cards.tick(), log));
  opened.use(everyMinute('feeds', () => feeds.tick(), log));
  void digests.tick();
  void cards.tick();
  void feeds.tick();
  log.info(
    { desks: deskwire.desks().length, port: page, metrics: measured, platforms: connected },
    'serving',
  );
  if (!interactive && connected.length === 0) {
    log.warn(
      {},
      'nobody can ask: there is no terminal for a prompt, and no token of Slack or Discord is set',
    );
  }
}

/** Resolves to the port; a port that nobody asked for may be another process's. */
async function serveMetrics({
  at: { host, port, asked },
  opened,
  interactive,
  log,
  scrape,
}: Pick<Serving, 'opened' | 'interactive' | 'log'> & {
  at: NonNullable<Config['metrics']>;
  scrape: () => ReturnType<Metrics['scrape']>;
}): Promise<number | undefined> {
  // Nobody scrapes a prompt, unless somebody says so.
  if (interactive && !asked) return undefined;
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
