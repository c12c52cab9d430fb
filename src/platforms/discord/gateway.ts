import type { EventEmitter } from 'node:events';
import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayIntentBits,
  SimpleShardingStrategy,
} from 'discord.js';
import type { Line, LineEvents } from '../../runtime/keep-connected.ts';
import { clientOptions, type DiscordConfig } from './client.ts';

/** Discord will not have this bot, and trying again cannot help. */
export class GatewayRefused extends Error {
  override name = 'GatewayRefused';
}

const refusedToken =
  'Discord refused the bot token. Copy it again from the developer portal, page Bot, into DISCORD_TOKEN.';

/** "You can't reconnect after": https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway */
const refusing = new Set([4004, 4010, 4011, 4012, 4013, 4014]);

/** The client's own closings: to resume, or to begin anew when Discord asks for that. */
const ownCodes = new Set([1000, 4200]);

/** How often the client may dial to resume a session. It would go on twice a second for ever, at an address that may be dead. */
const mostDials = 2;

interface Opening {
  config: DiscordConfig;
  onInteraction(payload: unknown): void;
  /** A server that the bot came to, or that is back. */
  onJoined(payload: unknown): void;
  onRefused(reason: GatewayRefused): void;
}

/**
 * discord.js keeps the connection, beats and resumes; where it cannot resume, the line is lost, and a new one asks where
 * the gateway is. Interactions are taken from the raw event and read by us: discord.js throws on a malformed one inside a
 * promise that nobody awaits, which would end the process.
 */
export function openGateway(
  { config, onInteraction, onJoined, onRefused }: Opening,
  events: LineEvents,
): Line {
  let state: 'opening' | 'standing' | 'shaken' | 'over' = 'opening';
  let [dials, reason] = [0, ''];
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});

  function closed(code: number): void {
    const why = reason || `the connection was closed (code ${code})`;
    const asked = reason === '' && ownCodes.has(code);
    reason = '';
    if (state === 'over') return;
    if (state === 'opening') {
      failed.reject(refusing.has(code) ? refusal(code) : new Error(why));
    } else if (refusing.has(code)) {
      state = 'over';
      onRefused(refusal(code));
    } else if (state === 'standing') {
      [state, dials] = ['shaken', 0];
      events.shaken(why, asked);
    } else {
      dials += 1;
      if (dials < mostDials) return;
      state = 'over';
      events.lost(why);
    }
  }
  function stands(): void {
    if (state !== 'shaken') return;
    state = 'standing';
    events.mended();
  }

  const strategy: { own?: Guarded } = {};
  const client = new Client({
    // To be told of a server that the bot is invited to.
    intents: [GatewayIntentBits.Guilds],
    rest: clientOptions(config),
    allowedMentions: { parse: [] },
    ws: {
      buildStrategy(manager) {
        // discord.js exports another enum under the name of the one that these are in.
        const shards = manager as unknown as EventEmitter;
        shards.on('closed', ({ code }: { code: number }) => closed(code));
        shards.on('ready', stands);
        shards.on('resumed', stands);
        shards.on('debug', ({ message }: { message: string }) => {
          if (message.includes('Zombie connection')) reason = 'a heartbeat was not answered';
        });
        strategy.own = new Guarded(manager, config, () => state === 'over');
        return strategy.own;
      },
    },
  });
  const remember = (error: Error) => {
    reason = error.message;
  };
  client.on(Events.Error, remember);
  client.on(Events.ShardError, remember);
  client.on('raw', (packet: { t: string | null; d: unknown }) => {
    if (state === 'over') return;
    // Before it is ready, the client is told of all servers that it was in already.
    if (packet.t === 'GUILD_CREATE' && client.isReady()) onJoined(packet.d);
    if (packet.t !== 'INTERACTION_CREATE') return;
    packet.t = null;
    onInteraction(packet.d);
  });

  return {
    async connect() {
      const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
      const login = client.login(config.token).catch((error) => {
        const isToken = error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;
        throw isToken ? new GatewayRefused(refusedToken) : error;
      });
      await Promise.race([login.then(() => ready), failed.promise]);
      state = 'standing';
    },
    async close() {
      state = 'over';
      await client.destroy();
    },
    cut: () => strategy.own?.cut(),
  };
}

function refusal(code: number): GatewayRefused {
  if (code === 4004) return new GatewayRefused(refusedToken);
  return new GatewayRefused(`Discord closed the connection for good (code ${code}).`);
}

type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0];

/** What discord.js keeps of a connection and does not show. */
interface Shard {
  connection: { on(event: 'error', listener: () => void): void; terminate(): void } | null;
}

/** Follows only gateway addresses that may be trusted with the token, and none any more once it is over. */
class Guarded extends SimpleShardingStrategy {
  readonly #dialled = new Set<NonNullable<Shard['connection']>>();

  constructor(manager: Manager, { apiUrl }: DiscordConfig, isOver: () => boolean) {
    super(manager);
    const fetch = manager.fetchGatewayInformation.bind(manager);
    manager.fetchGatewayInformation = async (force) => {
      const information = await fetch(force);
      // The client goes on with a login that was under way when it was destroyed.
      if (isOver()) throw new Error('closed while it was being opened');
      if (isTrustedGateway(information.url, apiUrl)) return information;
      throw new Error('the API named a gateway that is neither Discord nor the host of DISCORD_API_URL');
    };
    const { options } = manager;
    const [retrieve, update] = [options.retrieveSessionInfo, options.updateSessionInfo];
    // Asked before each dial. Destroyed in the pause before one, the client would dial all the same.
    options.retrieveSessionInfo = (shard) => (isOver() ? new Promise(() => {}) : retrieve(shard));
    options.updateSessionInfo = (shard, session) => {
      // Without an address of its own a session is resumed at the gateway that was checked above.
      const trusted = session && isTrustedGateway(session.resumeURL, apiUrl);
      return update(shard, session && !trusted ? { ...session, resumeURL: undefined as never } : session);
    };
  }

  /** Destroyed while it dials, a shard leaves that connection standing. */
  override destroy(...given: Parameters<SimpleShardingStrategy['destroy']>) {
    const { shards } = this as unknown as { shards: ReadonlyMap<number, Shard> };
    for (const { connection } of shards.values()) if (connection) this.#dialled.add(connection);
    return super.destroy(...given);
  }

  cut(): void {
    for (const connection of this.#dialled) {
      connection.on('error', () => {});
      connection.terminate();
    }
    this.#dialled.clear();
  }
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Whether a gateway address that the API handed out may be followed: to Discord over TLS, or to the very host that
 * the API address names. Anything else would be given the bot's token.
 */
export function isTrustedGateway(address: string | undefined, apiUrl?: string): boolean {
  const url = URL.parse(address ?? '');
  if (!url) return false;
  if (url.protocol === 'wss:' && /(^|\.)discord\.(gg|com|media)$/.test(url.hostname)) return true;
  const own = apiUrl === undefined ? undefined : URL.parse(apiUrl)?.hostname;
  if (!own || !/^wss?:$/.test(url.protocol)) return false;
  return url.hostname === own || (loopback.has(own) && loopback.has(url.hostname));
}
