import { afterEach, beforeEach, expect, test } from 'vitest';
import { entriesIn } from '../../src/domain/digests/delivery.ts';
import { DigestWorld } from './digest-world.ts';

let world: DigestWorld;
beforeEach(async () => {
  world = await DigestWorld.open('2026-11-22T12:00:00Z');
});
afterEach(() => world.end());

/** What each digest shows, in its order. */
const digests = async (id: number) =>
  (await world.deliveries(id)).map(({ parts }) => parts.flatMap(({ reply }) => entriesIn(reply)));

test('an empty digest that repeats entries shows others each day, until all were', async () => {
  for (let n = 0; n < 5; n += 1) await world.write(`e${n}`, { dates: [{ edtf: `201${n}`, sources: [] }] });
  const { id } = await world.subscribe({ onEmpty: 'last', lastCount: 2 });
  await world.tickAt('2026-11-22T12:01:00Z');
  for (const day of [23, 24, 25, 26, 27]) await world.tickAt(`2026-11-${day}T03:00:00Z`);
  const [start = [], ...empty] = await digests(id);
  expect(start).toHaveLength(5);
  const [first, second, third] = empty.map((shown) => shown.toSorted().join());
  expect(new Set([first, second, third]).size).toBe(3);
  expect(new Set(empty.slice(0, 3).flat()).size).toBe(5);
});

test('a promise that passed with no outcome is told once, by each digest of its own', async () => {
  const daily = await world.subscribe();
  const other = await world.subscribe({ name: 'other' });
  await world.tickAt('2026-11-22T12:01:00Z');
  await world.write('dam', { kind: 'plan', dates: [{ edtf: '2026-11-23', sources: [] }] });
  for (const day of [23, 24, 25, 26]) await world.tickAt(`2026-11-${day}T03:00:00Z`);
  for (const { id } of [daily, other]) {
    const deliveries = await world.deliveries(id);
    const told = deliveries.filter(({ parts }) => JSON.stringify(parts).includes('No outcome recorded'));
    expect(told.map(({ slot }) => slot?.toISOString().slice(0, 10))).toEqual(['2026-11-24']);
  }
});
