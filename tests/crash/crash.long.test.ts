import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PostgresServer, startPostgres } from '../store/postgres-server.ts';
import type { Moment } from './judge.ts';
import { type RoundPlan, runRound } from './round.ts';
import type { Breakage } from './service-plan.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

const plan = (over: Partial<RoundPlan>): RoundPlan => ({
  seed: 1,
  setting: 'sqlite',
  aim: 'after',
  channels: 40,
  faults: 0.08,
  nonceWindow: 0,
  ...over,
});
/** Rounds mostly wait, so they are played at once. */
const patience = 180_000;

describe.concurrent('killed amid a fan-out to 80 channels, with a faulty Slack and a faulty Discord', () => {
  test.each([
    ['sqlite', 'during', 11],
    ['postgres', 'after', 12],
    ['two on postgres', 'before', 13],
    ['sqlite', undefined, 14],
  ] as const)(
    'each channel gets each edition once, and the history tells it: %s, killed %s',
    async (setting, aim, seed) => {
      const database = setting === 'sqlite' ? {} : { databaseUrl: await server.database() };
      expect(await runRound(plan({ setting, aim, seed, ...database }))).toEqual({
        landed: aim ? [aim] : expect.arrayContaining([expect.any(String)]),
        wrongs: [],
      });
    },
    patience,
  );
});

describe.concurrent('a ledger that leaves out one of its rules is found out', () => {
  test.each<[Breakage, Moment, string]>([
    ['recorded-first', 'before', 'a digest is lost'],
    ['sent-first', 'after', 'a digest comes twice'],
    ['unsettled', 'after', 'a digest comes twice'],
  ])(
    '%s, killed %s: %s',
    async (breakage, aim, what) => {
      const { wrongs } = await runRound(plan({ breakage, aim, channels: 6, faults: 0 }));
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
    expect((await runRound(plan({ aim: 'between', channels: 6, faults: 0 }))).wrongs).toEqual([]);
  });
});
