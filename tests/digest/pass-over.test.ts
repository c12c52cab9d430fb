import { afterEach, beforeEach, expect, test } from 'vitest';
import { edit, pause, unsubscribe } from '../../src/digest/acts.ts';
import { passOver, tick } from '../../src/digest/tick.ts';
import { DigestWorld } from './digest-world.ts';

let world: DigestWorld;
beforeEach(async () => {
  // A Sunday.
  world = await DigestWorld.open('2026-11-22T12:00:00Z');
});
afterEach(() => world.end());

const monday = '2026-11-23T03:00:00Z';

/** Put back to Sunday at noon, on Monday. */
const restored = () => ({
  at: new Date('2026-11-23T02:00:00Z'),
  from: new Date('2026-11-22T12:02:00Z'),
  dealt: false,
});

async function restore(): Promise<number> {
  world.now = restored().at;
  return passOver(world.ports(), restored(), world.now);
}

const lines = async () => (await world.store.adminLines.pending(100)).map(({ text }) => text);

test('each goes on from the head; what that passes over is in the history, and told with the line that sends it', async () => {
  const { id } = await world.subscribe();
  const visits = await world.subscribe({ filter: { topics: ['visits'], countries: [] } }, 'slack:T1:C1');
  await world.tickAt('2026-11-22T12:01:00Z');
  const [from] = [(await world.subscription(id)).cursor];
  await world.write('a');
  await world.write('b');
  expect(await restore()).toBe(0);
  const head = await world.store.publications.head();
  for (const one of [id, visits.id])
    expect(await world.subscription(one)).toMatchObject({ cursor: head, slot: restored().at, sent: 1 });
  expect(await world.history(id)).toEqual(['scheduled 1', 'restored 11-23T02:00']);
  // Nothing that the other one wants was published.
  expect(await lines()).toEqual([
    `The database was put back to 22 November 2026, 12:02 UTC: subscription ${id} in terminal goes on from now. 2 entries were passed over. They may have been sent since then; to send them again: /deskwire digest now number:${id} after:${from}`,
  ]);

  await world.write('c');
  await world.tickAt(monday);
  expect((await world.history(id)).at(-1)).toBe('scheduled 2 c');
});

test('asked for twice, as after a crash, it passes over nothing that came since', async () => {
  const { id } = await world.subscribe();
  await world.tickAt('2026-11-22T12:01:00Z');
  await world.write('a');
  await restore();
  await world.write('b');
  expect(await restore()).toBe(0);
  await world.tickAt(monday);
  expect((await world.history(id)).at(-1)).toBe('scheduled 2 b');
  expect(await lines()).toHaveLength(1);
});

test('one whose first digest is still to come is left as it is; a paused one stays paused', async () => {
  const paused = await world.subscribe({}, 'slack:T1:C1');
  await world.tickAt('2026-11-22T12:01:00Z');
  const seen = await world.subscription(paused.id);
  await world.store.subscriptions.change(paused.id, seen.version, pause(), 'person', world.now);
  const fresh = await world.subscribe();
  await world.write('a');
  await restore();
  const head = await world.store.publications.head();
  expect(await world.subscription(fresh.id)).toMatchObject({ cursor: -1, state: 'active' });
  const after = await world.subscription(paused.id);
  expect(after).toMatchObject({ cursor: head, state: 'paused' });
  expect(after.next).toBeUndefined();
});

test('of one that was unsubscribed nothing is told', async () => {
  const { id } = await world.subscribe();
  await world.tickAt('2026-11-22T12:01:00Z');
  const { version, slot } = await world.subscription(id);
  await world.store.subscriptions.change(id, version, unsubscribe(), 'person', world.now);
  await world.write('a');
  expect(await restore()).toBe(0);
  expect(await world.subscription(id)).toMatchObject({ state: 'ended', slot });
  expect(await lines()).toEqual([]);
});

test('while its desk does not serve, one is left for later, and no tick sends what may have been sent', async () => {
  const { id } = await world.subscribe();
  await world.tickAt('2026-11-22T12:01:00Z');
  await world.write('a');
  world.desks = [];
  expect(await restore()).toBe(1);
  world.desks = [world.desk];
  world.now = new Date(monday);
  await tick({ ...world.ports(), restored: restored() }, world.now);
  expect(await world.history(id)).toEqual(['scheduled 1']);
  expect(await passOver(world.ports(), restored(), world.now)).toBe(0);
  await world.tickAt('2026-11-24T03:00:00Z');
  expect((await world.history(id)).at(-1)).toBe('scheduled 2');
});

test('one that somebody changes meanwhile is left for the next time', async () => {
  const { id } = await world.subscribe();
  await world.tickAt('2026-11-22T12:01:00Z');
  await world.write('a');
  world.meanwhile = {
    at: 'write',
    async happens() {
      const seen = await world.subscription(id);
      const change = edit(seen, { format: 'headlines' }, { now: world.now });
      await world.store.subscriptions.change(id, seen.version, change, 'person', world.now);
    },
  };
  expect(await restore()).toBe(1);
  expect(await lines()).toEqual([]);
  expect(await restore()).toBe(0);
  expect(await lines()).toHaveLength(1);
});
