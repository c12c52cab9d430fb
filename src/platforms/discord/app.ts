import { REST, type RESTOptions } from 'discord.js';
import { RenderedMessages } from '../../domain/answer/rendered.ts';
import type { ActionCodec } from '../../domain/button-actions.ts';
import type {
  ChatService,
  Connection,
  LocalChat,
  PlatformRequest,
  StandIn,
} from '../../domain/ports/platform.ts';
import type { Timers } from '../../domain/ports/runtime.ts';
import { realTimers, withTimeout } from '../../runtime/async.ts';
import { createLink, keepConnected } from '../../runtime/keep-connected.ts';
import { clientOptions, createClient, type DiscordConfig, describeError, redact } from './client.ts';
import { GatewayRefused, openGateway } from './gateway.ts';
import type { HandlerContext } from './handlers/context.ts';
import { handleJoined } from './handlers/greeting.ts';
import { handle } from './handlers/handle.ts';
import { readInteraction } from './handlers/incoming.ts';
import { keepLease } from './lease-keeper.ts';
import { registerCommands } from './registration/register.ts';
import { prefixLength } from './render/buttons.ts';
import { createSender } from './sender.ts';

interface HandlerOptions
  extends Pick<
    ChatService,
    | 'answerer'
    | 'forms'
    | 'reports'
    | 'channels'
    | 'once'
    | 'buttonStates'
    | 'pictures'
    | 'clock'
    | 'log'
    | 'newErrorId'
  > {
  config: DiscordConfig;
  actions: ActionCodec;
  timers?: Timers;
}

export interface DiscordAppOptions extends HandlerOptions, Pick<ChatService, 'leases'> {
  /** Differs for every process, and every time that it starts. */
  holder: string;
  /** From 0 to below 1, for pauses between attempts to connect. */
  random?: () => number;
}

export interface DiscordApp {
  /** `waiting`: for another process to end, or for Discord to be reached. Rejects when Discord refuses the bot. */
  start(): Promise<'connected' | 'waiting'>;
  /** Why Discord is not served from here, though it ought to be; it is tried again. */
  fault(): string | undefined;
  /** Undefined while another process serves Discord. */
  connection(): Connection | undefined;
  /** Lets work in flight end, for at most 5 s. */
  stop(): Promise<void>;
}

/** Of the 5 s that stopping may take, what closing the connection and releasing the lease leave. */
const grace = 3000;

/** Milliseconds until a Discord that has refused the bot while it served is tried again. */
const retries = 300_000;

/** Reads interactions and answers them through `rest`, wherever they come from. */
function createHandlers(options: HandlerOptions, rest: REST) {
  const { config, log, newErrorId, timers = realTimers } = options;
  const inFlight = new Set<Promise<void>>();
  const context: HandlerContext = {
    ...options,
    rendered: new RenderedMessages(prefixLength),
    guilds: config.guilds,
    timers,
    sender: createSender(rest, timers),
    logFailure(cause, what) {
      const errorId = newErrorId();
      log.error({ errorId, err: describeError(cause, [config.token]) }, what);
      return errorId;
    },
  };
  return {
    context,
    /** Never rejects. */
    async receive(payload: unknown): Promise<void> {
      const incoming = readInteraction(payload);
      if (!incoming) return log.warn({}, 'unreadable interaction from Discord');
      const work: Promise<void> = handle(context, incoming)
        .catch((cause) => void context.logFailure(cause, 'interaction not handled'))
        .finally(() => inFlight.delete(work));
      inFlight.add(work);
      await work;
    },
    /** Never rejects. */
    async joined(payload: unknown): Promise<void> {
      await handleJoined(context, payload).catch(
        (cause) => void context.logFailure(cause, 'a server could not be greeted'),
      );
    },
    /** Waits for work in flight, up to `grace`. */
    async stop(): Promise<void> {
      await withTimeout(timers, grace, Promise.allSettled(inFlight));
      rest.clearHashSweeper();
      rest.clearHandlerSweeper();
    },
  };
}

export function createDiscordApp(options: DiscordAppOptions): DiscordApp {
  const { config, clock, log, timers = realTimers, random = Math.random } = options;
  const link = createLink({ platform: 'discord', name: 'Discord', clock, log });
  const rest = createClient(config);
  const handlers = createHandlers({ ...options, timers }, rest);
  const { context } = handlers;
  let stopped = false;
  let [serving, connected] = [false, false];
  let refused: GatewayRefused | undefined;
  let cancelRetry = () => {};
  let connecting: Promise<unknown> = Promise.resolve();

  const connection = keepConnected({
    open: (events) =>
      openGateway(
        {
          config,
          onInteraction: (payload) => void handlers.receive(payload),
          onJoined: (payload) => void handlers.joined(payload),
          onRefused: (reason) => void give(reason),
        },
        events,
      ),
    link,
    timers,
    random,
    onReady() {
      if (!connected) log.info({}, 'connected to Discord');
      connected = true;
      refused = undefined;
      void register();
    },
    onFailed(error) {
      if (error instanceof GatewayRefused) {
        void give(error);
        return 'stop';
      }
      link.failed(reasonOf(error));
      return 'again';
    },
    onUnclean: (error) =>
      log.warn({ reason: reasonOf(error) }, 'the Discord connection did not close cleanly'),
  });
  const reasonOf = (error: unknown) =>
    redact(error instanceof Error ? error.message : String(error), [config.token]);
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
      link.unwanted();
      void connection.disconnect();
    },
  });

  /** Another process, with another token perhaps, may do better; once served, Discord may take this one again. */
  const give = async (reason: GatewayRefused) => {
    refused = reason;
    link.refused(reason.message);
    await connection.disconnect();
    await release();
    if (!serving || stopped) return;
    cancelRetry = timers.after(retries, () => {
      // Another process may have the lease by now.
      link.unwanted();
      void lease.start();
    });
  };
  const release = () =>
    lease.stop().catch((cause) => log.warn({ err: describeError(cause, []) }, 'Discord lease not released'));

  const register = async () => {
    try {
      const { outcome, lines } = await registerCommands({ config, catalogue: options.answerer.catalogue() });
      for (const line of lines) log[outcome === 'failed' ? 'error' : 'info']({}, line);
    } catch (cause) {
      context.logFailure(cause, 'the commands could not be registered');
    }
  };

  return {
    async start() {
      await lease.start();
      await connecting;
      if (refused) throw refused;
      serving = true;
      return connected ? 'connected' : 'waiting';
    },
    fault: () => link.fault(),
    connection: () => link.connection(),
    async stop() {
      stopped = true;
      cancelRetry();
      link.unwanted();
      // First the connection, so that whoever waits takes what comes from now on; answers need none.
      await connection.disconnect();
      await withTimeout(timers, 500, release());
      await handlers.stop();
    },
  };
}

/** The handlers without Discord: interactions come from the caller, and requests go to `standIn`. */
export function openLocal(service: ChatService, actions: ActionCodec, standIn: StandIn): LocalChat {
  const rest = new REST({ ...clientOptions({}), makeRequest: requestFrom(standIn) }).setToken('local');
  const handlers = createHandlers({ ...service, config: { token: 'local' }, actions }, rest);
  return { receive: (interaction) => handlers.receive(interaction), stop: () => handlers.stop() };
}

const requestFrom =
  (standIn: StandIn): NonNullable<RESTOptions['makeRequest']> =>
  async (url, { method, body }) => {
    const path = new URL(url).pathname.replace(/^\/api\/v\d+(?=\/)/, '');
    const answer = await standIn({ method: method ?? 'GET', path, ...(await decoded(body)) });
    return answer.body
      ? Response.json(answer.body, { status: answer.status })
      : new Response(null, { status: answer.status });
  };

/** JSON, or a form with the JSON and files beside it. */
async function decoded(body: unknown): Promise<Pick<PlatformRequest, 'body' | 'files'>> {
  if (typeof body === 'string') return { body: JSON.parse(body) };
  if (!(body instanceof FormData)) return { body };
  const files = [...body.values()].filter((part) => part instanceof File);
  return {
    body: JSON.parse(String(body.get('payload_json') ?? '{}')),
    files: await Promise.all(
      files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
    ),
  };
}
