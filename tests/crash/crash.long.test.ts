import { describe, expect, test } from 'vitest';
import type { Moment } from './judge.ts';
import { type RoundPlan, runRound } from './round.ts';
import type { Breakage } from './service-plan.ts';

// `npm run test:crash` plays the rounds themselves.
const plan = (over: Partial<RoundPlan>): RoundPlan => ({
  seed: 1,
  setting: 'sqlite',
  aim: 'after',
  channels: 6,
  faults: 0,
  nonceWindow: 0,
  ...over,
});
/** Rounds mostly wait, so they are played at once. */
const patience = 180_000;

describe.concurrent('a ledger that leaves out one of its rules is found out', () => {
  test.each<[Breakage, Moment, string]>([
    ['recorded-first', 'before', 'a digest is lost'],
    ['sent-first', 'after', 'a digest comes twice'],
    ['unsettled', 'after', 'a digest comes twice'],
  ])(
    '%s, killed %s: %s',
    async (breakage, aim, what) => {
      const { wrongs } = await runRound(plan({ breakage, aim }));
      const counts = wrongs.flatMap((wrong) => {
        const [, told = '', standing = ''] = /told is \[(.*)\], there stands \[(.*)\]/.exec(wrong) ?? [];
        // A second kill may find the same parts again, and then more than one copy is too many.
        const surplus = standing.split(' is ').length - told.split(' is ').length;
        return told || standing ? [Math.sign(surplus)] : [];
      });
      expect(counts).toContain(what === 'a digest is lost' ? -1 : 1);
    },
    patience,
  );

  test('and the whole one is not', async () => {
    expect((await runRound(plan({ aim: 'between' }))).wrongs).toEqual([]);
  });
});
