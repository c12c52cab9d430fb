import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adaptersOf } from '../src/app/adapters.ts';
import { createApp } from '../src/app/app.ts';
import { digestJob } from '../src/app/digests.ts';
import { feedJob } from '../src/app/feeds.ts';
import { cardJob } from '../src/app/review-cards.ts';
import { openChat } from '../src/app/service.ts';
import { readConfig } from '../src/config.ts';
import type { Log } from '../src/domain/ports/runtime.ts';
import { usualTiming } from '../src/outbox/delivery-lease.ts';
import { fakeTime } from './digest/fake-timers.ts';
import { startFakeDiscord } from './fakes/discord/fake-discord.ts';
import { startFakeSlack } from './fakes/slack/server.ts';
import { runHere } from './run-here.ts';
import { syncedFolder } from './synced-folder.ts';

/** The real service with both real clients on fakes of their platforms; only its clock is the test's. Monday noon, UTC. */
export async function serviceOnFakes({
  privateHosts,
  admins,
  databaseUrl,
  briefs,
  data,
}: {
  privateHosts?: string;
  admins: string;
  /** None: SQLite in a folder of its own. */
  databaseUrl?: string | undefined;
  /** A content folder and a data folder of one's own; none: the desk of Central Asia, as a start leaves it. */
  briefs?: string;
  data?: string;
}) {
  const start = new Date('2026-11-23T12:00:00Z');
  const folder =
    data ?? (databaseUrl ? await mkdtemp(join(tmpdir(), 'deskwire-fakes-')) : await syncedFolder(start));
  const time = fakeTime(start);
  const { clock, timers } = time;
  const [slack, discord] = await Promise.all([startFakeSlack({ clock }), startFakeDiscord()]);
  const result = readConfig({
    DESKWIRE_DATA: folder,
    DESKWIRE_BRIEFS: briefs,
    DESKWIRE_ADMINS: admins,
    DESKWIRE_PRIVATE_HOSTS: privateHosts,
    DATABASE_URL: databaseUrl,
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_SIGNING_SECRET: slack.tokens.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
  });
  if (!result.ok) throw new Error(result.faults.join('\n'));
  const { config } = result;
  const logged: ({ message: string } & Record<string, unknown>)[] = [];
  const write = (fields: object, message: string) => void logged.push({ ...fields, message });
  const log: Log = { info: write, warn: write, error: write };
  const adapters = await adaptersOf(config, { clock, log });
  const app = await createApp(config, { log, clock, recordedBy: clock, adapters, runInWorker: runHere });
  await app.desks.sync();
  const { store, events } = app;
  // The clock stands still, and with it every turn that a pace would give.
  const timing = { ...usualTiming, pace: {}, looks: {} };
  const sending = { adapters, store, events, config, clock, timers, log, timing };
  const begin = () => digestJob(app.digests, sending);
  let digests = begin();
  const feeds = feedJob(app.feeds, sending);
  const startCards = () => cardJob(app.cards, sending);
  let cards = startCards();
  let listener: RequestListener = () => {};
  const server = createServer((request, response) => listener(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const platforms = await openChat(app, {
    log,
    mount(path, given) {
      listener = given;
      slack.pointAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    },
  });
  await platforms.start();
  const sent = async () => {
    await digests.run();
    await digests.deliver();
    await cards.run();
  };
  return {
    ...{ app, feeds, config, slack, discord, clock, sent, logged },
    /** As another process that takes up the cards of one that is gone, without a word of it. */
    takeUpCards() {
      cards = startCards();
    },
    /** Goes on by so many seconds. */
    pass: (seconds: number) => time.pass(seconds * 1000),
    async tickAt(instant: string) {
      time.pass(Date.parse(instant) - clock().getTime());
      await sent();
    },
    /** Another process in its place; what it had yet to do is not done. */
    killed() {
      time.forget();
      events.removeAllListeners('delivery written');
      digests = begin();
    },
    stop: () => digests.stop(3000),
    async end() {
      await Promise.all([platforms.stop(), digests.stop(3000), cards.stop(3000), feeds.stop(3000)]);
      await app.close();
      server.close();
      server.closeAllConnections();
      await Promise.all([slack.stop(), discord.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
