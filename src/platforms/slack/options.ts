import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Receiver } from '@slack/bolt';
import type { ActionCodec } from '../../domain/button-actions.ts';
import type { ChatService } from '../../domain/ports/platform.ts';

export interface SlackConfig {
  /** Bot User OAuth Token, `xoxb-…`. */
  botToken: string;
  /** Needed over HTTP. */
  signingSecret?: string;
  /** App-level token, `xapp-…`; set, Socket Mode is used and no port is opened. */
  appToken?: string;
  /** Defaults to Slack's own; something else stands in for it in tests. */
  apiUrl?: string;
  /** Team ids that may use the desk; none: every team that installed it. */
  teams?: readonly string[];
  host: string;
  port: number;
}

/** Fields and a message, as pino takes them. */
export interface SlackLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

interface SlackRoute {
  path: string;
  method: string | string[];
  handler(request: IncomingMessage, response: ServerResponse): void;
}

export interface SlackAppOptions
  extends Pick<
    ChatService,
    'answerer' | 'forms' | 'reports' | 'channels' | 'once' | 'pictures' | 'clock' | 'timers' | 'newErrorId'
  > {
  config: SlackConfig;
  actions: ActionCodec;
  /** From 0 to below 1, for pauses between attempts to connect. */
  random?: () => number;
  log: SlackLog;
  /** Further paths to serve on our port, such as `/healthz`. HTTP only. */
  routes?: SlackRoute[];
  /** Takes the listener of `/slack/events` when another server owns the port; then we open none. HTTP only. */
  mount?: (listener: RequestListener) => void;
  /** In place of Slack, within this process. */
  local?: { receiver: Receiver; fetch: typeof globalThis.fetch };
  /** Times that tests replace. */
  timing?: Partial<SlackTiming>;
}

export interface SlackTiming {
  /** Resolves when an answer can no longer go with the ack. */
  ackDue: () => Promise<void>;
  /** For one call of the Web API or of a response address. */
  requestTimeoutMs: number;
  /** How long stop() waits for work in flight. */
  stopWithinMs: number;
  /** Socket Mode: for a pong. */
  pongMs: number;
}
