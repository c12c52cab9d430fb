import { App, type Logger, type Receiver } from '@slack/bolt';
import type { ActionCodec } from '../../domain/button-actions.ts';
import type { ChatService, Connection, LocalChat, StandIn } from '../../domain/ports/platform.ts';
import { createLink, type Link } from '../../runtime/keep-connected.ts';
import {
  createBoltLogger,
  createClient,
  createRedact,
  describeError,
  type Redact,
  required,
} from './client.ts';
import { type Ack, handleCommand } from './handlers/command.ts';
import { createContext, type HandlerContext } from './handlers/context.ts';
import { type FormAck, handleForm } from './handlers/form.ts';
import { formCallback, handleSuggest, type SuggestAck } from './handlers/form-view.ts';
import { handleJoined } from './handlers/greeting.ts';
import { handleHomeOpened } from './handlers/home.ts';
import { handlePress } from './handlers/press.ts';
import { handleReport, reportCallback, type ViewAck } from './handlers/report.ts';
import { addShortcut, handleShortcut } from './handlers/shortcut.ts';
import { limits } from './limits.ts';
import type { SlackAppOptions, SlackTiming } from './options.ts';
import { createHttpReceiver, createInFlight, gateReceiver } from './receivers/http.ts';
import { createSocketReceiver, SlackAway, SlackStartError, startErrorOf } from './receivers/socket.ts';
import { createRespond, createSlackSender, failureOf } from './sender.ts';

const usualTiming: SlackTiming = {
  ackDue: () => new Promise((resolve) => setTimeout(resolve, limits.answerWithinAckMs).unref()),
  requestTimeoutMs: 10_000,
  stopWithinMs: 5000,
  pongMs: 5000,
};

interface SlackApp {
  /** Rejects with a SlackStartError that says what to change when Slack does not take the tokens. */
  start(): Promise<void>;
  /** Why Slack is not served from here, though it ought to be. */
  fault(): string | undefined;
  /** Undefined over HTTP: there is none to watch. */
  connection(): Connection | undefined;
  /** Takes nothing new, and finishes what has begun within five seconds. */
  stop(): Promise<void>;
}

/** The desk in Slack, over HTTP or, with an app token, over Socket Mode. Nothing is asked of Slack before start(). */
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const { config, log, local } = options;
  const timing = { ...usualTiming, ...options.timing };
  const redact = createRedact([config.botToken, config.appToken, config.signingSecret]);
  const logger = createBoltLogger(log, redact);
  const client = createClient(config, logger, timing.requestTimeoutMs, local?.fetch);
  const context = createContext(
    options,
    {
      sender: createSlackSender(client, {
        apiUrl: config.apiUrl,
        timeoutMs: timing.requestTimeoutMs,
        ...(local && { fetch: local.fetch }),
      }),
      respond: createRespond(config.apiUrl, timing.requestTimeoutMs, local?.fetch),
      timing,
    },
    redact,
  );
  const inFlight = createInFlight();
  let stopping = false;
  const link = createLink({ platform: 'slack', name: 'Slack', clock: options.clock, log });
  const receiver = gateReceiver(
    local?.receiver ?? receiverFor(options, { timing, logger, redact, link }),
    inFlight,
    () => stopping,
  );

  const bot = { botId: '', botUserId: '' };
  const app = new App({
    receiver,
    // Bolt would otherwise ask Slack for the bot's ids while being constructed.
    authorize: async () => ({ botToken: config.botToken, ...bot }),
    logger,
    clientOptions: {
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: timing.requestTimeoutMs,
      logger,
    },
    convoStore: false,
  });
  listen(app, context);
  app.error(async (error) =>
    log.error({ error: describeError(error, redact) }, 'payload from Slack not handled'),
  );

  async function self() {
    try {
      const answer = await client.auth.test();
      return { ...answer, user_id: required(answer.user_id, 'naming the bot') };
    } catch (error) {
      const fault = startErrorOf(failureOf(error));
      if (fault instanceof SlackAway) link.failed(fault.message);
      else link.refused(fault.message);
      throw fault;
    }
  }

  return {
    async start() {
      link.wanted();
      const { bot_id = '', user_id, team } = await self();
      Object.assign(bot, { botId: bot_id, botUserId: user_id });
      await receiver.start();
      link.made();
      log.info({ team, mode: config.appToken ? 'socket' : 'http' }, 'connected to Slack');
    },
    fault: () => link.fault(),
    connection: () => (config.appToken ? link.connection() : undefined),
    async stop() {
      stopping = true;
      link.unwanted();
      const left = await inFlight.settled(timing.stopWithinMs);
      if (left > 0) log.warn({ left }, 'stopped before all answers to Slack were sent');
      await receiver.stop();
    },
  };
}

function receiverFor(
  options: SlackAppOptions,
  shared: { timing: SlackTiming; logger: Logger; redact: Redact; link: Link },
): Receiver {
  const { config, timers, random = Math.random } = options;
  const { appToken, signingSecret } = config;
  if (appToken) return createSocketReceiver({ config, appToken, timers, random, ...shared });
  if (!signingSecret)
    throw new SlackStartError(
      'Slack needs SLACK_SIGNING_SECRET (from "Basic Information" of your app), or SLACK_APP_TOKEN for Socket Mode.',
    );
  return createHttpReceiver(options, signingSecret, shared.logger);
}

function listen(app: App, context: HandlerContext) {
  const isNew = createDedupe();
  app.command(/.*/, async ({ body, ack }) => {
    // Acked with nothing, what arrives again does not come a third time; the answer went with the first.
    if (isNew(body.trigger_id ?? '')) await handleCommand(context, body, ack as Ack);
    else await ack();
  });
  app.action(/.*/, async ({ body, ack }) => {
    await ack();
    // One press can arrive twice when its ack got lost; sharing twice would be seen by all.
    if (isNew(`${'trigger_id' in body ? body.trigger_id : ''}`)) await handlePress(context, body);
  });
  app.shortcut({ type: 'message_action', callback_id: addShortcut }, async ({ body, ack }) => {
    if (isNew(body.trigger_id)) await handleShortcut(context, body, ack);
    else await ack();
  });
  app.view(formCallback, async ({ body, ack }) => handleForm(context, body, ack as FormAck));
  app.view(reportCallback, async ({ body, ack }) => handleReport(context, body, ack as ViewAck));
  app.options(/.*/, async ({ body, ack }) => handleSuggest(context, body, ack as SuggestAck));
  app.event('member_joined_channel', async ({ body, context: { botUserId = '' } }) =>
    handleJoined(context, body, botUserId),
  );
  app.event('app_home_opened', async ({ body }) => handleHomeOpened(context, body));
}

/** Enough for the few seconds in which something arrives a second time. */
const mostRemembered = 1000;

/** True for an id the first time. It spares the work; what must not happen twice is claimed in the store. */
function createDedupe(): (id: string) => boolean {
  const ids = new Set<string>();
  return (id) => {
    if (id === '') return true;
    if (ids.has(id)) return false;
    ids.add(id);
    if (ids.size > mostRemembered) ids.delete(ids.values().next().value!);
    return true;
  };
}

/** The handlers without Slack: payloads come from the caller, and requests go to `standIn`. */
export function openLocal(service: ChatService, actions: ActionCodec, standIn: StandIn): LocalChat {
  const { promise: initialised, resolve: init } = Promise.withResolvers<App>();
  const receiver: Receiver = { init, start: async () => {}, stop: async () => {} };
  const { mount: _, ...rest } = service;
  const slack = createSlackApp({
    ...rest,
    config: { botToken: 'local', host: '', port: 0 },
    actions,
    timing: { stopWithinMs: service.stopWithinMs },
    local: { receiver, fetch: fetchFrom(standIn) },
  });
  return {
    async receive(body, ack) {
      const app = await initialised;
      await app.processEvent({ body: { ...body }, ack: async (answer) => ack?.(answer) });
    },
    stop: () => slack.stop(),
  };
}

const fetchFrom =
  (standIn: StandIn): typeof fetch =>
  async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const path = url.pathname.replace(/^\/api(?=\/)/, '');
    const { status, body } = await standIn({
      method: init?.method ?? 'GET',
      path,
      body: decoded(init?.body),
    });
    return body ? Response.json(body, { status }) : new Response(null, { status });
  };

/** The Web API takes forms whose nested values are JSON; response addresses take JSON. */
function decoded(body: unknown): unknown {
  if (body instanceof URLSearchParams) return decoded(body.toString());
  if (typeof body !== 'string') return body;
  if (body.startsWith('{')) return JSON.parse(body);
  const pairs = [...new URLSearchParams(body)];
  return Object.fromEntries(
    pairs.map(([name, value]) => [name, /^[[{]/.test(value) && name !== 'text' ? JSON.parse(value) : value]),
  );
}
