import type { App, Receiver } from '@slack/bolt';
import type { ActionCodec } from '../../domain/button-actions.ts';
import type { ChatService, LocalChat, StandIn } from '../../domain/ports/platform.ts';
import { createSlackApp } from './app.ts';

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
