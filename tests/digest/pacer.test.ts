import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPacer } from '../../src/digest/pacer.ts';

const pace = { posts: 5, within: 1000 };

test('whenever it is asked, no more begin in any span than the pace allows, and none waits longer than it must', () => {
  const asks = fc.array(fc.record({ after: fc.nat({ max: 700 }), wanted: fc.nat({ max: 7 }) }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(asks, (all) => {
      const pacer = createPacer(pace);
      const begun: number[] = [];
      let now = 0;
      for (const { after, wanted } of all) {
        now += after;
        const inSpan = begun.filter((at) => now - at < pace.within).length;
        expect(pacer.left(now)).toBe(pace.posts - inSpan);
        const next = pacer.next(now);
        expect(pacer.left(next)).toBeGreaterThan(0);
        if (next > now) expect(pacer.left(next - 1)).toBe(0);
        const taken = Math.min(wanted, pacer.left(now));
        pacer.took(taken, now);
        begun.push(...Array<number>(taken).fill(now));
      }
    }),
  );
});

test('one that is a little behind its turn loses none, and makes up for it by a few more at once', () => {
  const even = { posts: 5, within: 100, late: 200 };
  // Shorter than the span: a longer one lets a second turn fall due, which waits for the next look.
  const delays = fc.array(fc.nat({ max: 99 }), { minLength: 100, maxLength: 100 });
  fc.assert(
    fc.property(delays, (all) => {
      const pacer = createPacer(even);
      const begun: number[] = [];
      let now = 0;
      for (const delay of all) {
        now = pacer.next(now) + delay;
        const taken = pacer.left(now);
        pacer.took(taken, now);
        begun.push(...Array<number>(taken).fill(now));
      }
      // At whatever delays the pace is kept, and in no span is it passed by more than what was late.
      expect(begun.length).toBeGreaterThanOrEqual(5 * Math.floor((now - 200) / 100));
      for (const [index, from] of begun.entries()) {
        const to = from + 1000;
        expect(begun.slice(index).filter((at) => at < to).length).toBeLessThanOrEqual(5 * (1200 / 100 + 1));
      }
    }),
  );
});

test('a clock that is set back holds nothing up', () => {
  const pacer = createPacer(pace);
  pacer.took(5, 1_000_000);
  expect(pacer.left(1_000_999)).toBe(0);
  expect(pacer.left(500_000)).toBe(5);
  expect(pacer.next(500_000)).toBe(500_000);
});

test('without a pace nothing is held back', () => {
  const pacer = createPacer();
  pacer.took(10_000, 0);
  expect(pacer.left(0)).toBeGreaterThan(10_000);
  expect(pacer.next(0)).toBe(0);
});
