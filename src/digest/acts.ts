import type { Desk } from '../domain/desk.ts';
import type { Subscription, SubscriptionSettings } from '../domain/digests/subscription.ts';
import type { NewSubscription, SubscriptionChange } from '../domain/ports/digests.ts';
import type { LedgerStep, SkippedSlot } from '../domain/ports/ledger.ts';
import { announcedCount, toRecord } from './compose/compose.ts';
import { composed, type DraftPorts, draftFor } from './compose/draft-digest.ts';
import { lostOf } from './compose/lost.ts';
import { sharedEditions } from './compose/shared-editions.ts';
import { notStarted, pausedSlots } from './plan.ts';
import { type Holidays, holidaysOf } from './schedule/holidays.ts';
import { keptSkips, latest, nextUp } from './schedule/timetable.ts';

/**
 * What a person's word changes of a subscription, and the slots that it records. The cursor moves with `now` and
 * `skip`, and with a resume "from now"; it stays with a pause, with "catch up" and with an edit.
 */
type Act = Pick<LedgerStep, 'change' | 'skipped' | 'passOver'>;

interface ActSetting {
  now: Date;
  holidays?: Holidays;
}

/** The first tick after it sends the one first digest. */
export function newSubscription(
  settings: SubscriptionSettings,
  { desk, channel, createdBy, now }: { desk: string; channel: string; createdBy: string; now: Date },
): NewSubscription {
  return { ...settings, desk, channel, createdBy, cursor: notStarted, slot: now, next: now };
}

/** Until an instant, or until somebody resumes it. */
export function pause(until?: Date): SubscriptionChange {
  return { state: 'paused', pausedUntil: until, next: until };
}

/**
 * The count of slots begins anew from now, also where a clock that was ahead had taken it there. catch-up: the cursor stays, and the next digest tells what was published meanwhile: it lists the weightiest and
 * counts the rest. from-now: what was published up to `head` is skipped, `entries` of it of the filter.
 */
export function resume(
  subscription: Subscription,
  how: { how: 'catch-up' } | { how: 'from-now'; head: number; entries: number },
  { now, holidays }: ActSetting,
): Act {
  const skipped = pausedSlots(subscription, now, holidays);
  const starts = how.how === 'catch-up' && subscription.cursor === notStarted;
  const next = starts ? now : nextUp(subscription, now, holidays);
  const change = { ...goingOn(subscription, next, now), pausedUntil: undefined, slot: now };
  if (how.how === 'catch-up') return { change, skipped };
  return {
    change: { ...change, cursor: how.head },
    skipped: [...skipped, { slot: now, reason: 'skipped', entries: how.entries }],
    passOver: 'passed over as it was resumed from now',
  };
}

/**
 * The next digest is left out, and what was published up to `head` with it: `entries` of the filter. What is published
 * after comes with the digest after. A paused one has no next digest: only its entries are skipped.
 */
export function skip(
  subscription: Subscription,
  { head, entries }: { head: number; entries: number },
  { now, holidays }: ActSetting,
): Act {
  const { state, slot, cursor, next, leftOut = [] } = subscription;
  const line = (at: Date): SkippedSlot => ({ slot: at, reason: 'skipped', entries });
  if (state !== 'active' || cursor === notStarted || !next) {
    const follows = state === 'active' ? { next: nextUp(subscription, latest(slot, now), holidays) } : {};
    return { change: { cursor: head, ...follows }, skipped: [line(now)] };
  }
  const without = [...leftOut.filter((at) => at > slot), next];
  const follows = nextUp({ ...subscription, leftOut: without }, next, holidays);
  return { change: { cursor: head, leftOut: without, next: follows }, skipped: [line(next)] };
}

/** A digest out of turn: its slots stay as they are. `keep`: what it shows comes with the next one as well. */
export function sentNow(
  subscription: Subscription,
  { head, keep }: { head: number; keep: boolean },
  { now, holidays }: ActSetting,
): SubscriptionChange {
  const { sent, state, slot, cursor } = subscription;
  if (keep) return { sent: sent + 1 };
  // The one first digest was due at once; now the next slot is.
  const started = cursor === notStarted && state === 'active';
  return {
    sent: sent + 1,
    cursor: head,
    ...(started && { next: nextUp(subscription, latest(slot, now), holidays) }),
  };
}

/**
 * The cursor stays. With another schedule the count of slots begins anew from now: times of today that are past are no
 * missed ones. What was left out stays so where the new schedule has it too.
 */
export function edit(
  subscription: Subscription,
  settings: Partial<SubscriptionSettings>,
  { now, holidays }: ActSetting,
): SubscriptionChange {
  const { state, cursor } = subscription;
  const schedule = settings.schedule;
  if (!schedule || JSON.stringify(schedule) === JSON.stringify(subscription.schedule)) return settings;
  const runs = state === 'active' && cursor !== notStarted;
  const { leftOut } = keptSkips(subscription, schedule, { now, holidays });
  return {
    ...settings,
    slot: now,
    ...(subscription.leftOut && { leftOut }),
    ...(runs && { next: nextUp({ schedule, leftOut }, now, holidays) }),
  };
}

/** Its history stays. */
export function unsubscribe(): SubscriptionChange {
  return { state: 'ended', pausedUntil: undefined, broken: undefined, next: undefined };
}

/** Who asked, and when. */
export interface ActRequest {
  by: string;
  now: Date;
}

/**
 * A digest at once, for the ledger to write. `after`: from that publication on. Undefined: there is nothing new, and this subscription posts nothing then.
 */
export async function stepNow(
  ports: DraftPorts,
  subscription: Subscription,
  desk: Desk,
  { by, now, keep, after }: ActRequest & { keep: boolean; after?: number | undefined },
): Promise<LedgerStep | undefined> {
  const cursor = Math.min(after ?? subscription.cursor, subscription.cursor);
  const edition = await sharedEditions(ports, now)({ ...subscription, cursor }, desk);
  const digest = { subscription, desk, edition };
  const lost = (await lostOf(ports.ledger, [subscription.id])).get(subscription.id);
  const delivery = await draftFor(ports, digest, { kind: 'now', slot: now, lost, now });
  if (!delivery) return undefined;
  const change = {
    ...sentNow(subscription, { head: edition.to, keep }, { now, holidays: holidaysOf(desk) }),
    ...composed(subscription),
  };
  return { ...stepOf(subscription, by, { change, skipped: [] }), edition: toRecord(edition), delivery };
}

/** The next digest is left out, with what was published so far. */
export async function stepSkip(
  ports: DraftPorts,
  subscription: Subscription,
  desk: Desk,
  { by, now }: ActRequest,
): Promise<LedgerStep> {
  const edition = await sharedEditions(ports, now)(subscription, desk);
  const act = skip(
    subscription,
    { head: edition.to, entries: announcedCount(edition) },
    { now, holidays: holidaysOf(desk) },
  );
  return { ...stepOf(subscription, by, act), edition: toRecord(edition) };
}

/** A pause is ended: the next digest catches up, or begins from now. */
export async function stepResume(
  ports: DraftPorts,
  subscription: Subscription,
  desk: Desk,
  { by, now, how }: ActRequest & { how: 'catch-up' | 'from-now' },
): Promise<LedgerStep> {
  const setting = { now, holidays: holidaysOf(desk) };
  if (how === 'catch-up') return stepOf(subscription, by, resume(subscription, { how }, setting));
  const edition = await sharedEditions(ports, now)(subscription, desk);
  const act = resume(subscription, { how, head: edition.to, entries: announcedCount(edition) }, setting);
  return { ...stepOf(subscription, by, act), edition: toRecord(edition) };
}

function stepOf({ id, version }: Subscription, by: string, act: Act): LedgerStep {
  return { subscription: id, version, ...act, by };
}

/** A pause has ended: one that was broken when it began is broken still, and is asked about at once. */
export function goingOn(
  { broken }: Subscription,
  next: Date | undefined,
  now: Date,
): Pick<SubscriptionChange, 'state' | 'next'> {
  return broken ? { state: 'broken', next: now } : { state: 'active', next };
}
