import { type App, type Logger, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { Stopping } from './gate.ts';
import type { SlackConfig, SlackTiming } from './options.ts';
import { isSlackAddress } from './slack-address.ts';
import { clientOptions } from './web-client.ts';

/** Tries to connect again for as long as it takes; the first connection is made once, so that a fault shows at start. */
const reconnecting = { retries: 100, factor: 1.3, maxTimeout: 30_000 };

const againAfterMs = 30_000;

/** Slack over a websocket, for where no address can be reached from outside. */
export function createSocketReceiver(
  config: SlackConfig,
  appToken: string,
  timing: SlackTiming,
  logger: Logger,
): Receiver {
  const inner = new SocketModeReceiver({
    appToken,
    logger,
    clientPingTimeout: timing.pongMs,
    installerOptions: {
      clientOptions: {
        ...clientOptions(config, logger, timing.requestTimeoutMs),
        retryConfig: reconnecting,
        fetch: withCheckedAddress(config.apiUrl, logger),
      },
    },
    processEventErrorHandler: async ({ error }) => {
      // Unacked, Slack gives it to another connection.
      if (error instanceof Stopping) return false;
      logger.warn('a payload could not be read', error);
      // Acked, for it would be no more readable a second time.
      return true;
    },
  });
  const { client } = inner;
  const connect = client.start.bind(client);
  let connected = false;
  let again: NodeJS.Timeout | undefined;
  // A reconnect runs in a timer whose failure nobody would catch: it would end the process.
  client.start = async () => {
    try {
      const opened = await connect();
      connected = true;
      return opened;
    } catch (error) {
      if (!connected) throw error;
      logger.error('the connection to Slack could not be made again; trying once more in a while', error);
      again = setTimeout(() => void client.start(), againAfterMs);
      return { ok: false };
    }
  };
  return {
    init: (app: App) => inner.init(app),
    start: () => inner.start(),
    async stop() {
      clearTimeout(again);
      await inner.stop();
    },
  };
}

/** The websocket's address comes from Slack's answer, and is followed only to Slack. */
const withCheckedAddress =
  (apiUrl: string | undefined, logger: Logger): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    const answer: unknown = await response
      .clone()
      .json()
      .catch(() => undefined);
    const address = typeof answer === 'object' && answer !== null && 'url' in answer ? answer.url : undefined;
    if (typeof address !== 'string' || isSlackAddress(address, apiUrl)) return response;
    logger.error(
      'the address that was given for the websocket does not lead to Slack, so it is not followed',
    );
    // One of the few answers after which the client does not try again.
    return Response.json({ ok: false, error: 'invalid_auth' });
  };
