import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Answer, type Request, type Route, refuse } from './answers.ts';
import { callbackRoutes } from './callbacks.ts';
import { channelRoutes } from './channel-messages.ts';
import { FaultPlan } from './faults.ts';
import { FakeGateway } from './gateway.ts';
import { guildRoutes, usualGuild } from './guilds.ts';
import { Journal } from './journal.ts';
import type { Json } from './json.ts';
import { RateLimits, tooMany } from './rate-limits.ts';
import { registrationRoutes } from './registration.ts';
import { match } from './routing.ts';
import { reply, spoil } from './spoil.ts';
import { webhookRoutes } from './webhooks.ts';
import { type FakeFile, idSource, type World } from './world.ts';

export interface FakeOptions {
  token?: string;
  clock?: () => number;
}

export type FakeDiscord = Awaited<ReturnType<typeof startFakeDiscord>>;

/** A Discord on loopback that the real discord.js talks to. */
export async function startFakeDiscord({
  token = 'fake.bot.token-0123456789',
  clock = Date.now,
}: FakeOptions = {}) {
  const newId = idSource(clock);
  const waiting = new Set<() => void>();
  const world: World = {
    token,
    application: newId(),
    bot: newId(),
    clock,
    newId,
    interactions: new Map(),
    messages: new Map(),
    commands: new Map(),
    ...usualGuild(),
    lateEdits: Number.POSITIVE_INFINITY,
    nonceWindow: 180_000,
    changed: () => {
      for (const check of waiting) check();
    },
  };
  const gateway = new FakeGateway(world);
  const journal = new Journal();
  const faults = new FaultPlan();
  const limits = new RateLimits();
  const routes: Route[] = [
    {
      method: 'GET',
      path: '/gateway/bot',
      handle: () => ({ status: 200, body: gatewayInformation(gateway.url) }),
    },
    ...registrationRoutes,
    ...callbackRoutes,
    ...webhookRoutes,
    ...channelRoutes,
    ...guildRoutes,
  ];

  const server = createServer((request, response) => void serve(request, response));
  server.on('upgrade', (request, socket, head) => gateway.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  gateway.url = `ws://127.0.0.1:${port}/gateway`;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Its own clock, as in the ids of messages.
    response.setHeader('date', new Date(world.clock()).toUTCString());
    const url = new URL(request.url ?? '/', 'http://fake');
    const path = url.pathname.replace(/^\/api\/v10/, '');
    const method = request.method ?? 'GET';
    const found = match(routes, method, path);
    const { body, files } = await readBody(request);
    const { authorization } = request.headers;
    const entry = {
      method,
      path,
      route: found?.route.path ?? path,
      query: url.search,
      authorization,
      body,
      status: 0,
    };
    journal.entries.push(entry);
    const fault = faults.meet(`${method} ${entry.route}`, body);
    const act = (): Answer => {
      if (!found) return refuse(404, 0, '404: Not Found');
      if (world.refuseFiles && files.length > 0) return refuse(400, 40005, 'Request entity too large');
      if (!found.route.open && authorization !== `Bot ${world.token}`)
        return refuse(401, 0, '401: Unauthorized');
      const paced = limits.take(`${method} ${entry.route}`, Object.values(found.params)[0] ?? '');
      if (paced.over) {
        const refused = tooMany(paced.retryAfter, paced.global);
        return { ...refused, headers: { ...refused.headers, ...paced.headers } };
      }
      const answer = found.route.handle(world, {
        params: found.params,
        query: url.searchParams,
        ...{ body, files },
      });
      return { ...answer, headers: { ...paced.headers, ...answer.headers } };
    };
    const send = (answer: Answer) => {
      entry.status = answer.status;
      reply(response, answer);
    };
    if (fault) spoil(fault, act, send, response, faults, world.changed);
    else send(act());
    world.changed();
  }

  return {
    apiUrl: `http://127.0.0.1:${port}/api`,
    token,
    world,
    gateway,
    journal,
    faults,
    limits,
    /** Waits for the fake to have seen something. */
    async until(check: () => boolean, what = check.toString()): Promise<void> {
      if (check()) return;
      await new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => finish(() => reject(new Error(`never happened: ${what}`))), 60_000);
        const again = () => check() && finish(resolve);
        const finish = (end: () => void) => {
          clearTimeout(late);
          waiting.delete(again);
          end();
        };
        waiting.add(again);
      });
    },
    async close(): Promise<void> {
      faults.release();
      await gateway.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function gatewayInformation(url: string) {
  const limit = { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 1 };
  return { url, shards: 1, session_start_limit: limit };
}

/** JSON, or as multipart the JSON in `payload_json` and the files beside it. */
async function readBody(request: IncomingMessage): Promise<Pick<Request, 'body' | 'files'>> {
  const bytes = await buffer(request);
  if (bytes.length === 0) return { body: undefined, files: [] };
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return { body: parsed(bytes.toString()), files: [] };
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  const files: FakeFile[] = [];
  for (let at = 0; ; at += 1) {
    const file = form.get(`files[${at}]`);
    if (!(file instanceof File)) return { body: parsed(String(form.get('payload_json'))), files };
    files.push({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  }
}

function parsed(text: string): Request['body'] {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
