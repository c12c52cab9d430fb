import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFaults } from './faults.ts';
import { handleHttp } from './http.ts';
import { createJournal } from './journal.ts';
import { createRate } from './rate.ts';
import { createResponseUrls } from './response-urls.ts';
import { createSender } from './signed.ts';
import { createSocket } from './socket.ts';
import { createTriggers } from './triggers.ts';
import { createWorkspace } from './workspace.ts';
import type { World } from './world.ts';

export interface FakeSlackOptions {
  clock?: () => Date;
  /** One message a second a channel, 300 a minute in all. */
  pacing?: boolean;
  /** conversations.history once a minute. */
  historyOnceAMinute?: boolean;
}

export type FakeSlack = Awaited<ReturnType<typeof startFakeSlack>>;

/** A Slack on loopback that the real clients talk to. Everything it knows goes when it stops. */
export async function startFakeSlack(options: FakeSlackOptions = {}) {
  const clock = options.clock ?? (() => new Date());
  const world: World = {
    clock,
    journal: createJournal(),
    faults: createFaults(),
    workspace: createWorkspace(clock),
    triggers: createTriggers(clock),
    rate: createRate(clock, {
      pacing: options.pacing ?? false,
      historyOnceAMinute: options.historyOnceAMinute ?? false,
    }),
    tokens: { bot: 'xoxb-1-bot-token', app: 'xapp-1-app-token', signingSecret: 'the-signing-secret' },
    host: '',
  };
  const urls = createResponseUrls(world);
  const server = createServer((request, response) => void handleHttp(world, urls, request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  world.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const socket = createSocket(world, urls, server);
  let appUrl = '';

  return {
    ...world,
    apiUrl: `http://${world.host}/api/`,
    urls,
    socket,
    /** Where the app under test listens, for what is sent to it over HTTP. */
    pointAt(url: string) {
      appUrl = url;
    },
    send: createSender(world, urls, () => appUrl),
    /** What apps.connections.open leads to from now on. */
    leadTo(host: string) {
      world.host = host;
    },
    async stop() {
      socket.stop();
      server.close();
      server.closeAllConnections();
    },
  };
}
