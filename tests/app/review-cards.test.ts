import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { adaptersOf } from '../../src/app/adapters.ts';
import { createApp } from '../../src/app/app.ts';
import { createEvents } from '../../src/app/events.ts';
import { cardJob } from '../../src/app/review-cards.ts';
import { readConfig } from '../../src/config.ts';
import { servingOf } from '../../src/domain/desk.ts';
import type { Log } from '../../src/domain/ports/runtime.ts';
import { fakeTime } from '../digest/fake-timers.ts';
import { makeDesk } from '../domain/make.ts';
import { silent } from '../store/fixture.ts';

/** A look for cards that has begun, and that waits for the store. */
async function looking() {
  const folder = await mkdtemp(join(tmpdir(), 'deskwire-cards-'));
  const result = readConfig({ DESKWIRE_DATA: folder });
  if (!result.ok) throw new Error(result.faults.join());
  const time = fakeTime(new Date('2026-11-24T08:00:00Z'));
  const adapters = await adaptersOf(result.config, { clock: time.clock, log: silent });
  const app = await createApp(result.config, { log: silent, adapters, clock: time.clock });
  onTestFinished(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });
  const open = Promise.withResolvers<[]>();
  const begun = Promise.withResolvers<void>();
  const faults: string[] = [];
  const log: Log = { ...silent, error: (_, message) => void faults.push(message) };
  const cards = cardJob(
    {
      ...{ ...app.cards, log },
      desks: servingOf(() => [makeDesk()]),
      cards: {
        ...app.cards.cards,
        open() {
          begun.resolve();
          return open.promise;
        },
      },
    },
    {
      ...{ events: createEvents(), adapters, store: app.store, config: { admins: [] } },
      ...{ clock: time.clock, timers: time.timers, log },
    },
  );
  const run = cards.run();
  await begun.promise;
  return { cards, run, open, faults, time };
}

test('a stop waits for the look that is under way', async () => {
  const { cards, run, open, faults } = await looking();
  let isOver = false;
  const stopped = cards.stop(3000).then(() => {
    isOver = true;
  });
  await new Promise(setImmediate);
  expect(isOver).toBe(false);
  open.reject(new Error('the disk is slow'));
  await stopped;
  await run;
  expect(faults).toEqual([]);
});

test('a look that lasts longer than a stop may wait fails in silence: the store is closed', async () => {
  const { cards, run, open, faults, time } = await looking();
  const stopped = cards.stop(3000);
  time.pass(3000);
  await stopped;
  open.reject(new Error('the database is closed'));
  await run;
  expect(faults).toEqual([]);
});
