import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDigestViews } from '../../src/digest/compose/why.ts';
import type { Place } from '../../src/domain/ports/access.ts';
import { DigestWorld } from './digest-world.ts';

const [inside, outside] = ['slack:T1:C1', 'slack:T1:C4'];

let world: DigestWorld;
let asked: string[];
beforeEach(async () => {
  world = await DigestWorld.open('2026-11-23T00:00:00Z');
  asked = [];
  told({ [inside]: 'internal', [outside]: 'shared' });
});
afterEach(() => world.end());

function told(places: Record<string, Place | undefined>) {
  world.places = (channel) => {
    asked.push(channel);
    return places[channel];
  };
}

const histories = async (...subscriptions: { id: number }[]) =>
  Promise.all(subscriptions.map(async ({ id }) => (await world.history(id)).at(-1)));

test('what is internal is in the digest of a channel of the house and not in that of a shared one', async () => {
  const [own, shared] = [await world.subscribe({}, inside), await world.subscribe({}, outside)];
  await world.tickAt('2026-11-23T03:00:00Z');
  expect(asked).toEqual([]);
  await world.write('open');
  await world.write('ours', { handling: 'internal' });
  await world.write('secret', { handling: 'restricted' });
  await world.tickAt('2026-11-24T03:00:00Z');
  expect(await histories(own, shared)).toEqual(['scheduled 2 open ours', 'scheduled 2 open']);

  const views = createDigestViews({ ...world.ports(), ledger: world.store.ledger });
  const why = (subscription: typeof own, role: 'reader' | 'editor') =>
    views.whyEntry(subscription, 'ours', { now: world.now, role });
  expect((await why(own, 'reader'))?.says.join()).toContain('Digest 2');
  expect(await why(shared, 'reader')).toBeUndefined();
  expect((await why(shared, 'editor'))?.says[0]).toBe(
    'left out: it is internal, and this channel is shared, or may be',
  );
});

test('a start and the last entries once more leave it out too', async () => {
  await world.write('open');
  await world.write('ours', { handling: 'internal' });
  const last = { onEmpty: 'last', lastCount: 2 } as const;
  const [own, shared] = [await world.subscribe(last, inside), await world.subscribe(last, outside)];
  await world.tickAt('2026-11-23T03:00:00Z');
  expect(await histories(own, shared)).toEqual(['scheduled 1 open ours', 'scheduled 1 open']);
  await world.tickAt('2026-11-24T03:00:00Z');
  expect(await histories(own, shared)).toEqual(['scheduled 2 open ours', 'scheduled 2 open']);
});

test('what is internal takes no room in the start of a shared channel', async () => {
  await world.write('open', { published: '2026-11-01' });
  await Promise.all(Array.from({ length: 31 }, (_, n) => world.write(`ours-${n}`, { handling: 'internal' })));
  const shared = await world.subscribe({}, outside);
  await world.tickAt('2026-11-23T03:00:00Z');
  expect(await histories(shared)).toEqual(['scheduled 1 open']);
});

test('while the platform does not tell, a digest with something internal waits, and the others do not', async () => {
  const [own, shared] = [await world.subscribe({}, inside), await world.subscribe({}, outside)];
  await world.tickAt('2026-11-23T03:00:00Z');
  await world.write('ours', { handling: 'internal' });
  told({ [inside]: 'internal' });
  await world.tickAt('2026-11-24T03:00:00Z');
  expect(await histories(own, shared)).toEqual(['scheduled 2 ours', 'scheduled 1']);
  expect(world.errors).toHaveLength(1);
  told({ [outside]: 'internal' });
  await world.tickAt('2026-11-24T03:01:00Z');
  expect(await histories(shared)).toEqual(['scheduled 2 ours']);
});

test('the admins are told of it only when that lasts', async () => {
  await world.subscribe({}, inside);
  await world.tickAt('2026-11-23T03:00:00Z');
  await world.write('ours', { handling: 'internal' });
  told({});
  const lines = async (instant: string) => {
    await world.tickAt(instant);
    return (await world.store.adminLines.pending(10)).map(({ text }) => text);
  };
  expect(await lines('2026-11-24T03:00:00Z')).toEqual([]);
  expect(await lines('2026-11-24T03:10:00Z')).toEqual([]);
  const last = [expect.stringContaining('does not tell at the moment who sees the channel')];
  expect(await lines('2026-11-24T03:11:00Z')).toEqual(last);
  expect(await lines('2026-11-24T03:12:00Z')).toEqual(last);
});

test('a correction of what is internal is written where the platform tells, and goes on there the next minute', async () => {
  const channels = Array.from({ length: 6 }, (_, n) => `slack:T1:C${n}`);
  told(Object.fromEntries(channels.map((channel) => [channel, 'internal'])));
  const all = await Promise.all(channels.map((channel) => world.subscribe({}, channel)));
  await world.write('ours', { handling: 'internal' });
  await world.tickAt('2026-11-23T03:00:00Z');
  await world.send(['slack']);
  const corrections = [{ on: '2026-11-23', note: 'It was put otherwise.' }];
  await world.write('ours', { handling: 'internal', state: 'corrected', corrections });
  const written: number[] = [];
  for (const minute of ['02', '03', '04', '05']) {
    let left = 2;
    world.places = () => (left-- > 0 ? 'internal' : undefined);
    world.now = new Date(`2026-11-23T03:${minute}:00Z`);
    await world.correct();
    const kinds = await Promise.all(all.map(async ({ id }) => world.deliveries(id)));
    written.push(kinds.flat().filter(({ kind }) => kind === 'correction').length);
  }
  expect(written).toEqual([2, 4, 6, 6]);
});

test('a correction of what became internal tells nothing of it in a shared channel', async () => {
  const [own, shared] = [await world.subscribe({}, inside), await world.subscribe({}, outside)];
  await world.write('open');
  await world.tickAt('2026-11-23T03:00:00Z');
  await world.send(['slack']);
  world.now = new Date('2026-11-23T04:00:00Z');
  await world.write('open', {
    handling: 'internal',
    statement: 'Now for the house alone.',
    state: 'corrected',
    corrections: [{ on: '2026-11-23', note: 'It was put otherwise.' }],
  });
  world.now = new Date('2026-11-23T04:05:00Z');
  await world.correct();
  const bodies = async ({ id }: { id: number }) =>
    JSON.stringify(
      (await world.deliveries(id)).filter(({ kind }) => kind === 'correction').flatMap(({ parts }) => parts),
    );
  expect(await bodies(own)).toContain('Now for the house alone.');
  expect(await bodies(shared)).toContain('It was put otherwise.');
  expect(await bodies(shared)).not.toContain('Now for the house alone.');
});
