import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { skip } from '../../src/digest/acts.ts';
import { tick } from '../../src/digest/tick.ts';
import type { DigestRenderer } from '../../src/domain/ports/platform.ts';
import { terminalDigests } from '../../src/platforms/terminal/channel-sender.ts';
import { DigestWorld } from './digest-world.ts';

const failing: DigestRenderer = {
  parts: () => {
    throw new Error('it does not fit');
  },
  one: () => undefined,
};

let world: DigestWorld;
beforeEach(async () => {
  // A Sunday.
  world = await DigestWorld.open('2026-11-22T12:00:00Z');
});
afterEach(() => world.end());

/** Mondays to Fridays at 08:00 in Tashkent. */
const monday = '2026-11-23T03:00:00Z';
const tuesday = '2026-11-24T03:00:00Z';

describe('one subscription', () => {
  test('starts at once, then tells what is new, each entry once', async () => {
    await world.write('old');
    const { id } = await world.subscribe();
    await world.tickAt('2026-11-22T12:01:00Z');
    expect(await world.history(id)).toEqual(['scheduled 1 old']);

    await world.write('first');
    await world.tickAt('2026-11-22T13:00:00Z');
    await world.tickAt(monday);
    await world.write('second');
    await world.tickAt('2026-11-23T03:01:00Z');
    await world.tickAt(tuesday);
    expect(await world.history(id)).toEqual(['scheduled 1 old', 'scheduled 2 first', 'scheduled 3 second']);
    expect(await world.subscription(id)).toMatchObject({
      sent: 3,
      cursor: 3,
      slot: new Date(tuesday),
      next: new Date('2026-11-25T03:00:00Z'),
    });
  });

  test('down for two days: the newest slot is sent late, the other is recorded, no entry is lost', async () => {
    const { id } = await world.subscribe();
    await world.tickAt('2026-11-22T12:01:00Z');
    await world.write('first');
    await world.tickAt('2026-11-24T05:00:00Z');
    expect(await world.history(id)).toEqual(['scheduled 1', 'missed 11-23T03:00', 'scheduled 2 late first']);
    const [, late] = await world.deliveries(id);
    expect(JSON.stringify(late?.parts)).toContain('sent late');
  });

  test('down for longer than the grace: the entries come with the next', async () => {
    const { id } = await world.subscribe();
    await world.tickAt('2026-11-22T12:01:00Z');
    await world.write('first');
    await world.tickAt('2026-11-23T10:00:00Z');
    await world.tickAt(tuesday);
    expect(await world.history(id)).toEqual(['scheduled 1', 'missed 11-23T03:00', 'scheduled 2 first']);
  });

  test('the clock is set back: nothing is sent twice', async () => {
    const { id } = await world.subscribe();
    await world.tickAt('2026-11-22T12:01:00Z');
    await world.tickAt(monday);
    await world.tickAt('2026-11-23T02:30:00Z');
    await world.tickAt('2026-11-23T03:00:30Z');
    expect(await world.history(id)).toEqual(['scheduled 1', 'scheduled 2']);
  });

  test('a pause that is over catches up', async () => {
    const { id, version } = await world.subscribe();
    await world.tickAt('2026-11-22T12:01:00Z');
    const until = new Date('2026-11-24T00:00:00Z');
    const pausing = { state: 'paused' as const, pausedUntil: until, next: until };
    expect(await world.store.subscriptions.change(id, version + 1, pausing, 'terminal', world.now)).toBe(
      'changed',
    );
    await world.write('first');
    await world.tickAt(monday);
    // Down at the end of the pause: one look resumes it and sends what is due since.
    await world.tickAt(tuesday);
    expect(await world.history(id)).toEqual(['scheduled 1', 'paused 11-23T03:00', 'scheduled 2 first']);
  });

  test('skipped: the slot is passed over, and what was published before it', async () => {
    const { id } = await world.subscribe();
    await world.tickAt('2026-11-22T12:01:00Z');
    world.now = new Date('2026-11-22T13:00:00Z');
    await world.write('first');
    const subscription = await world.subscription(id);
    const act = skip(subscription, { head: await world.store.publications.head(), entries: 1 }, world);
    const { version } = subscription;
    await world.store.ledger.write({ subscription: id, version, by: 'terminal', ...act }, world.now);
    await world.tickAt(monday);
    await world.write('second');
    await world.tickAt(tuesday);
    expect(await world.history(id)).toEqual(['scheduled 1', 'skipped 11-23T03:00', 'scheduled 2 second']);
  });
});

describe('nothing new', () => {
  test.each([
    ['skip', ['scheduled 1 old', 'empty 11-23T03:00'], 1],
    ['one-line', ['scheduled 1 old', 'scheduled 2'], 2],
    ['last', ['scheduled 1 old', 'scheduled 2 old'], 2],
  ] as const)('%s', async (onEmpty, history, sent) => {
    await world.write('old');
    const { id } = await world.subscribe({ onEmpty });
    await world.tickAt('2026-11-22T12:01:00Z');
    await world.write('other', { topics: ['visits'], handling: 'restricted' });
    await world.tickAt(monday);
    expect(await world.history(id)).toEqual(history);
    expect(await world.subscription(id)).toMatchObject({ sent, slot: new Date(monday) });
  });
});

test('a ping calls for what is new, and never for nothing', async () => {
  const pings: (string | undefined)[] = [];
  const parts: DigestRenderer['parts'] = (reply, context) => {
    pings.push(context.ping);
    return terminalDigests.parts(reply, context);
  };
  world.renderers = { terminal: { ...terminalDigests, parts } };
  await world.subscribe({ ping: 'S123' });
  await world.tickAt('2026-11-22T12:01:00Z');
  await world.write('first');
  await world.tickAt(monday);
  await world.tickAt(tuesday);
  expect(pings).toEqual([undefined, 'S123', undefined]);
});

test('an entry under embargo comes once it is over', async () => {
  const { id } = await world.subscribe();
  await world.tickAt('2026-11-22T12:01:00Z');
  await world.write('secret', { embargo: '2026-11-23T12:00:00Z' });
  await world.tickAt(monday);
  await world.tickAt(tuesday);
  expect(await world.history(id)).toEqual(['scheduled 1', 'scheduled 2', 'scheduled 3 secret']);
});

describe('many', () => {
  test('equal filters share one edition, and each numbers its own', async () => {
    const one = await world.subscribe({}, 'slack:T1:C1');
    await world.tickAt('2026-11-22T12:01:00Z');
    const two = await world.subscribe({}, 'slack:T1:C2');
    await world.tickAt('2026-11-22T12:02:00Z');
    await world.write('first');
    await world.tickAt(monday);
    const [a, b] = await Promise.all([one, two].map(async ({ id }) => (await world.deliveries(id)).at(-1)));
    expect([a?.edition, a?.number, b?.number]).toEqual([b?.edition, 2, 2]);
    expect(a?.id).not.toBe(b?.id);
  });

  test('one that fails is logged and tried again; the others are not held up', async () => {
    world.renderers = { ...world.renderers, nowhere: failing };
    const lost = await world.subscribe({}, 'nowhere:1');
    const fine = await world.subscribe();
    await world.tickAt('2026-11-22T12:01:00Z');
    expect(world.errors).toMatchObject([{ subscription: lost.id }]);
    expect(await world.history(fine.id)).toEqual(['scheduled 1']);
    world.renderers = { ...world.renderers, nowhere: terminalDigests };
    await world.tickAt('2026-11-22T12:02:00Z');
    expect(await world.history(lost.id)).toEqual(['scheduled 1']);
  });

  test('one that fails keeps why, the admins have one line of it, and it heals', async () => {
    world.renderers = { ...world.renderers, nowhere: failing };
    const { id } = await world.subscribe({}, 'nowhere:1');
    await world.tickAt('2026-11-22T12:01:00Z');
    await world.tickAt('2026-11-22T12:02:00Z');
    const since = new Date('2026-11-22T12:01:00Z');
    expect(await world.subscription(id)).toMatchObject({ failing: { reason: 'it does not fit', since } });
    const lines = await world.store.adminLines.pending(10);
    expect(lines).toMatchObject([{ platform: 'nowhere', text: expect.stringContaining('it does not fit') }]);
    world.renderers = { ...world.renderers, nowhere: terminalDigests };
    await world.tickAt('2026-11-22T12:03:00Z');
    expect((await world.subscription(id)).failing).toBeUndefined();
    expect(await world.history(id)).toEqual(['scheduled 1']);
  });

  test('a slot that passed while none could be composed says so, and its entries come with the next', async () => {
    const { id } = await world.subscribe({}, 'nowhere:1');
    world.renderers = { ...world.renderers, nowhere: terminalDigests };
    await world.tickAt('2026-11-22T12:01:00Z');
    await world.write('first');
    world.renderers = { ...world.renderers, nowhere: failing };
    await world.tickAt(monday);
    await world.tickAt('2026-11-23T10:00:00Z');
    expect(await world.history(id)).toEqual(['scheduled 1', 'failed 11-23T03:00']);
    world.renderers = { ...world.renderers, nowhere: terminalDigests };
    await world.tickAt(tuesday);
    expect((await world.history(id)).at(-1)).toBe('scheduled 2 first');
    expect((await world.subscription(id)).failing).toBeUndefined();
  });

  test('one that cannot be written does not keep back those that are written with it', async () => {
    const ids = [];
    for (let n = 0; n < 3; n += 1) ids.push((await world.subscribe({}, `slack:T1:C${n}`)).id);
    const names = ['a', 'a', 'b'].map((letter) => letter.repeat(16));
    const ports = { ...world.ports(), newDeliveryId: () => names.shift() ?? '' };
    const at = new Date('2026-11-22T12:01:00Z');
    await tick(ports, at);
    const [, second = 0] = ids;
    expect(await Promise.all(ids.map((id) => world.history(id)))).toEqual([
      ['scheduled 1'],
      [],
      ['scheduled 1'],
    ]);
    expect(await world.subscription(second)).toMatchObject({ cursor: -1, failing: { since: at } });
    await world.tickAt('2026-11-22T12:02:00Z');
    expect(await world.history(second)).toEqual(['scheduled 1']);
    expect((await world.subscription(second)).failing).toBeUndefined();
  });

  test('one of a platform that another process serves is left to it', async () => {
    const theirs = await world.subscribe({}, 'elsewhere:1');
    await world.tickAt('2026-11-22T12:01:00Z');
    expect(world.errors).toEqual([]);
    world.renderers = { elsewhere: terminalDigests };
    await world.tickAt('2026-11-22T12:02:00Z');
    expect(await world.history(theirs.id)).toEqual(['scheduled 1']);
  });

  test('a desk that is gone for a while: tried again when it is back', async () => {
    const { id } = await world.subscribe();
    world.desks = [];
    await world.tickAt('2026-11-22T12:01:00Z');
    expect(world.errors).toHaveLength(1);
    world.desks = [world.desk];
    await world.tickAt('2026-11-22T12:02:00Z');
    expect(await world.history(id)).toEqual(['scheduled 1']);
  });

  test('two processes tick at once: each slot is written once', async () => {
    const all = [];
    for (let n = 0; n < 20; n += 1) all.push(await world.subscribe({}, `slack:T1:C${n}`));
    const at = new Date('2026-11-22T12:01:00Z');
    await Promise.all([tick(world.ports(), at), tick(world.ports(), at)]);
    for (const { id } of all) expect(await world.history(id)).toEqual(['scheduled 1']);
  });

  test('the claim of a later batch begins when it is taken, however long the batches before took', async () => {
    for (let n = 0; n < 205; n += 1) await world.subscribe({}, `slack:T1:C${n}`);
    const at = new Date('2026-11-22T12:01:00Z');
    let now = at;
    const left: number[] = [];
    const subscriptions: typeof world.store.subscriptions = Object.create(world.store.subscriptions, {
      claimDue: {
        value: (
          claim: { until: Date } & Parameters<typeof world.store.subscriptions.claimDue>[0],
          due: Date,
        ) => {
          left.push(claim.until.getTime() - now.getTime());
          now = new Date(now.getTime() + 60_000);
          return world.store.subscriptions.claimDue(claim, due);
        },
      },
    });
    await tick({ ...world.ports(), subscriptions, clock: () => now }, at);
    expect(left.length).toBeGreaterThan(1);
    for (const ms of left) expect(ms).toBe(left[0]);
  });

  test('more than a batch, with failing ones in front', async () => {
    world.renderers = { ...world.renderers, nowhere: failing };
    for (let n = 0; n < 205; n += 1) await world.subscribe({}, `nowhere:${n}`);
    const { id } = await world.subscribe();
    await world.tickAt('2026-11-22T12:01:00Z');
    expect(world.errors).toHaveLength(205);
    expect(await world.history(id)).toEqual(['scheduled 1']);
  });
});
