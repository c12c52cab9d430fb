import { describe, expect, test } from 'vitest';
import { edit, newSubscription, pause, resume, sentNow, skip, unsubscribe } from '../../src/digest/acts.ts';
import { planDue } from '../../src/digest/plan.ts';
import { keptSkips } from '../../src/digest/schedule/timetable.ts';
import type { Subscription } from '../../src/domain/digests/subscription.ts';
import { breakSubscription, heal, nextProbe } from '../../src/outbox/reachability.ts';
import { makeSubscription, weekdayMornings } from './make-subscription.ts';

const now = new Date('2026-11-22T12:00:00Z');
const monday = new Date('2026-11-23T03:00:00Z');
const tuesday = new Date('2026-11-24T03:00:00Z');
const wednesday = new Date('2026-11-25T03:00:00Z');
const subscription = makeSubscription();
const fresh = makeSubscription({ cursor: -1, slot: now, next: now, sent: 0 });

describe('skip', () => {
  test('leaves the next digest out, and what was published so far', () => {
    expect(skip(subscription, { head: 52, entries: 9 }, { now })).toEqual({
      change: { cursor: 52, leftOut: [monday], next: tuesday },
      skipped: [{ slot: monday, reason: 'skipped', entries: 9 }],
    });
  });

  test('of a paused one only the entries: it has no next digest', () => {
    const paused = makeSubscription({ state: 'paused', next: undefined });
    expect(skip(paused, { head: 52, entries: 9 }, { now })).toEqual({
      change: { cursor: 52 },
      skipped: [{ slot: now, reason: 'skipped', entries: 9 }],
    });
  });

  test('of one that has not begun: the first digest', () => {
    expect(skip(fresh, { head: 52, entries: 0 }, { now }).change).toEqual({ cursor: 52, next: monday });
  });
});

describe('now', () => {
  test('moves the cursor and counts, the slots stay', () => {
    expect(sentNow(subscription, { head: 52, keep: false }, { now })).toEqual({ sent: 12, cursor: 52 });
    expect(sentNow(subscription, { head: 52, keep: true }, { now })).toEqual({ sent: 12 });
  });

  test('is the start of one that has not begun', () => {
    expect(sentNow(fresh, { head: 52, keep: false }, { now })).toEqual({ sent: 1, cursor: 52, next: monday });
  });
});

describe('pause and resume', () => {
  const paused: Subscription = { ...subscription, ...pause() };

  test('catch up: the cursor stays, the slots of the pause are recorded', () => {
    expect(resume(paused, { how: 'catch-up' }, { now: new Date('2026-11-24T12:00:00Z') })).toEqual({
      change: {
        state: 'active',
        pausedUntil: undefined,
        slot: new Date('2026-11-24T12:00:00Z'),
        next: wednesday,
      },
      skipped: [
        { slot: monday, reason: 'paused', entries: 0 },
        { slot: tuesday, reason: 'paused', entries: 0 },
      ],
    });
  });

  test('from now: what was published meanwhile is skipped, and counted', () => {
    const { change, skipped } = resume(paused, { how: 'from-now', head: 52, entries: 9 }, { now });
    expect(change).toMatchObject({ state: 'active', cursor: 52, next: monday });
    expect(skipped).toEqual([{ slot: now, reason: 'skipped', entries: 9 }]);
  });

  test('one that had not begun begins when it is resumed', () => {
    expect(resume({ ...fresh, ...pause() }, { how: 'catch-up' }, { now }).change.next).toEqual(now);
  });
});

describe('edit', () => {
  test('a filter: nothing else changes', () => {
    const filter = { topics: ['trade'], countries: [] };
    expect(edit(subscription, { filter }, { now })).toEqual({ filter });
  });

  test('a schedule: times of today that are past are not sent late', () => {
    const schedule = { ...weekdayMornings, cron: '0 7 * * 1-5' };
    const at = new Date('2026-11-23T02:30:00Z');
    const edited = { ...subscription, ...edit(subscription, { schedule }, { now: at }) };
    expect(edited.next).toEqual(new Date('2026-11-24T02:00:00Z'));
    expect(planDue(edited, { now: at })).toMatchObject({ kind: 'nothing', skipped: [] });
  });

  describe('what was left out', () => {
    const skipped = makeSubscription({ leftOut: [monday], next: tuesday });
    test.each([
      ['another time', { cron: '5 8 * * 1-5' }, '2026-11-23T03:05:00Z'],
      ['another zone', { zone: 'America/New_York' }, '2026-11-23T13:00:00Z'],
      ['other days, that one among them', { cron: '0 9 * * 1' }, '2026-11-23T04:00:00Z'],
      ['more times of that day, this one among them', { cron: '0 7,8 * * *' }, '2026-11-23T03:00:00Z'],
    ])('stays so: %s', (_, change, at) => {
      const schedule = { ...weekdayMornings, ...change };
      const edited = { ...skipped, ...edit(skipped, { schedule }, { now }) };
      expect(edited.leftOut).toEqual([new Date(at)]);
      expect(edited.next?.getTime()).not.toBe(Date.parse(at));
    });

    test.each([
      ['other days', { cron: '0 8 * * 2' }],
      ['several times of that day', { cron: '0 7,9 * * *' }],
    ])('does not: %s', (_, change) => {
      const schedule = { ...weekdayMornings, ...change };
      expect(edit(skipped, { schedule }, { now })).toMatchObject({ leftOut: [] });
      expect(keptSkips(skipped, schedule, { now }).undone).toEqual([monday]);
    });

    test('stays so when all is set back', () => {
      const schedule = { ...weekdayMornings, cron: '5 8 * * 1-5' };
      const edited = { ...skipped, ...edit(skipped, { schedule }, { now }) };
      const back = edit(edited, { schedule: weekdayMornings }, { now });
      expect(back).toMatchObject({ leftOut: [monday], next: tuesday });
    });

    test('nor is a day without digest begun, as its new time is past, nor when it is set back', () => {
      const at = new Date('2026-11-23T02:30:00Z');
      const earlier = { ...weekdayMornings, cron: '0 7 * * 1-5' };
      const edited = { ...skipped, ...edit(skipped, { schedule: earlier }, { now: at }) };
      expect(edited.next).toEqual(new Date('2026-11-24T02:00:00Z'));
      expect(edit(edited, { schedule: weekdayMornings }, { now: at }).next).toEqual(tuesday);
    });
  });

  test('while it is paused it stays so', () => {
    const paused = makeSubscription({ state: 'paused', next: undefined });
    const schedule = { ...weekdayMornings, zone: 'UTC' };
    expect(edit(paused, { schedule }, { now })).toEqual({ schedule, slot: now });
  });
});

test('subscribed: a tick sends the first digest; unsubscribed: none looks at it', () => {
  const { filter, schedule, onEmpty, lastCount, format } = subscription;
  const settings = { filter, schedule, onEmpty, lastCount, format };
  const added = newSubscription(settings, { desk: 'north', channel: 'terminal', createdBy: 'terminal', now });
  expect(planDue(makeSubscription(added), { now }).kind).toBe('start');
  expect(unsubscribe()).toMatchObject({ state: 'ended', next: undefined });
});

describe('broken', () => {
  test('the admins are told once; since when is kept', () => {
    const first = breakSubscription(subscription, 'the bot was removed', now);
    expect(first).toEqual({
      change: {
        state: 'broken',
        broken: { reason: 'the bot was removed', since: now },
        next: new Date('2026-11-22T12:05:00Z'),
      },
      tell: true,
    });
    const later = new Date('2026-11-22T13:00:00Z');
    const again = breakSubscription({ ...subscription, ...first?.change }, 'the channel is gone', later);
    expect(again).toEqual({
      change: {
        state: 'broken',
        broken: { reason: 'the channel is gone', since: now },
        next: new Date('2026-11-22T14:00:00Z'),
      },
      tell: false,
    });
  });

  test('pauses grow up to six hours', () => {
    expect(nextProbe(now, new Date('2026-11-30T00:00:00Z'))).toEqual(new Date('2026-11-30T06:00:00Z'));
  });

  test('of a paused one it is noted, and the admins are told; an ended one is left alone', () => {
    const paused = makeSubscription({ state: 'paused' });
    const noted = { broken: { reason: 'gone', since: now } };
    expect(breakSubscription(paused, 'gone', now)).toEqual({ change: noted, tell: true });
    expect(breakSubscription({ ...paused, ...noted }, 'gone', monday)).toEqual({
      change: noted,
      tell: false,
    });
    expect(heal({ ...paused, ...noted }, monday)).toEqual({ broken: undefined });
    expect(heal(paused, monday)).toBeUndefined();
    expect(breakSubscription(makeSubscription({ state: 'ended' }), 'gone', now)).toBeUndefined();
  });

  test('one that was paused is broken still when it goes on, and is asked about at once', () => {
    const broken = { reason: 'gone', since: now };
    const paused = makeSubscription({ state: 'paused', broken });
    const at = new Date('2026-11-24T12:00:00Z');
    expect(resume(paused, { how: 'catch-up' }, { now: at }).change).toMatchObject({
      state: 'broken',
      next: at,
    });
  });

  test('healed: what is due within the grace is sent, what was missed is recorded', () => {
    const at = new Date('2026-11-24T05:00:00Z');
    const broken = makeSubscription({ state: 'broken' });
    const healed = { ...broken, ...heal(broken, at) };
    expect(planDue(healed, { now: at })).toMatchObject({
      kind: 'run',
      slot: tuesday,
      late: true,
      skipped: [{ slot: monday, reason: 'missed' }],
    });
  });
});
