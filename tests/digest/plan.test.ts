import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mostSkipped, type Plan, planDue } from '../../src/digest/plan.ts';
import { slotsBetween } from '../../src/digest/schedule/timetable.ts';
import type { Subscription } from '../../src/domain/digests/subscription.ts';
import { makeSubscription, weekdayMornings } from './make-subscription.ts';

/** Monday 23 November 2026, 08:00 in Tashkent. */
const monday = '2026-11-23T03:00:00.000Z';
const plan = (over: Partial<Subscription>, now: string, holidays?: string[]) =>
  planDue(makeSubscription(over), { now: new Date(now), ...(holidays && { holidays: new Set(holidays) }) });
const told = ({ kind, slot, late, skipped, next }: Plan) => ({
  kind,
  ...(slot && { slot: slot.toISOString() }),
  ...(late && { late }),
  skipped: skipped.map(({ slot: at, reason }) => `${at.toISOString().slice(5, 16)} ${reason}`),
  next: next?.toISOString().slice(5, 16),
});

describe('an active subscription', () => {
  test('before its slot: nothing', () => {
    expect(told(plan({}, '2026-11-23T02:59:59Z'))).toEqual({
      kind: 'nothing',
      skipped: [],
      next: '11-23T03:00',
    });
  });

  test('at its slot, or a minute after: the digest of that slot', () => {
    const run = { kind: 'run', slot: monday, skipped: [], next: '11-24T03:00' };
    expect(told(plan({}, monday))).toEqual(run);
    expect(told(plan({}, '2026-11-23T03:01:00Z'))).toEqual(run);
  });

  test('missed, but within the grace: sent late', () => {
    expect(told(plan({}, '2026-11-23T09:00:00Z'))).toEqual({
      kind: 'run',
      slot: monday,
      late: true,
      skipped: [],
      next: '11-24T03:00',
    });
  });

  test('missed by more than the grace: recorded, and nothing is sent', () => {
    expect(told(plan({}, '2026-11-23T09:00:01Z'))).toEqual({
      kind: 'nothing',
      skipped: ['11-23T03:00 missed'],
      next: '11-24T03:00',
    });
  });

  test('several missed: the newest is sent, the older ones are recorded', () => {
    expect(told(plan({}, '2026-11-25T05:00:00Z'))).toEqual({
      kind: 'run',
      slot: '2026-11-25T03:00:00.000Z',
      late: true,
      skipped: ['11-23T03:00 missed', '11-24T03:00 missed'],
      next: '11-26T03:00',
    });
  });

  test('the clock was set back: nothing repeats', () => {
    const done = plan({}, monday);
    const back = plan({ slot: done.dealt }, '2026-11-20T03:00:00Z');
    expect(told(back)).toEqual({ kind: 'nothing', skipped: [], next: '11-24T03:00' });
    expect(back.dealt).toEqual(done.dealt);
  });

  test('a holiday that is left out is recorded as one', () => {
    const schedule = { ...weekdayMornings, holidays: 'skip' as const };
    expect(told(plan({ schedule }, monday, ['2026-11-23']))).toEqual({
      kind: 'nothing',
      skipped: ['11-23T03:00 holiday'],
      next: '11-24T03:00',
    });
  });

  test('after years without a tick only the newest missed slots are recorded', () => {
    const { skipped, kind } = plan({ slot: new Date('2020-01-01T00:00:00Z') }, monday);
    expect(kind).toBe('run');
    expect(skipped).toHaveLength(mostSkipped);
    expect(skipped.at(-1)?.slot).toEqual(new Date('2026-11-20T03:00:00Z'));
  });
});

describe('a new subscription', () => {
  const subscribed = new Date('2026-11-22T12:00:00Z');
  test('starts at once, for the instant that it was subscribed', () => {
    expect(told(plan({ cursor: -1, slot: subscribed }, '2026-11-22T12:00:30Z'))).toEqual({
      kind: 'start',
      slot: subscribed.toISOString(),
      skipped: [],
      next: '11-23T03:00',
    });
  });

  test('a slot that came before the first tick is its slot', () => {
    expect(told(plan({ cursor: -1, slot: subscribed }, '2026-11-24T09:30:00Z'))).toEqual({
      kind: 'start',
      slot: '2026-11-24T03:00:00.000Z',
      skipped: ['11-23T03:00 missed'],
      next: '11-25T03:00',
    });
  });
});

describe('paused, broken, ended', () => {
  test('a pause without an end waits for a person', () => {
    expect(told(plan({ state: 'paused', next: undefined }, '2026-12-23T03:00:00Z'))).toEqual({
      kind: 'nothing',
      skipped: [],
      next: undefined,
    });
  });

  test('a pause that is over: its slots are recorded, one at its end is not of it', () => {
    const pausedUntil = new Date('2026-11-25T03:00:00Z');
    const over = { state: 'paused' as const, pausedUntil, next: pausedUntil };
    const resumed = plan(over, '2026-11-25T03:00:00Z');
    expect(told(resumed)).toEqual({
      kind: 'resume',
      skipped: ['11-23T03:00 paused', '11-24T03:00 paused'],
      next: '11-25T03:00',
    });
    const after = plan({ slot: resumed.dealt, next: resumed.next }, '2026-11-25T03:01:00Z');
    expect(told(after)).toMatchObject({ kind: 'run', slot: '2026-11-25T03:00:00.000Z' });
  });

  test('the others are left to whoever mends them', () => {
    const next = new Date('2026-11-23T02:00:00Z');
    for (const state of ['broken', 'ended'] as const)
      expect(told(plan({ state, next }, monday))).toMatchObject({ kind: 'nothing', skipped: [] });
  });
});

test('at whatever moments it ticks, each slot is sent or recorded, once and in order', () => {
  const start = new Date('2026-03-20T00:00:00Z').getTime();
  const schedule = {
    rhythm: 'cron' as const,
    cron: '30 2,14 * * *',
    zone: 'Europe/Berlin',
    holidays: 'skip' as const,
  };
  const holidays = new Set(['2026-03-24', '2026-03-25']);
  fc.assert(
    fc.property(
      // Up to 40 hours between ticks, and now and then the clock set back.
      fc.array(fc.integer({ min: -300, max: 2400 }), { minLength: 1, maxLength: 30 }),
      (minutes) => {
        let subscription = makeSubscription({ schedule, slot: new Date(start) });
        let now = start;
        const seen: string[] = [];
        for (const step of minutes) {
          now += step * 60_000;
          const { kind, slot, skipped, dealt, next } = planDue(subscription, {
            now: new Date(now),
            holidays,
          });
          seen.push(...skipped.map(({ slot: at }) => at.toISOString()));
          if (kind === 'run' && slot) seen.push(slot.toISOString());
          subscription = { ...subscription, slot: dealt, next };
        }
        const all = slotsBetween(schedule, new Date(start), subscription.slot, 1000, holidays);
        expect([...seen].sort()).toEqual(all.map(({ at }) => at.toISOString()));
      },
    ),
    { numRuns: 100 },
  );
});
