import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pace } from '../../src/domain/ports/platform.ts';
import { createPacer, type Pacer, takeTurns } from '../../src/outbox/throttle.ts';
import { pace as ofDiscord } from '../../src/platforms/discord/limits.ts';
import { turnsKept } from '../digest/turns-kept.ts';

const pace = { posts: 5, within: 1000 };

/** Processes of one account in one time; `ahead` milliseconds are on a process's clock besides. */
function start(given: Pace = pace) {
  let now = 0;
  const turns = turnsKept();
  return {
    now: () => now,
    pass(ms: number) {
      now += ms;
    },
    until(at: Date) {
      now = Math.max(now, at.getTime());
    },
    process: (ahead = () => 0): Pacer =>
      createPacer({ pace: given, account: 'slack:1', turns, clock: () => new Date(now + ahead()) }),
  };
}

const count = async (pacer: Pacer, most: number) => (await pacer.take(most)).length;
const inSpan = (begun: readonly number[], now: number, span: number) =>
  begun.filter((at) => at <= now && now - at < span).length;

const asks = fc.array(
  fc.record({
    after: fc.nat({ max: 700 }),
    wanted: fc.nat({ max: 7 }),
    used: fc.nat({ max: 7 }),
    by: fc.nat({ max: 1 }),
  }),
  { maxLength: 40 },
);

test('whenever it is asked, no more begin in any span than the pace allows, and none waits longer than it must', async () => {
  await fc.assert(
    fc.asyncProperty(asks, async (all) => {
      const world = start();
      const pacer = world.process();
      const begun: number[] = [];
      for (const { after, wanted } of all) {
        world.pass(after);
        const left = pace.posts - inSpan(begun, world.now(), pace.within);
        const taken = await count(pacer, wanted);
        expect(taken).toBe(Math.min(wanted, left));
        if (taken < wanted)
          expect(pacer.next().getTime()).toBe(
            begun.concat(Array(taken).fill(world.now())).find((at) => world.now() - at < pace.within)! +
              pace.within,
          );
        begun.push(...Array<number>(taken).fill(world.now()));
      }
    }),
  );
});

test('two processes keep the pace together, whatever they leave unused, and one of them alone is never slowed by blocks', async () => {
  await fc.assert(
    fc.asyncProperty(asks, fc.boolean(), fc.integer({ min: 1, max: 4 }), async (all, alone, block) => {
      const world = start({ ...pace, block });
      const processes = [world.process(), world.process()] as const;
      const begun: number[] = [];
      for (const { after, wanted, used, by } of all) {
        world.pass(after);
        const pacer = processes[alone ? 0 : by]!;
        const taken = await pacer.take(wanted);
        const left = pace.posts - inSpan(begun, world.now(), pace.within);
        if (alone) expect(taken.length).toBeGreaterThanOrEqual(Math.min(wanted, left));
        if (used < taken.length) await pacer.giveBack(taken.slice(used));
        begun.push(...taken.slice(0, used).map(() => world.now()));
      }
      // A turn may be kept for half of the span before it is used.
      for (const at of begun) expect(inSpan(begun, at, pace.within - 500)).toBeLessThanOrEqual(pace.posts);
    }),
  );
});

test('one that is a little behind its turn loses none, and makes up for it by a few more at once', async () => {
  const even = { posts: 5, within: 100, late: 200 };
  // Shorter than the span: a longer one lets a second turn fall due, which waits for the next look.
  const delays = fc.array(fc.nat({ max: 99 }), { minLength: 100, maxLength: 100 });
  await fc.assert(
    fc.asyncProperty(delays, async (all) => {
      const world = start(even);
      const pacer = world.process();
      const begun: number[] = [];
      for (const delay of all) {
        world.until(pacer.next());
        world.pass(delay);
        begun.push(...Array<number>(await count(pacer, 20)).fill(world.now()));
      }
      // At whatever delays the pace is kept, and in no span is it passed by more than what was late.
      expect(begun.length).toBeGreaterThanOrEqual(5 * Math.floor((world.now() - 200) / 100));
      for (const from of begun) {
        const of = begun.filter((at) => at >= from && at < from + 1000).length;
        expect(of).toBeLessThanOrEqual(5 * (1200 / 100 + 1));
      }
    }),
    { numRuns: 30 },
  );
});

test('however it is asked, Discord gets at most its 50 requests in any second', async () => {
  const waits = fc.array(
    fc.record({ after: fc.nat({ max: 400 }), wanted: fc.integer({ min: 1, max: 60 }) }),
    {
      minLength: 40,
      maxLength: 40,
    },
  );
  await fc.assert(
    fc.asyncProperty(waits, async (all) => {
      const world = start(ofDiscord);
      const pacer = world.process();
      const begun: number[] = [];
      for (const { after, wanted } of [{ after: 9000, wanted: 60 }, ...all]) {
        world.pass(after);
        begun.push(...Array<number>(await count(pacer, wanted)).fill(world.now()));
        world.until(pacer.next());
      }
      for (const from of begun) expect(inSpan(begun, from + 999, 1000)).toBeLessThanOrEqual(50);
    }),
    { numRuns: 50 },
  );
});

test('many that ask at once have as many turns as one who asks for all', async () => {
  const pacer = start().process();
  const taken = await Promise.all(Array.from({ length: 8 }, () => count(pacer, 1)));
  expect(taken.reduce((sum, each) => sum + each, 0)).toBe(5);
});

test('what is given back is there for others at once, and for oneself', async () => {
  const world = start({ ...pace, block: 4 });
  const [one, other] = [world.process(), world.process()];
  const taken = await one.take(5);
  expect(await count(other, 1)).toBe(0);
  await one.giveBack(taken.slice(1));
  expect(await count(one, 1)).toBe(1);
  await one.giveBack([]);
  expect(await count(world.process(), 5)).toBe(3);
});

test('a store that fails takes nothing back, and nothing fails for it', async () => {
  const turns = turnsKept();
  const pacer = createPacer({ pace, account: 'slack:1', turns, clock: () => new Date(0) });
  const taken = await pacer.take(5);
  turns.change = () => Promise.reject(new Error('away'));
  await pacer.giveBack(taken);
});

test('a crash costs the block that was taken, for one span', async () => {
  const world = start({ ...pace, block: 4 });
  expect(await count(world.process(), 1)).toBe(1);
  const other = world.process();
  expect(await count(other, 5)).toBe(1);
  world.until(other.next());
  expect(world.now()).toBe(1000);
  expect(await count(other, 5)).toBe(5);
});

test('a turn that was taken by a clock that is ahead counts as taken now', () => {
  const before = [1_000_000, 1_000_001, 1_000_002, 1_000_003, 1_000_004];
  const found = takeTurns(before, { most: 5, unused: [], now: 500_000 }, pace);
  expect(found).toEqual({ turns: Array(5).fill(500_000), taken: [], next: 501_000 });
  expect(takeTurns(found.turns, { most: 5, unused: [], now: 501_000 }, pace).taken).toHaveLength(5);
});

test.each([
  ['ahead', 3_600_000],
  ['behind', -3_600_000],
])('a process whose clock is an hour %s holds the other up for one span at most', async (_, ms) => {
  const world = start();
  const [wrong, right] = [world.process(() => ms), world.process()];
  expect(await count(wrong, 5)).toBe(5);
  await right.take(5);
  world.pass(pace.within);
  expect(await count(right, 5)).toBe(5);
  world.pass(pace.within);
  await wrong.take(5);
  world.pass(pace.within);
  expect(await count(wrong, 5)).toBe(5);
});

test('a clock that is set back holds nothing up for longer than one span', async () => {
  const world = start({ ...pace, block: 2 });
  let ahead = 1_000_000;
  const pacer = world.process(() => ahead);
  expect(await count(pacer, 5)).toBe(5);
  ahead = 0;
  expect(await count(pacer, 5)).toBe(0);
  world.pass(pace.within);
  expect(await count(pacer, 5)).toBe(5);
});

test('without a pace nothing is held back, and nothing is written', async () => {
  const turns = { change: () => Promise.reject(new Error('not asked for')) };
  const pacer = createPacer({ account: 'terminal', turns, clock: () => new Date(0) });
  expect(await count(pacer, 10_000)).toBe(10_000);
  expect(pacer.next()).toEqual(new Date(0));
});
