import { createHmac } from 'node:crypto';
import { takeAck } from './acks.ts';
import {
  commandPayload,
  type From,
  homeOpened,
  joinedChannel,
  type Press,
  pressPayload,
  shortcutPayload,
  submissionPayload,
  suggestionPayload,
  type Typing,
} from './payloads.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Json } from './workspace.ts';
import type { World } from './world.ts';

/** How a request may be wrong. */
export interface Wrong {
  secret?: string;
  /** Seconds that its timestamp is off; above zero lies in the future. */
  skew?: number;
  /** Sent instead of the right body, signed all the same. */
  body?: string;
  type?: string;
}

export interface Acked {
  status: number;
  body: unknown;
  /** "Ack within 3 s" */
  inTime: boolean;
}

/** Sends what Slack sends over HTTP to the app under test, and records its ack. */
export function createSender(world: World, urls: ResponseUrls, appUrl: () => string) {
  const given = (from: From) => ({
    responseUrl: urls.issue(from.channel ?? 'C1', from.user ?? 'U1'),
    trigger: world.triggers.issue(),
  });

  async function send(route: string, body: string, type: string, wrong: Wrong): Promise<Acked> {
    const raw = wrong.body ?? body;
    const timestamp = Math.floor(Date.now() / 1000) + (wrong.skew ?? 0);
    const secret = wrong.secret ?? world.tokens.signingSecret;
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${raw}`).digest('hex')}`;
    const started = performance.now();
    const response = await fetch(appUrl(), {
      method: 'POST',
      headers: {
        'content-type': wrong.type ?? type,
        'x-slack-signature': signature,
        'x-slack-request-timestamp': String(timestamp),
      },
      body: raw,
    });
    const text = await response.text();
    const acked = { status: response.status, body: parsed(text), inTime: performance.now() - started < 3000 };
    world.journal.add({
      surface: 'sent',
      route,
      at: world.clock(),
      body: { raw },
      status: response.status,
      answer: acked.body,
    });
    return acked;
  }

  const form = 'application/x-www-form-urlencoded';
  const interactive = (payload: Json) => new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

  return {
    async command(typed: string, from: From = {}, wrong: Wrong = {}) {
      const body = new URLSearchParams(commandPayload(world.workspace, typed, from, given(from)));
      const acked = await send('command', body.toString(), form, wrong);
      if (acked.status === 200) await takeAck(world, from, acked.body);
      return acked;
    },
    /** "Add to desk" on a message. */
    act: (text: string, from: From = {}, wrong: Wrong = {}) =>
      send('act', interactive(shortcutPayload(world.workspace, text, from, given(from))), form, wrong),
    /** Payloads of this person's that reached us: commands, presses and forms; what is only typed is none. */
    presses: (user: string) =>
      world.journal.entries.filter(({ surface, route, body }) => {
        if (surface !== 'sent' || !['command', 'press', 'submit', 'act'].includes(route)) return false;
        const sent = new URLSearchParams(String(body.raw));
        const of = sent.get('user_id') ?? JSON.parse(sent.get('payload') ?? '{}').user?.id;
        return of === user;
      }).length,
    press: (press: Press, wrong: Wrong = {}) =>
      send('press', interactive(pressPayload(world.workspace, press, given(press))), form, wrong),
    submit: (view: Json, values: Json, from: From = {}, wrong: Wrong = {}) =>
      send('submit', interactive(submissionPayload(world.workspace, view, values, from)), form, wrong),
    suggest: (view: Json, typed: Typing, from: From = {}, wrong: Wrong = {}) =>
      send('suggest', interactive(suggestionPayload(world.workspace, view, typed, from)), form, wrong),
    openHome: (from: From = {}, wrong: Wrong = {}) =>
      send('event', JSON.stringify(homeOpened(world.workspace, from)), 'application/json', wrong),
    joinChannel: (from: From = {}, wrong: Wrong = {}) =>
      send('event', JSON.stringify(joinedChannel(world.workspace, from)), 'application/json', wrong),
    interaction: (payload: Json, wrong: Wrong = {}) => send('interaction', interactive(payload), form, wrong),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
