import { describe, expect, test } from 'vitest';
import { createPacer } from '../../../src/outbox/throttle.ts';
import { now } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

export const turnsContract: Suite = (subject) => {
  describe('turns', () => {
    test('are kept by account, and what is decided is decided on the last word', async () => {
      const [account, apart] = [ownDesk(), ownDesk()];
      const { turns } = subject().store;
      const other = (await subject().another()).store.turns;
      const add = (at: number) => (before: readonly number[]) => ({
        turns: [...before, at],
        answer: before.length,
      });
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) => (at % 2 ? turns : other).change(account, add(at))),
      );
      expect(answers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at));
      const kept = await turns.change(account, (before) => ({ turns: before, answer: [...before] }));
      expect(kept.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at));
      expect(await turns.change(apart, add(1))).toBe(0);
    });

    test('a decision that fails changes nothing', async () => {
      const account = ownDesk();
      const { turns } = subject().store;
      await turns.change(account, () => ({ turns: [1, 2], answer: undefined }));
      const failing = turns.change(account, () => {
        throw new Error('on purpose');
      });
      await expect(failing).rejects.toThrow('on purpose');
      expect(await turns.change(account, (before) => ({ turns: [], answer: before }))).toEqual([1, 2]);
    });

    test('two processes that ask at the same time keep one pace together, and use all of it', async () => {
      const account = ownDesk();
      const pace = { posts: 50, within: 10_000, block: 5 };
      let at = now.getTime();
      const clock = () => new Date(at);
      const stores = [subject().store, (await subject().another()).store];
      const processes = stores.map(({ turns }) => createPacer({ pace, account, turns, clock }));
      const begun: number[] = [];
      for (let step = 0; step < 150; step += 1) {
        const taken = await Promise.all(
          processes.flatMap((pacer, index) => [pacer.take(1 + ((step + index) % 4)), pacer.take(1)]),
        );
        begun.push(...taken.flat().map(() => at));
        at += 200;
      }
      for (const from of begun)
        expect(
          begun.filter((each) => each >= from && each < from + pace.within - 500).length,
        ).toBeLessThanOrEqual(pace.posts);
      expect(begun.length).toBeGreaterThanOrEqual(3 * pace.posts - pace.block);
    });
  });
};
