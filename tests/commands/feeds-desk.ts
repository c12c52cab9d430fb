import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DigestSide } from '../../src/app/adapters.ts';
import { wire } from '../../src/app/app.ts';
import { runFeeds } from '../../src/app/feeds.ts';
import { readConfig } from '../../src/config.ts';
import type { ChannelSender } from '../../src/domain/ports/channel-sender.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { terminalDigests } from '../../src/platforms/terminal/channel-sender.ts';
import { fakeTime } from '../digest/fake-timers.ts';
import { feedSite } from '../feeds/feed-site.ts';
import { silent } from '../store/fixture.ts';

export const editor = 'slack:T1:UEDITOR';
export const reader = 'slack:T1:UREADER';

/** The real service on the real desk, with a site of feeds on this machine. Monday noon, UTC. */
export async function openFeeds() {
  const folder = await mkdtemp(join(tmpdir(), 'deskwire-feeds-'));
  const config = readConfig({ DESKWIRE_DATA: folder });
  if (!config.ok) throw new Error(config.faults.join());
  const site = await feedSite();
  const time = fakeTime(new Date('2026-11-23T12:00:00Z'));
  const { clock, timers } = time;
  const told: string[] = [];
  const sender = { tell: async (person: string, text: string) => told.push(`${person}: ${text}`) > 0 };
  const side: DigestSide = { sender: sender as unknown as ChannelSender, renderer: terminalDigests };
  const sides = new Map([['slack', side]]);
  const options = { log: silent, clock, recordedBy: clock, sides, pages: site.rules };
  const deskwire = await wire(config.config, options);
  await deskwire.sync();
  const { store } = deskwire;
  const grant = {
    subject: editor,
    role: 'editor' as const,
    desk: '*',
    grantedBy: 'test',
    grantedAt: clock(),
  };
  await store.roles.grant(grant);
  const feeds = runFeeds({ feeds: deskwire.feeds, sides, store, timers, log: silent });
  return {
    ...{ deskwire, site, store, told, clock },
    ask: (text: string, person = editor): Promise<Reply> =>
      deskwire.answerer.answer({ text, person, channel: 'slack:T1:C1', audience: 'person', pageSize: 5 }),
    tick: () => feeds.tick(),
    async tickAfter(minutes: number) {
      time.pass(minutes * 60_000);
      await feeds.tick();
    },
    async end() {
      await feeds.stop(1000);
      await deskwire.close();
      await site.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
