import type { ActionCodec } from '../../domain/ports/actions.ts';
import type { Answerer } from '../../domain/ports/answerer.ts';
import type { ButtonStates, ChannelSettings, Leases, MistakeReports, Once } from '../../domain/ports/chat.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Forms } from '../../domain/ports/forms.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Timers } from '../../domain/ports/timers.ts';
import { createConnection } from './connection.ts';
import { describeError } from './describe-error.ts';
import type { DeskSide } from './desk-side.ts';
import { type GatewayRefused, openGateway } from './gateway.ts';
import { handle } from './handle.ts';
import { readInteraction } from './incoming.ts';
import { keepLease } from './lease-keeper.ts';
import { registerCommands } from './register.ts';
import { createRest, type DiscordConfig } from './rest.ts';
import { createSender } from './sender.ts';
import { realTimers, within } from './timers.ts';

export interface DiscordAppOptions {
  config: DiscordConfig;
  answerer: Answerer;
  actions: ActionCodec;
  reports: MistakeReports;
  channels: ChannelSettings;
  once: Once;
  forms: Forms;
  buttonStates: ButtonStates;
  leases: Leases;
  /** Differs for every process, and every time that it starts. */
  holder: string;
  clock: Clock;
  log: Log;
  newErrorId: () => string;
  timers?: Timers;
}

export interface DiscordApp {
  /** `waiting`: for another process to end, or for Discord to be reached. Rejects when Discord refuses the bot. */
  start(): Promise<'connected' | 'waiting'>;
  /** Why Discord will not have this bot at the moment; it is tried again. */
  refused(): string | undefined;
  /** Lets work in flight end, for at most 5 s. */
  stop(): Promise<void>;
}

/** Of the 5 s that stopping may take, what closing the connection and releasing the lease leave. */
const grace = 3000;

/** Milliseconds until a Discord that has refused the bot while it served is tried again. */
const retries = 300_000;

export function createDiscordApp(options: DiscordAppOptions): DiscordApp {
  const { config, clock, log, newErrorId, timers = realTimers } = options;
  const rest = createRest(config);
  const inFlight = new Set<Promise<void>>();
  let stopped = false;
  let connected = false;
  let refused: GatewayRefused | undefined;
  let cancelRetry = () => {};
  let connecting: Promise<void> = Promise.resolve();

  const desk: DeskSide = {
    ...options,
    guilds: config.guilds,
    timers,
    sender: createSender(rest, timers),
    failure(cause, what) {
      const errorId = newErrorId();
      log.error({ errorId, err: describeError(cause, [config.token]) }, what);
      return errorId;
    },
  };

  const onInteraction = (payload: unknown) => {
    const incoming = readInteraction(payload);
    if (!incoming) return log.warn({}, 'an interaction of Discord could not be read');
    const work: Promise<void> = handle(desk, incoming)
      .catch((cause) => void desk.failure(cause, 'an interaction was not handled'))
      .finally(() => inFlight.delete(work));
    inFlight.add(work);
  };

  const connection = createConnection({
    open: () => openGateway(config, log, onInteraction, (reason) => void give(reason)),
    timers,
    log,
    secrets: [config.token],
    onReady() {
      connected = true;
      refused = undefined;
      log.info({}, 'connected to Discord');
      void register();
    },
    onRefused: (reason) => void give(reason),
  });
  const lease = keepLease({
    leases: options.leases,
    holder: options.holder,
    clock,
    timers,
    log,
    onGained() {
      connecting = connection.connect();
    },
    onLost() {
      log.warn({}, 'another process serves Discord now');
      void connection.disconnect();
    },
  });

  /** Another process, with another token perhaps, may do better; once served, Discord may take this one again. */
  const give = async (reason: GatewayRefused) => {
    refused = reason;
    log.error({}, reason.message);
    await connection.disconnect();
    await release();
    if (connected && !stopped) cancelRetry = timers.after(retries, () => void lease.start());
  };
  const release = () =>
    lease.stop().catch((cause) => log.warn({ err: describeError(cause, []) }, 'the lease was not released'));

  const register = async () => {
    try {
      const { outcome, lines } = await registerCommands({ config, catalogue: options.answerer.catalogue() });
      for (const line of lines) log[outcome === 'failed' ? 'error' : 'info']({}, line);
    } catch (cause) {
      desk.failure(cause, 'the commands could not be registered');
    }
  };

  return {
    async start() {
      await lease.start();
      await connecting;
      if (refused) throw refused;
      return connected ? 'connected' : 'waiting';
    },
    refused: () => refused?.message,
    async stop() {
      stopped = true;
      cancelRetry();
      // First the connection, so that whoever waits takes what comes from now on; answers need none.
      await connection.disconnect();
      await within(timers, 500, release());
      await within(timers, grace, Promise.allSettled(inFlight));
      rest.clearHashSweeper();
      rest.clearHandlerSweeper();
    },
  };
}
