import type { Desk, Serving } from '../domain/desk.ts';
import type { Subscription, SubscriptionSettings } from '../domain/digests/subscription.ts';
import { assertNever } from '../domain/errors.ts';
import { platformOf } from '../domain/identity.ts';
import type {
  ActOutcome,
  DigestAct,
  DigestActs,
  NewSubscription,
  SubscriptionChange,
  Subscriptions,
} from '../domain/ports/digests.ts';
import type { Ledger, LedgerStep, SkippedSlot } from '../domain/ports/ledger.ts';
import { announcedCount, toRecord } from './compose/compose.ts';
import { clearFailing, type DraftPorts, draftFor } from './compose/draft-digest.ts';
import { lostOf } from './compose/lost.ts';
import { sharedEditions } from './compose/shared-editions.ts';
import { notStarted, pausedSlots } from './plan.ts';
import { type Holidays, holidaysOf } from './schedule/occurrences.ts';
import { keptSkips, latest, nextUp } from './schedule/timetable.ts';

/**
 * Changes that a person's command makes to a subscription, and the slots it records. The cursor moves with `now`,
 * `skip` and a resume "from now"; it stays with a pause, a resume "catch up" and an edit.
 */
type Act = Pick<LedgerStep, 'change' | 'skipped' | 'passOver'>;

interface ActSetting {
  now: Date;
  holidays?: Holidays;
}

/** The next tick sends its first digest. */
export function newSubscription(
  settings: SubscriptionSettings,
  { desk, channel, createdBy, now }: { desk: string; channel: string; createdBy: string; now: Date },
): NewSubscription {
  return { ...settings, desk, channel, createdBy, cursor: notStarted, slot: now, next: now };
}

/** Pauses until an instant, or until resumed. */
export function pause(until?: Date): SubscriptionChange {
  return { state: 'paused', pausedUntil: until, next: until };
}

/**
 * Ends a pause. Slots count from now, even if a clock that was ahead had moved them further. catch-up: the cursor
 * stays; the next digest lists the highest-weighted entries published meanwhile and counts the rest. from-now:
 * everything up to `head` is skipped; `entries` of it match the filter.
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
 * Leaves out the next digest and everything published up to `head`; `entries` of it match the filter. Later
 * publications come with the digest after. A paused subscription has no next digest, so only its entries are skipped.
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

/** A digest outside the schedule; slots stay. `keep`: the next digest repeats its entries. */
export function sentNow(
  subscription: Subscription,
  { head, keep }: { head: number; keep: boolean },
  { now, holidays }: ActSetting,
): SubscriptionChange {
  const { sent, state, slot, cursor } = subscription;
  if (keep) return { sent: sent + 1 };
  // The first digest was due at once; the next slot is due now.
  const started = cursor === notStarted && state === 'active';
  return {
    sent: sent + 1,
    cursor: head,
    ...(started && { next: nextUp(subscription, latest(slot, now), holidays) }),
  };
}

/**
 * The cursor stays. With a new schedule slots count from now, so earlier times of today are not missed slots. Slots
 * left out stay so if the new schedule has them too.
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

/** Ends the subscription; its history stays. */
export function unsubscribe(): SubscriptionChange {
  return { state: 'ended', pausedUntil: undefined, broken: undefined, next: undefined };
}

/** The person who asked, and when. */
export interface ActRequest {
  by: string;
  now: Date;
}

/**
 * The ledger step of a digest sent at once. `after`: includes everything after this publication number. Undefined if
 * nothing is new and the subscription posts no empty digests.
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
    ...clearFailing(subscription),
  };
  return { ...stepOf(subscription, by, { change, skipped: [] }), edition: toRecord(edition), delivery };
}

/** The ledger step that leaves out the next digest, with everything published so far. */
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

/** The ledger step that ends a pause. */
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

/** State after a pause. A subscription that was broken when the pause began still is, and is probed at once. */
export function goingOn(
  { broken }: Subscription,
  next: Date | undefined,
  now: Date,
): Pick<SubscriptionChange, 'state' | 'next'> {
  return broken ? { state: 'broken', next: now } : { state: 'active', next };
}

export interface PerformPorts extends DraftPorts {
  subscriptions: Subscriptions;
  ledger: DraftPorts['ledger'] & Pick<Ledger, 'write'>;
  desks: Serving<Desk>;
  /** A delivery is due before the next tick. */
  written(): void;
}

/** Applies people's changes to subscriptions, each against the version that was read. */
export function createDigestActs(ports: PerformPorts): DigestActs {
  const { subscriptions, ledger, desks, renderers, written } = ports;

  async function changed(
    { id, version }: Subscription,
    change: SubscriptionChange,
    { by, now }: ActRequest,
  ): Promise<ActOutcome> {
    const outcome = await subscriptions.change(id, version, change, by, now);
    if (outcome !== 'changed') return { outcome };
    written();
    return { outcome: 'done' };
  }

  async function write(make: () => Promise<LedgerStep | undefined>, now: Date): Promise<ActOutcome> {
    const step = await make();
    if (!step) return { outcome: 'empty' };
    const outcome = await ledger.write(step, now);
    if (outcome === 'overtaken') return write(make, now);
    // Of two equal requests at once, the first counts.
    if (outcome !== 'written') return { outcome: 'outdated' };
    written();
    const skipped = step.skipped.findLast(({ reason }) => reason === 'skipped');
    return { outcome: 'done', ...(skipped && { skipped }) };
  }

  async function perform(subscription: Subscription, act: DigestAct, asked: ActRequest): Promise<ActOutcome> {
    const desk = desks.byId(subscription.desk);
    if (act.act === 'unsubscribe') return changed(subscription, unsubscribe(), asked);
    if (!desk) return { outcome: 'away' };
    switch (act.act) {
      case 'edit': {
        const setting = { now: asked.now, holidays: holidaysOf(desk) };
        const { schedule = subscription.schedule } = act.settings;
        const { undone } = keptSkips(subscription, schedule, setting);
        const done = await changed(subscription, edit(subscription, act.settings, setting), asked);
        return done.outcome === 'done' && undone.length > 0 ? { ...done, undone } : done;
      }
      case 'pause':
        return changed(subscription, pause(act.until), asked);
      case 'resume':
        return write(() => stepResume(ports, subscription, desk, { ...asked, how: act.how }), asked.now);
      case 'skip':
        return write(() => stepSkip(ports, subscription, desk, asked), asked.now);
      case 'now':
        if (!renderers[platformOf(subscription.channel)]) return { outcome: 'away' };
        return write(() => stepNow(ports, subscription, desk, { ...asked, ...act }), asked.now);
      default:
        return assertNever(act);
    }
  }

  return {
    perform,
    async subscribe(settings, { desk, channel, by, now }) {
      const wanted = newSubscription(settings, { desk, channel, createdBy: by, now });
      const added = await subscriptions.add(wanted, now);
      if (added.outcome === 'added') written();
      return added;
    },
  };
}
