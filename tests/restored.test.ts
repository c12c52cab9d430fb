import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adaptersOf } from '../src/app/adapters.ts';
import { createApp } from '../src/app/app.ts';
import { digestJob } from '../src/app/digests.ts';
import { createEvents } from '../src/app/events.ts';
import { cardJob } from '../src/app/review-cards.ts';
import { readConfig } from '../src/config.ts';
import { newSubscription } from '../src/digest/acts.ts';
import { type Desk, servingOf } from '../src/domain/desk.ts';
import type { Delivery } from '../src/domain/digests/delivery.ts';
import type { Log } from '../src/domain/ports/runtime.ts';
import { usualTiming } from '../src/outbox/delivery-lease.ts';
import { fakeTime } from './digest/fake-timers.ts';
import { makeDesk, makeFact } from './domain/make.ts';
import { startFakeDiscord } from './fakes/discord/fake-discord.ts';
import { person } from './fakes/discord/person.ts';
import { startFakeSlack } from './fakes/slack/server.ts';
import { announce } from './feeds/announce.ts';
import { change } from './store/fixture.ts';

const guild = '200000000000000001';
const channels = { slack: 'slack:T1:C1', discord: `discord:${guild}:300000000000000001` } as const;
const admin = 'slack:T1:UADMIN';
const silent: Log = { info() {}, warn() {}, error() {} };

/** One installation in a folder that is put back, with both real clients on fakes that are not. */
async function install() {
  const root = await mkdtemp(join(tmpdir(), 'deskwire-restored-'));
  const data = join(root, 'data');
  const time = fakeTime(new Date('2026-11-22T12:00:00Z'));
  const { clock, timers } = time;
  const slack = await startFakeSlack({ clock });
  const discord = await startFakeDiscord({ clock: () => clock().getTime() });
  // Only a look tells.
  discord.world.nonceWindow = 0;
  const result = readConfig({
    ...{ DESKWIRE_DATA: data, DESKWIRE_BRIEFS: root, DESKWIRE_ADMINS: admin },
    ...{ SLACK_BOT_TOKEN: slack.tokens.bot, SLACK_API_URL: slack.apiUrl },
    ...{ SLACK_SIGNING_SECRET: slack.tokens.signingSecret },
    ...{ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl },
  });
  if (!result.ok) throw new Error(result.faults.join('\n'));
  const { config } = result;

  /** A process, from its start to its end. */
  async function start() {
    time.forget();
    const adapters = await adaptersOf(config, { clock, log: silent });
    const app = await createApp(config, { log: silent, clock, recordedBy: clock, adapters });
    await app.desks.refresh();
    const { events, store } = app;
    const timing = { ...usualTiming, pace: {}, looks: {} };
    const digests = digestJob(app.digests, {
      ...{ adapters, store, events, config, clock, timers, log: silent, timing },
    });
    return {
      store,
      app,
      async sent() {
        await digests.run();
        await digests.deliver();
      },
      /** As it is killed, as far as the store can tell. */
      async end() {
        time.forget();
        await app.close();
      },
    };
  }
  return {
    ...{ root, data, slack, discord, clock, start },
    at: (instant: string) => time.pass(Date.parse(instant) - clock().getTime()),
    pass: (ms: number) => time.pass(ms),
    standing: {
      slack: () => (slack.workspace.messages.get('C1') ?? []).map(({ text }) => text),
      discord: () =>
        person(discord, { guild, channel: '300000000000000001', user: '400000000000000099' }).reads(),
    },
    /** What an admin was told in private. */
    told: () => (slack.workspace.messages.get('D-UADMIN') ?? []).map(({ text }) => text).join('\n'),
    async remove() {
      await Promise.all([slack.stop(), discord.close()]);
      await rm(root, { recursive: true, force: true });
    },
  };
}

type Installation = Awaited<ReturnType<typeof install>>;
type Service = Awaited<ReturnType<Installation['start']>>;

let here: Installation;
let service: Service;
beforeEach(async () => {
  here = await install();
  service = await here.start();
  await service.store.content.apply(change([], { desk: 'north', definition: makeDesk() }), here.clock());
  await service.app.desks.refresh();
});
afterEach(async () => {
  await service.end();
  await here.remove();
});

async function publish(...ids: string[]): Promise<void> {
  for (const id of ids)
    await service.store.writer.write(
      { desk: 'north', body: makeFact({ id, title: `Title of ${id}` }).body, actor: 'editor', base: 0 },
      here.clock(),
    );
}

async function subscribe(channel: string, more: { headlines?: boolean } = {}) {
  const schedule = { rhythm: 'daily', cron: '0 8 * * *', zone: 'UTC', holidays: 'send' } as const;
  const filter = { topics: [], countries: [] };
  const settings = { filter, schedule, onEmpty: 'one-line', lastCount: 3, format: 'full', ...more } as const;
  const of = { desk: 'north', channel, createdBy: admin, now: here.clock() };
  const { subscription } = await service.store.subscriptions.add(newSubscription(settings, of), here.clock());
  return subscription.id;
}

const deliveries = async (id: number): Promise<Delivery[]> =>
  (await service.store.ledger.history(id, 100))
    .reverse()
    .flatMap((line) => ('delivery' in line ? [line.delivery] : []));

/** Puts a copy in the place of the database, as somebody does who knows of no command. */
async function putBack(from: string): Promise<void> {
  const file = join(here.data, 'deskwire.sqlite');
  for (const side of ['-wal', '-shm']) await rm(`${file}${side}`, { force: true });
  await copyFile(from, file);
}

describe.each(['slack', 'discord'] as const)('on %s', (platform) => {
  const standing = () => here.standing[platform]();

  /** Two digests, the second on Monday; `amid`: before the tick of that. */
  async function twoDigests(amid: () => Promise<void>): Promise<number> {
    const id = await subscribe(channels[platform]);
    await service.sent();
    here.at('2026-11-22T20:00:00Z');
    await publish('a', 'b');
    await service.sent();
    await amid();
    here.at('2026-11-23T08:00:00Z');
    await service.sent();
    await service.end();
    expect(standing()).toHaveLength(2);
    here.at('2026-11-23T08:10:00Z');
    return id;
  }

  test('an older database posts nothing again, tells the admins what is passed over, and sends it when asked', async () => {
    const backup = join(here.root, 'backup');
    const id = await twoDigests(() => service.store.maintenance.backup(backup).then(() => {}));
    await putBack(backup);
    service = await here.start();
    await service.sent();
    expect(standing()).toHaveLength(2);
    const head = await service.store.publications.head();
    expect(await service.store.subscriptions.get(id)).toMatchObject({ cursor: head, state: 'active' });
    here.pass(10_000);
    await expect.poll(() => here.told(), { interval: 5 }).toContain('2 entries were passed over');
    expect(here.told()).toContain(`/deskwire digest now number:${id} after:0`);

    const line = `/deskwire digest now number:${id} after:0`;
    const asked = { person: admin, channel: channels[platform], audience: 'person', pageSize: 10 } as const;
    await service.app.answerer.answer({ ...asked, text: line });
    await service.sent();
    expect(standing()).toHaveLength(3);
    expect(standing().at(-1)).toContain('Title of a');
    here.at('2026-11-24T08:00:00Z');
    await publish('c');
    await service.sent();
    expect(standing()).toHaveLength(4);
    expect(standing().at(-1)).not.toContain('Title of a');
  });

  test('headlines told since the backup do not come again, what is published later does', async () => {
    const backup = join(here.root, 'backup');
    await subscribe(channels[platform], { headlines: true });
    await service.sent();
    await service.store.maintenance.backup(backup);
    const told = new Date('2026-11-22T20:00:00Z');
    const tell = (title: string, now: Date) =>
      announce(service.store, { desk: 'north', site: 'https://paper.example', now }, [
        { title, url: `https://paper.example/${title.length}` },
      ]);
    await tell('Norway opens a harbour', told);
    here.at('2026-11-23T08:00:00Z');
    await service.sent();
    expect(standing().at(-1)).toContain('Norway opens a harbour');
    await service.end();
    await putBack(backup);
    here.at('2026-11-23T09:00:00Z');
    service = await here.start();
    await service.sent();
    // The feed has it still.
    await tell('Norway opens a harbour', told);
    await tell('Norway elects a new king', new Date('2026-11-23T20:00:00Z'));
    here.at('2026-11-24T08:00:00Z');
    await service.sent();
    expect(standing().at(-1)).toContain('Norway elects a new king');
    expect(standing().at(-1)).not.toContain('Norway opens a harbour');
  });

  test.each([
    ['its own backup', (copy: string) => service.store.maintenance.backup(copy).then(() => {})],
    ['a copy of the file', (copy: string) => copied(copy)],
  ])('%s on a new machine, which has no mark beside it, is an older one too', async (_, save) => {
    const copy = join(here.root, 'copy');
    const id = await twoDigests(() => save(copy));
    await rm(here.data, { recursive: true });
    await cp(copy, join(here.data, 'deskwire.sqlite'), { recursive: true });
    service = await here.start();
    await service.sent();
    expect(standing()).toHaveLength(2);
    const lines = await service.store.ledger.history(id, 1);
    expect(lines).toMatchObject([{ skipped: { reason: 'restored', entries: 2 } }]);
  });

  /** The whole database without anything else, as of now. */
  async function copied(copy: string): Promise<void> {
    await service.end();
    await copyFile(join(here.data, 'deskwire.sqlite'), copy);
    service = await here.start();
  }

  test('a machine that is set back with its mark composes the digest again, and finds it there', async () => {
    const snapshot = join(here.root, 'snapshot');
    const id = await twoDigests(async () => {
      await service.end();
      await cp(here.data, snapshot, { recursive: true });
      service = await here.start();
    });
    const posted = standing();
    await rm(here.data, { recursive: true });
    await cp(snapshot, here.data, { recursive: true });
    service = await here.start();
    await service.sent();
    expect(standing()).toEqual(posted);
    const [, second] = await deliveries(id);
    expect(second).toMatchObject({ state: 'delivered', number: 2, parts: [{ state: 'sent', attempts: 0 }] });
    here.at('2026-11-24T08:00:00Z');
    await publish('c');
    await service.sent();
    expect(standing()).toHaveLength(3);
  });

  test('a first digest that is composed again is found there, though a slot has come meanwhile', async () => {
    const backup = join(here.root, 'backup');
    await publish('a');
    const id = await subscribe(channels[platform]);
    await service.store.maintenance.backup(backup);
    await service.sent();
    await service.end();
    const posted = standing();
    expect(posted).toHaveLength(1);
    await putBack(backup);
    here.at('2026-11-23T08:10:00Z');
    service = await here.start();
    await service.sent();
    expect(standing()).toEqual(posted);
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered', parts: [{ attempts: 0 }] }]);
  });

  test('a slot that was due while nobody ran is sent once, after one look at the channel', async () => {
    await subscribe(channels[platform]);
    await service.sent();
    await publish('a');
    await service.end();
    here.at('2026-11-23T08:05:00Z');
    service = await here.start();
    const reads = () =>
      here.slack.journal.of('conversations.history').length +
      here.discord.journal.to('GET /channels/:channel/messages').length;
    const before = reads();
    await service.sent();
    await service.sent();
    expect(standing()).toHaveLength(2);
    expect(reads() - before).toBe(1);
    here.at('2026-11-24T08:00:00Z');
    await service.sent();
    expect([standing().length, reads() - before]).toEqual([3, 1]);
  });
});

test('no card is written before it is known whether the database is an older one', async () => {
  let looked = 0;
  let isKnown = false;
  const desks = servingOf<Desk>(() => {
    looked += 1;
    return [];
  });
  const cards = cardJob(
    { ...service.app.cards, desks },
    {
      ...{ events: createEvents(), adapters: new Map(), store: service.store, config: { admins: [] } },
      ...{ clock: here.clock, timers: fakeTime(here.clock()).timers, log: silent },
      epoch: { restored: () => undefined, recognised: async () => isKnown },
    },
  );
  await cards.run();
  expect(looked).toBe(0);
  isKnown = true;
  await cards.run();
  expect(looked).toBe(1);
  await cards.stop(0);
});

test('one look is enough to know whether the database is an older one', async () => {
  const digests = digestJob(service.app.digests, {
    ...{ events: createEvents(), adapters: new Map(), store: service.store, config: { admins: [] } },
    ...{ clock: here.clock, timers: fakeTime(here.clock()).timers, log: silent },
  });
  const known = digests.recognised();
  await digests.run();
  expect(await known).toBe(true);
  await digests.stop(0);
});
