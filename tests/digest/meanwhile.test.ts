import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stepNow } from '../../src/digest/acts.ts';
import { DigestWorld, shown } from './digest-world.ts';

let world: DigestWorld;
beforeEach(async () => {
  // A Sunday.
  world = await DigestWorld.open('2026-11-22T12:00:00Z');
});
afterEach(() => world.end());

const start = '2026-11-22T12:01:00Z';
const monday = '2026-11-23T03:00:00Z';
const tuesday = '2026-11-24T03:00:00Z';
const retraction = { state: 'retracted', retraction: 'wrong' } as const;

describe.each(['head', 'entries'] as const)('published while a digest is composed (%s)', (at) => {
  test('the first digest has it, and the second has not', async () => {
    await world.write('old');
    const { id } = await world.subscribe();
    world.meanwhile = { at, happens: () => world.write('new') };
    await world.tickAt(start);
    await world.tickAt(monday);
    expect(await world.history(id)).toEqual(['scheduled 1 new old', 'scheduled 2']);
  });

  test('one asked for has it, and the next has not', async () => {
    const { id } = await world.subscribe();
    await world.tickAt(start);
    await world.write('first');
    world.meanwhile = { at, happens: () => world.write('new') };
    const asked = { by: 'person', now: world.now, keep: false };
    const step = await stepNow(world.ports(), await world.subscription(id), world.desk, asked);
    if (step) await world.store.ledger.write(step, world.now);
    await world.tickAt(monday);
    expect(await world.history(id)).toEqual(['scheduled 1', 'now 2 first new', 'scheduled 3']);
  });

  test('what is retracted then is left out, and is not called retracted to those who never saw it', async () => {
    await world.write('old');
    const { id } = await world.subscribe();
    world.meanwhile = { at, happens: () => world.write('old', retraction) };
    await world.tickAt(start);
    await world.write('first');
    world.meanwhile = { at, happens: () => world.write('first', retraction) };
    await world.tickAt(monday);
    await world.tickAt(tuesday);
    expect((await world.deliveries(id)).map(shown)).toEqual([[], [], []]);
  });

  test('what is corrected then is told as it is, and is no correction in the next', async () => {
    const { id } = await world.subscribe();
    await world.tickAt(start);
    await world.write('first');
    const corrections = [{ on: '2026-11-23', note: 'was 5' }];
    world.meanwhile = { at, happens: () => world.write('first', { corrections }) };
    await world.tickAt(monday);
    await world.tickAt(tuesday);
    expect((await world.deliveries(id)).map(shown)).toEqual([[], ['first'], []]);
  });
});

test('published once it is composed: not among the last that are shown once more', async () => {
  await world.write('old');
  const { id } = await world.subscribe({ onEmpty: 'last' });
  await world.tickAt(start);
  world.meanwhile = { at: 'composed', happens: () => world.write('new') };
  await world.tickAt(monday);
  await world.tickAt(tuesday);
  expect(await world.history(id)).toEqual(['scheduled 1 old', 'scheduled 2 old', 'scheduled 3 new']);
});

test('the clock is set back after an embargo ended: the entry is not passed over', async () => {
  const { id } = await world.subscribe();
  await world.tickAt(start);
  await world.write('secret', { embargo: '2026-11-22T13:00:00Z' });
  await world.write('tomorrow', { published: '2026-11-23' });
  await world.tickAt('2026-11-23T00:30:00Z');
  world.now = new Date('2026-11-22T12:30:00Z');
  const asked = { by: 'person', now: world.now, keep: false };
  const step = await stepNow(world.ports(), await world.subscription(id), world.desk, asked);
  if (step) await world.store.ledger.write(step, world.now);
  expect(await world.history(id)).toEqual(['scheduled 1', 'now 2 secret tomorrow']);
});

test('published between composing and writing it comes with the next', async () => {
  const { id } = await world.subscribe();
  world.meanwhile = { at: 'write', happens: () => world.write('new') };
  await world.tickAt(start);
  await world.tickAt(monday);
  expect(await world.history(id)).toEqual(['scheduled 1', 'scheduled 2 new']);
});

test('an embargo that ends while a digest is composed: the entry comes once', async () => {
  await world.write('old');
  const { id } = await world.subscribe();
  // Written by a process whose clock is behind.
  const late = async () => {
    world.now = new Date('2026-11-22T12:00:59Z');
    await world.write('secret', { embargo: '2026-11-22T12:01:00Z' });
    world.now = new Date(start);
  };
  world.meanwhile = { at: 'head', happens: late };
  await world.tickAt(start);
  await world.tickAt(monday);
  expect(await world.history(id)).toEqual(['scheduled 1 old secret', 'scheduled 2']);
});
