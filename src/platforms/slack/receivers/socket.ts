import { type App, type Logger, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Timers } from '../../../domain/ports/runtime.ts';
import { boundedFetch } from '../../../runtime/bounded-text.ts';
import { keepConnected, type Line, type LineEvents, type Link } from '../../../runtime/keep-connected.ts';
import { clientOptions, isSlackAddress, type Redact } from '../client.ts';
import type { SlackConfig, SlackTiming } from '../options.ts';
import { failureOf, type SendFailure } from '../sender.ts';
import { Stopping } from './http.ts';

interface Receiving {
  config: SlackConfig;
  appToken: string;
  timing: SlackTiming;
  logger: Logger;
  redact: Redact;
  link: Link;
  timers: Timers;
  random: () => number;
}

/** Slack over a websocket, for where no address can be reached from outside. */
export function createSocketReceiver(receiving: Receiving): Receiver {
  const { link, timers, random, redact } = receiving;
  let app: App | undefined;
  const connection = keepConnected({
    open: (events) => openSocket(receiving, app, events),
    link,
    timers,
    random,
    onFailed(error) {
      const fault = connectErrorOf(error);
      if (fault instanceof SlackAway) link.failed(redact(textOf(error)));
      else link.refused(fault.message);
      // A token that is refused now may be taken again.
      return 'again';
    },
  });
  return {
    init(given: App) {
      app = given;
    },
    /** Rejects when the first connection cannot be made, so that a fault shows at the start. */
    async start() {
      const attempted = await connection.connect();
      if (attempted.ok) return;
      await connection.disconnect();
      throw connectErrorOf(attempted.error);
    },
    stop: () => connection.disconnect(),
  };
}

/**
 * One connection. Slack's client would connect again by itself, tell nobody that it fails, and end the process when one
 * of its attempts throws in a timer: that is left to us.
 */
function openSocket(
  { config, appToken, timing, logger, redact }: Receiving,
  app: App | undefined,
  events: LineEvents,
): Line {
  let [reason, asked, standing] = ['', false, false];
  // What the client says of an outage is a reason, not a line: the log has one when it begins and one when it ends.
  const quiet = { ...logger, info: () => {}, warn: remember, error: remember };
  const receiver = new SocketModeReceiver({
    appToken,
    logger: quiet,
    autoReconnectEnabled: false,
    clientPingTimeout: timing.pongMs,
    installerOptions: {
      clientOptions: clientOptions(
        config,
        quiet,
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
  function remember(...parts: unknown[]): void {
    reason = redact(parts.map(textOf).join(' '));
  }
  if (app) receiver.init(app);
  const { client } = receiver;
  client.on('ws_message', (data: unknown) => {
    asked ||= isFarewell(data);
  });
  client.on('disconnected', () => {
    if (!standing) return;
    standing = false;
    events.lost(reason || 'Slack closed the connection', asked);
  });
  return {
    async connect() {
      await receiver.start().catch((error) => {
        throw error ?? new Error(reason || 'the connection was closed before Slack greeted');
      });
      [standing, reason] = [true, ''];
    },
    async close() {
      standing = false;
      await client.disconnect();
    },
    // Told to disconnect once more, it does not wait for Slack's farewell.
    cut: () => void client.disconnect(),
  };
}

const textOf = (part: unknown) => (part instanceof Error ? part.message : String(part));

/** "disconnect": Slack wants this connection replaced, as it does now and then. */
function isFarewell(data: unknown): boolean {
  if (typeof data !== 'string' || !data.includes('"disconnect"')) return false;
  try {
    const message: unknown = JSON.parse(data);
    return (
      typeof message === 'object' && message !== null && 'type' in message && message.type === 'disconnect'
    );
  } catch {
    return false;
  }
}

/** The websocket's address comes from Slack's answer, and is followed only to Slack. */
const withCheckedAddress =
  (apiUrl: string | undefined, logger: Logger): typeof fetch =>
  async (input, init) => {
    const response = await boundedFetch(fetch)(input, init);
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

/** Slack cannot be used as it is set up; the message says what to change. */
export class SlackStartError extends Error {
  override name = 'SlackStartError';
}

/** Slack cannot be used just now; a later start may succeed with nothing changed. */
export class SlackAway extends SlackStartError {
  override name = 'SlackAway';
}

export function startErrorOf(failure: SendFailure): SlackStartError {
  switch (failure.code) {
    case 'token':
      return new SlackStartError(
        `Slack refuses SLACK_BOT_TOKEN (${failure.detail}). Take the Bot User OAuth Token, xoxb-…, from "OAuth & Permissions" of your app.`,
      );
    case 'unknown':
      return new SlackAway('Slack could not be reached. Check the network, and SLACK_API_URL if it is set.', {
        cause: failure.cause,
      });
    case 'rate_limited':
      return new SlackAway(`Slack asks to wait ${failure.retryAfterS} seconds before starting.`);
    case 'not_in_channel':
    case 'channel_not_found':
    case 'is_archived':
    case 'missing_scope':
    case 'expired':
    case 'rejected':
      return new SlackStartError(`Slack refuses to start: ${failure.detail}.`);
  }
}

/** The websocket could not be opened, after the bot token was taken. */
export function connectErrorOf(cause: unknown): SlackStartError {
  const failure = failureOf(cause);
  if (failure.code !== 'token') return startErrorOf(failure);
  return new SlackStartError(
    `Slack refuses SLACK_APP_TOKEN (${failure.detail}). Take the app-level token, xapp-…, with the scope connections:write, from "Basic Information" of your app.`,
  );
}
