import { Client, DiscordjsError, DiscordjsErrorCodes, Events, SimpleShardingStrategy } from 'discord.js';
import type { Log } from '../../domain/ports/log.ts';
import { describeError } from './describe-error.ts';
import { type DiscordConfig, restOptions } from './rest.ts';
import { isTrustedGateway } from './trusted-address.ts';

/** One connection to Discord's gateway. Once closed it is not opened again. */
export interface Gateway {
  connect(): Promise<void>;
  close(): Promise<void>;
}

/** Discord will not have this bot, and trying again cannot help. */
export class GatewayRefused extends Error {
  override name = 'GatewayRefused';
}

const refusedToken =
  'Discord refused the bot token. Copy it again from the developer portal, page Bot, into DISCORD_TOKEN.';

/**
 * discord.js keeps the connection, beats, resumes and reconnects. Interactions are taken from the raw event and read
 * by us: discord.js throws on a malformed one inside a promise that nobody awaits, which would end the process.
 */
export function openGateway(
  config: DiscordConfig,
  log: Log,
  onInteraction: (payload: unknown) => void,
  onRefused: (reason: GatewayRefused) => void,
): Gateway {
  const client = new Client({
    intents: [],
    rest: restOptions(config),
    allowedMentions: { parse: [] },
    ws: { buildStrategy: (manager) => guarded(manager, config) },
  });
  const describe = (error: unknown) => describeError(error, [config.token]);
  client.on(Events.Error, (error) => log.error({ err: describe(error) }, 'Discord client error'));
  client.on(Events.ShardError, (error) => log.error({ err: describe(error) }, 'Discord connection error'));
  client.on(Events.ShardResume, (_, replayed) => log.info({ replayed }, 'Discord connection resumed'));
  let ready = false;
  let closed = false;
  // The client says so at our own closing too.
  client.on(Events.ShardReconnecting, () => {
    if (!closed) log.warn({}, 'Discord connection lost, reconnecting');
  });
  let opening: Promise<unknown> = Promise.resolve();
  client.on(Events.ShardDisconnect, ({ code }) => {
    if (ready) onRefused(refusal(code));
  });
  client.on('raw', (packet: { t: string | null; d: unknown }) => {
    if (packet.t !== 'INTERACTION_CREATE') return;
    packet.t = null;
    if (!closed) onInteraction(packet.d);
  });

  return {
    async connect() {
      const opened = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
      try {
        const login = client.login(config.token);
        opening = login.catch(() => {});
        await login;
        await opened;
        ready = true;
      } catch (error) {
        const invalid = error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;
        if (invalid) throw new GatewayRefused(refusedToken);
        const text = error instanceof Error ? error.message : '';
        if (/authentication failed/i.test(text)) throw new GatewayRefused(refusedToken);
        if (/intents/i.test(text)) throw refusal(4014);
        throw error;
      }
    },
    async close() {
      ready = false;
      closed = true;
      // Destroyed while it logs in, the client would finish that and stay connected.
      await opening;
      await client.destroy();
    },
  };
}

function refusal(code: number): GatewayRefused {
  if (code === 4004) return new GatewayRefused(refusedToken);
  return new GatewayRefused(`Discord closed the connection for good (code ${code}).`);
}

/** Follows only gateway addresses that may be trusted with the token. */
function guarded(
  manager: ConstructorParameters<typeof SimpleShardingStrategy>[0],
  { apiUrl }: DiscordConfig,
) {
  const fetch = manager.fetchGatewayInformation.bind(manager);
  manager.fetchGatewayInformation = async (force) => {
    const information = await fetch(force);
    if (isTrustedGateway(information.url, apiUrl)) return information;
    throw new Error('the API named a gateway that is neither Discord nor the host of DISCORD_API_URL');
  };
  const { options } = manager;
  const update = options.updateSessionInfo;
  options.updateSessionInfo = (shard, session) => {
    // Without an address of its own a session is resumed at the gateway that was checked above.
    const trusted = session && isTrustedGateway(session.resumeURL, apiUrl);
    return update(shard, session && !trusted ? { ...session, resumeURL: undefined as never } : session);
  };
  return new SimpleShardingStrategy(manager);
}
