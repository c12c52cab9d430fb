import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DigestWorld } from './digest-world.ts';

let world: DigestWorld;
let id: number;
/** A channel that wants all, with its first digest. Sunday noon, UTC. */
beforeEach(async () => {
  world = await DigestWorld.open('2026-11-22T12:00:00Z');
  ({ id } = await world.subscribe());
  await world.tickAt('2026-11-22T12:01:00Z');
  await send();
});
afterEach(() => world.end());

const send = () => world.send(['terminal', 'slack']);
const retraction = { state: 'retracted', retraction: 'The source withdrew it.' } as const;
const correction = { corrections: [{ on: '2026-11-23', note: 'It was elsewhere.' }] };

async function digestAt(instant: string): Promise<string> {
  await world.tickAt(instant);
  await send();
  const { parts } = (await world.deliveries(id)).at(-1)!;
  return parts.map(({ body }) => `${body}`).join('\n');
}
/** What the newest digest ruled about an entry. */
async function rule(entry: string, of = id): Promise<string | undefined> {
  const { edition = 0 } = (await world.deliveries(of)).at(-1)!;
  const record = await world.store.ledger.edition(edition);
  return record?.rulings.find((ruling) => ruling.entry === entry)?.rule;
}

describe('a retraction is told', () => {
  test('where the entry was shown, and not in a channel that came later', async () => {
    for (let n = 0; n < 11; n += 1) await world.write(`e${n}`, { weight: n === 0 ? 1 : 3 });
    await world.write('first');
    await digestAt('2026-11-23T03:00:00Z');
    const { id: other } = await world.subscribe({}, 'slack:T1:C1');
    await digestAt('2026-11-23T03:01:00Z');
    await world.write('e0', retraction);
    await world.write('e1', retraction);
    expect(await digestAt('2026-11-24T03:00:00Z')).toContain('The source withdrew it');
    expect(await rule('e1')).toBe('change');
    expect(await rule('e0', other)).toBe('never-shown');
    expect(await rule('e1', other)).toBe('change');
  });

  test('not where the digest that had the entry was not sent yet', async () => {
    await world.write('first');
    await world.tickAt('2026-11-23T03:00:00Z');
    await world.write('first', retraction);
    await world.tickAt('2026-11-24T03:00:00Z');
    expect(await rule('first')).toBe('never-shown');
  });

  test('not where its entries were passed over as asked', async () => {
    await world.write('first');
    const { version } = await world.subscription(id);
    const head = await world.store.publications.head();
    await world.store.subscriptions.change(id, version, { cursor: head }, 'terminal', world.now);
    await world.write('first', retraction);
    await world.write('second');
    expect(await digestAt('2026-11-23T03:00:00Z')).not.toContain('withdrew');
    expect(await rule('first')).toBe('never-shown');
  });
});

describe('a correction is told where the entry was shown', () => {
  test('also when it is of another topic or country since', async () => {
    await world.end();
    world = await DigestWorld.open('2026-11-22T12:00:00Z');
    ({ id } = await world.subscribe({ filter: { topics: ['trade'], countries: [] } }));
    await world.tickAt('2026-11-22T12:01:00Z');
    await world.write('first', { topics: ['trade'] });
    await digestAt('2026-11-23T03:00:00Z');
    await world.write('first', { topics: ['visits'], ...correction });
    await world.write('other', { topics: ['visits'] });
    await world.write('other', { topics: ['visits'], ...correction });
    expect(await digestAt('2026-11-24T03:00:00Z')).toContain('It was elsewhere');
    expect(await rule('first')).toBe('change');
    expect(await rule('other')).toBe('topic');
  });

  test('also when it was superseded before', async () => {
    await world.write('first');
    await world.write('newer', { supersedes: 'first' });
    await digestAt('2026-11-23T03:00:00Z');
    await world.write('first', correction);
    expect(await digestAt('2026-11-24T03:00:00Z')).toContain('Corrected: It was elsewhere · Title of first');
  });
});
