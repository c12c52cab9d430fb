import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ActionCodec } from '../../domain/button-actions.ts';
import type { Answerer } from '../../domain/ports/answerer.ts';
import type { ChannelSettings, MistakeReports, Once } from '../../domain/ports/chat.ts';
import type { Forms } from '../../domain/ports/drafts.ts';
import type { Clock, Timers } from '../../domain/ports/runtime.ts';

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

export interface SlackRoute {
  path: string;
  method: string | string[];
  handler(request: IncomingMessage, response: ServerResponse): void;
}

export interface SlackAppOptions {
  config: SlackConfig;
  answerer: Answerer;
  actions: ActionCodec;
  reports: MistakeReports;
  channels: ChannelSettings;
  once: Once;
  forms: Forms;
  clock: Clock;
  timers: Timers;
  /** From 0 to below 1, for pauses between attempts to connect. */
  random?: () => number;
  log: SlackLog;
  /** A short id that a reader can pass on, and that the log shows with the cause. */
  newErrorId: () => string;
  /** Further paths to serve on our port, such as `/healthz`. HTTP only. */
  routes?: SlackRoute[];
  /** Takes the listener of `/slack/events` when another server owns the port; then we open none. HTTP only. */
  mount?: (listener: RequestListener) => void;
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
