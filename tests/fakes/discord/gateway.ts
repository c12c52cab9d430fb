import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { isObject } from './json.ts';
import type { World } from './world.ts';

/** GUILD_MEMBERS, GUILD_PRESENCES and MESSAGE_CONTENT need an approval that our bot shall not need. */
const privileged = (1 << 1) | (1 << 8) | (1 << 15);

interface Session {
  id: string;
  sequence: number;
  events: { op: 0; t: string; s: number; d: unknown }[];
  socket: WebSocket | undefined;
}

/** The websocket side: hello, identify, heartbeat, resume with replay, and every way to lose a connection. */
export class FakeGateway {
  readonly server = new WebSocketServer({ noServer: true });
  /** Opcodes that came, with what they held. */
  readonly received: { op: number; d: unknown }[] = [];
  acknowledgeHeartbeats = true;
  heartbeatInterval = 41_250;
  resumeUrl: string | undefined;
  url = '';
  /** Closes every identify with this code. */
  closeIdentifyWith: number | undefined;
  /** Answers every resume with silence. */
  ignoresResumes = false;
  /** Every upgrade is refused with a status 503. */
  refuses = false;
  /** Takes connections, and never says hello. */
  mute = false;
  /** Connections that were begun, also those that were refused. */
  dials = 0;
  #world: World;
  #sessions: Session[] = [];
  #sockets = new Set<WebSocket>();

  constructor(world: World) {
    this.#world = world;
    this.server.on('connection', (socket) => this.#greet(socket));
  }

  /** Sessions that are connected now. */
  get connected(): number {
    return this.#sessions.filter((session) => session.socket).length;
  }

  /** Connections that are open, whatever was said on them. */
  get open(): number {
    return this.#sockets.size;
  }

  count(op: number): number {
    return this.received.filter((each) => each.op === op).length;
  }

  /** Sends an event to every session; those cut off get it when they resume. */
  dispatch(t: string, d: unknown): void {
    for (const session of this.#sessions) {
      session.sequence += 1;
      const event = { op: 0, t, s: session.sequence, d } as const;
      session.events.push(event);
      session.socket?.send(JSON.stringify(event));
    }
  }

  /** Closes every connection with a code, as Discord would. */
  close(code: number): void {
    for (const socket of this.#sockets) socket.close(code);
  }

  /** Says that every connection is closed, and takes no leave: nothing is read any more, and the sockets stay open. */
  closeAndLinger(code: number): void {
    for (const socket of this.#sockets) {
      socket.pause();
      (socket as unknown as { _socket: Socket })._socket.write(
        Buffer.from([0x88, 2, code >> 8, code & 0xff]),
      );
    }
  }

  /** Takes or refuses an upgrade. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.dials += 1;
    socket.on('error', () => {});
    if (this.refuses) socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n');
    else
      this.server.handleUpgrade(request, socket, head, (ws) => this.server.emit('connection', ws, request));
    this.#world.changed();
  }

  /** Cuts every connection without a word. */
  cut(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  askToReconnect(): void {
    for (const socket of this.#sockets) socket.send(JSON.stringify({ op: 7, d: null }));
  }

  invalidate(resumable: boolean): void {
    for (const socket of this.#sockets) socket.send(JSON.stringify({ op: 9, d: resumable }));
    if (!resumable) this.#sessions = [];
  }

  forget(): void {
    this.#sessions = [];
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #greet(socket: WebSocket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#leave(socket));
    socket.on('message', (raw) => this.#receive(socket, raw));
    if (!this.mute)
      socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: this.heartbeatInterval } }));
  }

  #leave(socket: WebSocket): void {
    this.#sockets.delete(socket);
    for (const session of this.#sessions) if (session.socket === socket) session.socket = undefined;
    this.#world.changed();
  }

  #receive(socket: WebSocket, raw: RawData): void {
    const { op, d } = JSON.parse(String(raw)) as { op: number; d: unknown };
    this.received.push({ op, d });
    if (op === 1 && this.acknowledgeHeartbeats) socket.send(JSON.stringify({ op: 11 }));
    if (op === 2) this.#identify(socket, isObject(d) ? d : {});
    if (op === 6) this.#resume(socket, isObject(d) ? d : {});
    this.#world.changed();
  }

  #identify(socket: WebSocket, d: Record<string, unknown>): void {
    const wrong =
      d.token !== this.#world.token ? 4004 : (Number(d.intents) & privileged) !== 0 ? 4014 : undefined;
    const code = this.closeIdentifyWith ?? wrong;
    if (code !== undefined) {
      socket.close(code);
      return;
    }
    const session: Session = { id: this.#world.newId(), sequence: 1, events: [], socket };
    this.#sessions.push(session);
    const ready = {
      v: 10,
      user: { id: this.#world.bot, username: 'deskwire', discriminator: '0', avatar: null, bot: true },
      guilds: [],
      session_id: session.id,
      resume_gateway_url: this.resumeUrl ?? this.url,
      application: { id: this.#world.application, flags: 0 },
    };
    socket.send(JSON.stringify({ op: 0, t: 'READY', s: 1, d: ready }));
  }

  #resume(socket: WebSocket, d: Record<string, unknown>): void {
    if (this.ignoresResumes) return;
    const mine = d.token === this.#world.token;
    const session = this.#sessions.find((each) => each.id === d.session_id);
    if (!mine || !session) {
      if (mine) socket.send(JSON.stringify({ op: 9, d: false }));
      else socket.close(4004);
      return;
    }
    session.socket = socket;
    const missed = session.events.filter((event) => event.s > Number(d.seq));
    for (const event of missed) socket.send(JSON.stringify(event));
    session.sequence += 1;
    socket.send(JSON.stringify({ op: 0, t: 'RESUMED', s: session.sequence, d: {} }));
  }
}
