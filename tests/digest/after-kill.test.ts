import { expect, onTestFinished, test } from 'vitest';
import { createDigestService, digestJob } from '../../src/app/digests.ts';
import { createEvents } from '../../src/app/events.ts';
import { servingOf } from '../../src/domain/desk.ts';
import { startProcess } from '../store/process.ts';
import { channels, delivering, parts, platforms } from './delivering.ts';

/** Takes what is due and writes that its first part is being sent, as of the instant given; then it is killed. */
const sender = `
  const { openStore } = await import('./src/store/open.ts');
  const { storeOptions } = await import('./tests/store/fixture.ts');
  const [folder, platform, at] = process.argv.slice(1);
  const store = await openStore(storeOptions(folder));
  const now = new Date(at);
  const holder = store.holders?.name('digests') ?? 'before there were names';
  const until = new Date(now.getTime() + 180_000);
  const [leased] = await store.ledger.lease({ holder, until, limit: 1, platforms: [platform], settleMs: 35_000 }, now);
  await store.ledger.sending(leased.id, 0, holder, now);
  console.log('sending');
  setInterval(() => {}, 1000);
`;

test.each(platforms)(
  '%s: what a killed process was sending goes on within 45 s of the next start',
  async (platform) => {
    const { time, store, folder, queue, standing, senders, read } = await delivering({ nonceWindow: 0 });
    const [channel] = channels[platform];
    const { id } = await queue(channel, parts);
    const killed = startProcess(sender, folder, platform, time.clock().toISOString());
    await killed.said('sending');
    killed.kill();
    await killed.ended;

    time.pass(6000);
    const log = { info() {}, warn() {}, error() {} };
    const adapters = new Map(
      [...senders()].map(([name, each]) => [
        name,
        { sender: each, renderer: { parts: () => [], one: () => undefined } },
      ]),
    );
    const events = createEvents();
    const digests = digestJob(
      createDigestService({
        ...{
          store,
          installation: 'test',
          desks: servingOf(() => []),
          names: () => undefined,
          adapters,
          events,
          log,
        },
      }),
      {
        ...{ adapters, store, events, config: { admins: [] }, clock: time.clock, timers: time.timers, log },
      },
    );
    onTestFinished(() => digests.stop(0));
    await digests.run();
    await digests.deliver();
    expect(standing(channel)).toEqual([]);
    time.pass(45_000);
    await expect.poll(() => standing(channel), { interval: 5 }).toEqual(parts);
    await expect.poll(async () => (await read(id)).state, { interval: 5 }).toBe('delivered');
  },
);
