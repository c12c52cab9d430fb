import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { isAppLine } from '../../domain/ports/answerer.ts';
import type { PageService } from '../../domain/ports/platform.ts';
import type { Log } from '../../domain/ports/runtime.ts';
import { listening, type Port } from './app.ts';
import { createDiscordClient } from './discord/client.ts';
import { createDoor, type PageEnv } from './door.ts';
import { contentView, digestView } from './lists.ts';
import { type Clients, panes } from './pane.ts';
import { momentSchema, performRehearsal, rehearsalActs, rehearsalView } from './rehearsal.ts';
import { createSlackClient } from './slack/client.ts';
import { askView, ownDeskView, updatesOf } from './views.ts';

export interface PageOptions {
  /** 0: any free port. */
  port: number;
  service: PageService;
  log: Log;
  /** Called with each address that opens the page: at the start, and when the one before it was used. */
  onAddress(address: string): void;
}

const pane = z.enum(panes);
const text = z.string().max(4000);
const since = z.record(z.string(), z.number().int().min(0));

const acts = z.discriminatedUnion('act', [
  z.object({ act: z.literal('ask'), line: text, where: z.enum([...panes, 'both']).default('both') }),
  z.object({ act: z.literal('press'), pane, message: text, control: text, value: text.optional() }),
  z.object({
    act: z.literal('submit'),
    pane,
    modal: text,
    values: z.record(z.string(), z.array(z.string())),
  }),
  z.object({ act: z.literal('dismiss'), pane }),
]);
const digestSchema = z.object({
  desk: text,
  window: z.coerce.number().int().min(1).max(3650).default(365),
  now: momentSchema.optional(),
  topics: z.array(text),
  countries: z.array(text),
});
type Act = z.infer<typeof acts>;

/** Of a request's body. No form of either platform fills it. */
const mostBytes = 100_000;

const assets = { 'page.js': 'text/javascript', 'page.css': 'text/css', 'icon.svg': 'image/svg+xml' };

/** The local page: both platforms' own handlers, drawn from what they would send. Listens on 127.0.0.1 alone. */
export function createPage({ port, service, log, onAddress }: PageOptions): Port {
  let listeningAt = port;
  // The platforms' libraries take 110 MB and a second or two, so they are loaded when somebody looks.
  const warm = () => {
    for (const name of panes) clients[name].warm();
  };
  const door = createDoor({
    port: () => listeningAt,
    onUsed() {
      onAddress(door.address());
      warm();
    },
  });
  const clients: Clients = {
    slack: createSlackClient((standIn) => service.open('slack', standIn), service.now),
    discord: createDiscordClient((standIn) => service.open('discord', standIn), service, service.now),
  };

  const app = new Hono<PageEnv>();
  const tooLarge = { fault: 'That is too much at once: send less than 100 kB.' };
  app.use(door.headers, door.guard, bodyLimit({ maxSize: mostBytes, onError: (c) => c.json(tooLarge, 413) }));
  app.get('/', async (c) => {
    warm();
    return c.html(await askView(service, clients, c.var.csrf));
  });
  for (const [name, type] of Object.entries(assets))
    app.get(`/${name}`, (c) =>
      c.body(readFileSync(new URL(name, import.meta.url)), 200, { 'content-type': type }),
    );
  app.get('/digests', async (c) => {
    const { topic = [], country = [] } = c.req.queries();
    const { desk = '', window, now } = c.req.query();
    const asked = digestSchema.parse({
      desk,
      window,
      now: now || undefined,
      topics: topic,
      countries: country,
    });
    return c.html(await digestView(service, { ...asked, now: asked.now ?? service.now() }, c.var.csrf));
  });
  app.get('/own', (c) => c.html(ownDeskView(service.ownDesk, c.var.csrf)));
  app.post('/own', async (c) =>
    c.json(await service.ownDesk.make(z.record(text, text).parse(await c.req.json()))),
  );
  app.get('/rehearsal', async (c) => c.html(await rehearsalView(service, c.req.query('desk'), c.var.csrf)));
  app.post('/rehearse', async (c) => {
    const fault = await performRehearsal(service, rehearsalActs.parse(await c.req.json()));
    return fault === undefined ? c.json({}) : c.json({ fault }, 422);
  });
  app.get('/content', async (c) => c.html(await contentView(service, c.req.query('desk'), c.var.csrf)));
  app.get('/changes', (c) =>
    streamSSE(c, async (stream) => {
      const end = service.onContent(() => void stream.writeSSE({ data: 'content' }));
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      end();
    }),
  );
  app.get('/files/:pane/:name', (c) => {
    const bytes = clients[pane.parse(c.req.param('pane'))].channel.files.get(c.req.param('name'));
    return bytes ? c.body(Buffer.from(bytes), 200, { 'content-type': 'image/png' }) : c.notFound();
  });
  app.post('/act', async (c) => {
    const given = z.object({ do: acts, since }).parse(await c.req.json());
    await perform(given.do, clients, service);
    return c.json(await updatesOf(clients, given.since));
  });
  app.post('/complete', async (c) => {
    const { line } = z.object({ line: text }).parse(await c.req.json());
    return c.json({ lines: await service.completeLine(line) });
  });
  app.post('/suggest', async (c) => {
    const given = z.object({ pane, modal: text, control: text, typed: text }).parse(await c.req.json());
    return c.json({ options: await clients[given.pane].suggest(given.modal, given.control, given.typed) });
  });
  app.onError((err, c) => {
    if (err instanceof HTTPException) return c.json({ fault: err.message }, err.status);
    if (err instanceof z.ZodError || err instanceof SyntaxError)
      return c.json({ fault: 'The request could not be read. Load the page again.' }, 400);
    log.error({ err }, 'local page');
    return c.json({ fault: 'That did not work; the log says why. Load the page again.' }, 500);
  });

  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  const http = listening(server, '127.0.0.1', port);
  return {
    async start() {
      listeningAt = await http.start();
      onAddress(door.address());
      return listeningAt;
    },
    async stop() {
      await http.stop();
      await Promise.all([service.rehearsal.end(), ...panes.map((name) => clients[name].stop())]);
    },
  };
}

async function perform(act: Act, clients: Clients, { withSlash }: PageService): Promise<void> {
  switch (act.act) {
    case 'ask': {
      const line = await withSlash(act.line.trim());
      // What changes something is done once.
      const where = act.where === 'both' && isAppLine(line) ? 'slack' : act.where;
      await Promise.all(
        panes.map((name) => (where === 'both' || where === name ? clients[name].ask(line) : undefined)),
      );
      return;
    }
    case 'press':
      return clients[act.pane].press(act.message, act.control, act.value);
    case 'submit':
      return clients[act.pane].submit(act.modal, act.values);
    case 'dismiss':
      clients[act.pane].channel.show(undefined);
  }
}
