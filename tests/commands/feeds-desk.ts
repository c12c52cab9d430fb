import { rm } from 'node:fs/promises';
import { createApp } from '../../src/app/app.ts';
import { feedJob } from '../../src/app/feeds.ts';
import { readConfig } from '../../src/config.ts';
import type { Adapter, ChannelSender } from '../../src/domain/ports/platform.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { terminalDigests } from '../../src/platforms/terminal/channel-sender.ts';
import { fakeTime } from '../digest/fake-timers.ts';
import { feedSite } from '../feeds/feed-site.ts';
import { runHere } from '../run-here.ts';
import { silent } from '../store/fixture.ts';
import { syncedFolder } from '../synced-folder.ts';

export const editor = 'slack:T1:UEDITOR';
export const reader = 'slack:T1:UREADER';

/** The real service on the real desk, with a site of feeds on this machine. Monday noon, UTC. */
export async function openFeeds() {
  const start = new Date('2026-11-23T12:00:00Z');
  const folder = await syncedFolder(start);
  const site = await feedSite();
  const config = readConfig({ DESKWIRE_DATA: folder, DESKWIRE_PRIVATE_HOSTS: site.host });
  if (!config.ok) throw new Error(config.faults.join());
  const time = fakeTime(start);
  const { clock, timers } = time;
  const told: string[] = [];
  const sender = { tell: async (person: string, text: string) => told.push(`${person}: ${text}`) > 0 };
  const side: Adapter = { sender: sender as unknown as ChannelSender, renderer: terminalDigests };
  const adapters = new Map([['slack', side]]);
  const options = { log: silent, clock, recordedBy: clock, adapters, runInWorker: runHere };
  const app = await createApp(config.config, options);
  await app.desks.sync();
  const { store, events } = app;
  const grant = {
    subject: editor,
    role: 'editor' as const,
    desk: '*',
    grantedBy: 'test',
    grantedAt: clock(),
  };
  await store.roles.grant(grant);
  const feeds = feedJob(app.feeds, { adapters, store, events, timers, log: silent });
  return {
    ...{ app, site, store, told, clock },
    ask: (text: string, person = editor): Promise<Reply> =>
      app.answerer.answer({ text, person, channel: 'slack:T1:C1', audience: 'person', pageSize: 5 }),
    tick: () => feeds.run(),
    async tickAfter(minutes: number) {
      time.pass(minutes * 60_000);
      await feeds.run();
    },
    async end() {
      await feeds.stop(1000);
      await app.close();
      await site.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
