import type { RequestListener } from 'node:http';
import type { Config } from '../config.ts';
import type { Log } from '../domain/ports/runtime.ts';
import { realTimers } from '../runtime/async.ts';
import { newErrorId } from '../runtime/error-id.ts';
import type { Connection } from '../runtime/keep-connected.ts';
import { discordActions, slackActions } from './adapters.ts';
import type { Deskwire } from './app.ts';

/** The chat platforms that are configured, in this one process. */
export interface Platforms {
  /**
   * Resolves to what is connected, in words. Rejects with one line that names the variable when a platform refuses
   * what was configured; then the caller still stops them all.
   */
  start(): Promise<string[]>;
  /** Why a platform is not served at the moment, in words; `/readyz` tells it. */
  faults(): string[];
  /**
   * The standing connections of this process, for the metrics and for `doctor`: how each is at the moment. One that another
   * process has is not among them, nor is Slack over HTTP, where there is nothing to watch.
   */
  connections(): Connection[];
  /** Takes nothing new, and lets what has begun end, for about three of the five seconds a stop may take. */
  stop(): Promise<void>;
}

interface Platform {
  /** Why it does not serve at the moment, where it ought to. */
  fault(): string | undefined;
  connection(): Connection | undefined;
  /** Resolves to its name and how it is connected. */
  start(): Promise<string>;
  stop(): Promise<void>;
}

/** Takes what answers Slack's requests; none: our port belongs to another process, and so do they. */
export type Mount = (path: string, listener: RequestListener) => void;

export interface PlatformOptions {
  log: Log;
  mount: Mount | undefined;
  /** Milliseconds until Slack is tried again when it cannot be reached. */
  retryMs?: number;
}

/** Milliseconds that answers under way get; what is left of five seconds is for closing the rest. */
export const inFlightMs = 3000;

/** Each platform's client is loaded only when it is configured: they are large. */
export async function platformsOf(
  config: Config,
  deskwire: Deskwire,
  options: PlatformOptions,
): Promise<Platforms> {
  const made = await Promise.all([slack(config, deskwire, options), discord(config, deskwire, options.log)]);
  const platforms = made.filter((platform) => platform !== undefined);
  return {
    start: () => Promise.all(platforms.map((platform) => platform.start())),
    faults: () => platforms.flatMap((platform) => platform.fault() ?? []),
    connections: () => platforms.flatMap((platform) => platform.connection() ?? []),
    async stop() {
      const stopped = await Promise.allSettled(platforms.map((platform) => platform.stop()));
      for (const result of stopped)
        if (result.status === 'rejected')
          options.log.warn({ err: result.reason }, 'a platform did not stop cleanly');
    },
  };
}

const shared = (deskwire: Deskwire, log: Log) => ({
  answerer: deskwire.answerer,
  forms: deskwire.forms,
  reports: deskwire.reports,
  channels: deskwire.store.channels,
  clock: () => new Date(),
  log,
  newErrorId,
});

async function slack(
  { slack: own, teams, host, port }: Config,
  deskwire: Deskwire,
  { log, mount, retryMs = 15_000 }: PlatformOptions,
): Promise<Platform | undefined> {
  if (!own) return undefined;
  if (!own.appToken && !mount) {
    log.warn({}, 'Slack is not served here: another process has the port');
    return undefined;
  }
  const { createSlackApp } = await import('../platforms/slack/app.ts');
  const { SlackAway } = await import('../platforms/slack/receivers/socket.ts');
  const app = createSlackApp({
    ...shared(deskwire, log),
    once: deskwire.store.once,
    timers: realTimers,
    config: { ...own, ...(teams && { teams }), host, port },
    actions: slackActions(own),
    timing: { stopWithinMs: inFlightMs },
    ...(mount && { mount: (listener) => mount('/slack/events', listener) }),
  });
  let again: NodeJS.Timeout | undefined;
  let stopped = false;
  /** An outage of Slack must not keep the other platforms from starting; a refusal ends the first start alone. */
  async function start(isFirst = true): Promise<string> {
    try {
      await app.start();
      return own?.appToken ? 'Slack (Socket Mode)' : 'Slack (HTTP, /slack/events)';
    } catch (error) {
      if (isFirst && !(error instanceof SlackAway)) throw error;
      if (!stopped) again = setTimeout(() => void start(false), retryMs);
      return 'Slack (not connected yet)';
    }
  }
  return {
    start: () => start(),
    fault: () => app.fault(),
    connection: () => app.connection(),
    async stop() {
      stopped = true;
      clearTimeout(again);
      await app.stop();
    },
  };
}

async function discord(
  { discord: own, guilds }: Config,
  deskwire: Deskwire,
  log: Log,
): Promise<Platform | undefined> {
  if (!own) return undefined;
  const { createDiscordApp } = await import('../platforms/discord/app.ts');
  const app = createDiscordApp({
    ...shared(deskwire, log),
    config: { ...own, ...(guilds && { guilds }) },
    actions: discordActions(own),
    leases: deskwire.store.leases,
    holder: deskwire.store.holders.name('discord'),
    once: deskwire.store.once,
    buttonStates: deskwire.store.buttonStates,
  });
  return {
    start: async () => ((await app.start()) === 'connected' ? 'Discord' : 'Discord (not connected yet)'),
    fault: () => app.fault(),
    connection: () => app.connection(),
    stop: () => app.stop(),
  };
}
