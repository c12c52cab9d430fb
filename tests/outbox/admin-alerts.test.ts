import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { AdminLine } from '../../src/domain/ports/digests.ts';
import { createTellAdmins, type TellAdminsOptions } from '../../src/outbox/admin-alerts.ts';
import { fakeTime } from '../digest/fake-timers.ts';
import { queued } from '../store/digests-made.ts';
import { freshStore, now, silent } from '../store/fixture.ts';

/** Processes on one real store, in a time that only the test moves. */
async function telling() {
  const { store, end } = await freshStore();
  onTestFinished(end);
  const time = fakeTime(now);
  const said: [string, string][] = [];
  const logged: string[] = [];
  let holders = 0;
  const process = (over: Partial<TellAdminsOptions> = {}) =>
    createTellAdmins({
      platforms: ['slack', 'discord'],
      lines: store.adminLines,
      leases: store.leases,
      adminsOf: async ({ platform }) => [[`${platform}-admin`]],
      say: async (...words) => said.push(words) > 0,
      clock: time.clock,
      timers: time.timers,
      log: { ...silent, warn: (_, message) => void logged.push(message) },
      holder: `process-${++holders}`,
      ...over,
    });
  /** As the ledger writes it: with the delivery that fails. */
  const keep = async (...lines: Partial<AdminLine>[]) => {
    for (const line of lines) {
      const { delivery } = await queued(store, 'test');
      const key = `failed:${delivery.id}`;
      const tell = { key, desk: 'test', platform: 'slack', text: 'a line', ...line };
      const of = { holder: 'x', until: time.clock(), limit: 1, platforms: ['slack'], settleMs: 0 };
      await store.ledger.lease(of, time.clock());
      await store.ledger.finish(delivery.id, 'x', { state: 'failed', reason: 'x', tell }, time.clock());
    }
  };
  const pending = async () => (await store.adminLines.pending(100)).map(({ text }) => text);
  return { store, time, said, logged, process, keep, pending };
}

test('what happens at about the same time is said once to a person, and a flood is counted', async () => {
  const { time, said, process, keep, pending } = await telling();
  const lines = Array.from({ length: 12 }, (_, at) => ({ text: `line ${at + 1}` }));
  await keep(...lines, { text: 'line 1' }, { platform: 'discord', text: 'another' });
  const { soon } = process();
  soon();
  soon();
  time.pass(9_999);
  expect(time.waiting()).toBe(1);
  expect(said).toEqual([]);
  time.pass(1);
  await expect.poll(pending, { interval: 5 }).toEqual([]);
  const first = Array.from({ length: 10 }, (_, at) => `line ${at + 1}`);
  expect(said).toEqual([
    ['slack-admin', [...first, 'And 2 more: "/deskwire digest list" shows them.'].join('\n')],
    ['discord-admin', 'another'],
  ]);
});

test('what a process did not say before it was killed, another one says', async () => {
  const { store, time, said, process, keep } = await telling();
  const killed = process({ say: () => new Promise(() => {}) });
  await keep({ text: 'one' });
  void killed.flush();
  await expect.poll(() => store.leases.hold('tell-admins', 'x', now, now), { interval: 5 }).toBe(false);
  const other = process();
  await other.flush();
  // Whoever was killed may be at it still.
  expect(said).toEqual([]);
  time.pass(120_000);
  await other.flush();
  await other.flush();
  expect(said).toEqual([['slack-admin', 'one']]);
});

test('processes that say it at the same time say it once', async () => {
  const { said, process, keep } = await telling();
  await keep({ text: 'one' });
  const all = Array.from({ length: 4 }, () => process());
  await Promise.all(all.map(({ flush }) => flush()));
  expect(said).toEqual([['slack-admin', 'one']]);
});

test('the next best are told where nobody else can be, each what is for them', async () => {
  const { said, process, keep, pending } = await telling();
  const lists: Record<string, string[][]> = {
    a: [['away', 'near'], ['far']],
    b: [['away'], ['far', 'near']],
  };
  await keep({ desk: 'a', text: 'of a' }, { desk: 'b', text: 'of b' });
  const say = async (person: string, text: string) => person !== 'away' && said.push([person, text]) > 0;
  await process({ say, adminsOf: async ({ desk }) => lists[desk]! }).flush();
  expect(said).toEqual([
    ['near', 'of a'],
    ['far', 'of b'],
    ['near', 'of b'],
  ]);
  expect(await pending()).toEqual([]);
});

test('where nobody can be told it is kept, tried ever more seldom, and given up after a week', async () => {
  const { time, logged, process } = await telling();
  const line = { number: 1, at: now, key: 'k', desk: 'test', platform: 'slack', text: 'one' };
  const given: number[] = [];
  const lines = {
    pending: async () => [line],
    delivered: async (all: readonly number[]) => void given.push(...all),
  };
  const leases = { hold: async () => true, release: async () => {} };
  const tried: number[] = [];
  const say = async () => {
    tried.push((time.clock().getTime() - now.getTime()) / 60_000);
    return false;
  };
  const { soon } = process({
    lines: { ...lines, keep: async () => {}, forget: async () => {} },
    leases,
    say,
  });
  const minutes = async (count: number) => {
    for (let minute = 0; minute < count; minute += 1) {
      soon();
      time.pass(60_000);
      await setImmediate();
    }
  };
  await minutes(24 * 60);
  const pauses = tried.slice(1).map((at, before) => Math.round(at - tried[before]!));
  expect(pauses.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  expect(pauses.slice(8).every((pause) => pause >= 60 && pause <= 61)).toBe(true);
  expect(logged[0]).toContain('DESKWIRE_ADMINS');
  expect(given).toEqual([]);
  time.pass(6 * 24 * 60 * 60_000);
  await minutes(1);
  expect(given[0]).toBe(1);
});

test('what nobody can be told does not hold up what can be', async () => {
  const { said, process, keep, pending } = await telling();
  const adminsOf = async ({ desk }: { desk: string }) => [[desk]];
  const say = async (person: string, text: string) => person !== 'mute' && said.push([person, text]) > 0;
  const { flush } = process({ adminsOf, say });
  await keep({ desk: 'mute', text: 'one' });
  await flush();
  await keep({ desk: 'heard', text: 'two' });
  await flush();
  expect(said).toEqual([['heard', 'two']]);
  expect(await pending()).toEqual(['one']);
});

test('what happened on a platform is said by a process that has it, and after an hour by any', async () => {
  const { time, said, process, keep } = await telling();
  const other = process({ platforms: ['discord'] });
  await keep({ text: 'one' });
  await other.flush();
  expect(said).toEqual([]);
  await process().flush();
  expect(said).toEqual([['slack-admin', 'one']]);
  await keep({ text: 'two' });
  time.pass(60 * 60_000);
  await other.flush();
  expect(said).toHaveLength(1);
  time.pass(1);
  await other.flush();
  expect(said.at(-1)).toEqual(['slack-admin', 'two']);
});
