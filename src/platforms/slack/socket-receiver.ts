import { type App, type Logger, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { Stopping } from './gate.ts';
import type { SlackConfig, SlackTiming } from './options.ts';
import { isSlackAddress } from './slack-address.ts';
import { clientOptions } from './web-client.ts';

/** Milliseconds before the next attempt to connect again, after so many that failed. */
const againAfterMs = (failed: number) => Math.min(1000 * 2 ** (failed - 1), 30_000);

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
      clientOptions: clientOptions(
        config,
        logger,
        timing.requestTimeoutMs,
        withCheckedAddress(config.apiUrl, logger),
      ),
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
  // Its own attempts never end, tell nobody that they fail, and end the process when one throws in their timer: they
  // are left to it only while it is connected, and lead back here.
  const byItself = client as unknown as { autoReconnectEnabled: boolean };
  let [connected, stopped, failed] = [false, false, 0];
  let again: NodeJS.Timeout | undefined;
  client.start = async () => {
    byItself.autoReconnectEnabled = false;
    try {
      const opened = await connect();
      byItself.autoReconnectEnabled = true;
      connected = true;
      failed = 0;
      return opened;
    } catch (error) {
      // The first connection is tried once, so that a fault shows at the start.
      if (!connected) throw error;
      failed += 1;
      logger.error('the connection to Slack could not be made again; trying once more in a while', error);
      if (!stopped) again = setTimeout(() => void client.start(), againAfterMs(failed));
      return { ok: false };
    }
  };
  return {
    init: (app: App) => inner.init(app),
    start: () => inner.start(),
    async stop() {
      stopped = true;
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
