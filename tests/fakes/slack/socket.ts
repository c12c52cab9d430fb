import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { takeAck } from './acks.ts';
import { commandPayload, type From, homeOpened, type Press, pressPayload } from './payloads.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Json } from './workspace.ts';
import type { World } from './world.ts';

interface Envelope {
  envelope_id: string;
  type: string;
  accepts_response_payload: boolean;
  payload: Json;
}

/** Socket Mode's side of Slack: hello, envelopes, acks by id, refresh, and again what was never acked. */
export function createSocket(world: World, urls: ResponseUrls, server: Server) {
  const faults = {
    /** Every connection is refused with a status 503. */
    refuses: false,
    /** Takes connections, and never greets. */
    mute: false,
  };
  const sockets = new WebSocketServer({
    server,
    path: '/link',
    verifyClient: (_: unknown, done: (taken: boolean, code?: number) => void) => done(!faults.refuses, 503),
  });
  const sent = new Map<string, Envelope>();
  const unacked = new Map<string, Envelope>();
  const waiting = new Map<string, (payload: Json | undefined) => void>();
  let live: WebSocket | undefined;

  sockets.on('connection', (socket) => {
    live = socket;
    if (faults.mute) return;
    world.journal.add({ surface: 'sent', route: 'hello', at: world.clock(), body: {} });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.clients.size,
        connection_info: { app_id: 'A1' },
      }),
    );
    socket.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(String(data)) as { envelope_id: string; payload?: Json };
      world.journal.add({
        surface: 'socket',
        route: 'ack',
        at: world.clock(),
        body: { envelope_id, payload },
      });
      unacked.delete(envelope_id);
      waiting.get(envelope_id)?.(payload);
    });
  });

  /** Resolves with the payload of the ack. */
  function deliver(type: string, payload: Json): Promise<Json | undefined> {
    const envelope = {
      envelope_id: world.workspace.nextId('env'),
      type,
      accepts_response_payload: type !== 'events_api',
      payload,
    };
    sent.set(envelope.envelope_id, envelope);
    unacked.set(envelope.envelope_id, envelope);
    live?.send(JSON.stringify(envelope));
    return new Promise((resolve) => waiting.set(envelope.envelope_id, resolve));
  }

  const given = (from: From) => ({
    responseUrl: urls.issue(from.channel ?? 'C1', from.user ?? 'U1'),
    trigger: world.triggers.issue(),
  });

  return {
    unacked,
    faults,
    /** Cuts every connection without a word. */
    cut() {
      for (const client of sockets.clients) client.terminate();
    },
    async command(typed: string, from: From = {}) {
      const ack = await deliver('slash_commands', commandPayload(world.workspace, typed, from, given(from)));
      await takeAck(world, from, ack);
      return ack;
    },
    press: (press: Press) => deliver('interactive', pressPayload(world.workspace, press, given(press))),
    openHome: (from: From = {}) => deliver('events_api', homeOpened(world.workspace, from)),
    deliver,
    /** Sends an envelope once more although it was acked: the ack was lost on its way. */
    repeat(id: string) {
      const envelope = sent.get(id);
      const acked = new Promise<Json | undefined>((resolve) => waiting.set(id, resolve));
      live?.send(JSON.stringify({ ...envelope, retry_attempt: 1, retry_reason: 'timeout' }));
      return acked;
    },
    /** What Slack does now and then: asks the app to connect anew. */
    refresh: () => live?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' })),
    /** Sends again what was never acked, as Slack does on another connection. */
    redeliver() {
      for (const envelope of unacked.values())
        live?.send(JSON.stringify({ ...envelope, retry_attempt: 1, retry_reason: 'timeout' }));
    },
    stop() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}
