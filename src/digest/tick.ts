import { formatDay } from '../domain/dates/day.ts';
import type { Desk, Serving } from '../domain/desk.ts';
import type { Subscription } from '../domain/digests/subscription.ts';
import { platformOf } from '../domain/identity.ts';
import { appCommands } from '../domain/ports/answerer.ts';
import type { Subscriptions } from '../domain/ports/digests.ts';
import type { Ledger, LedgerStep, StepOutcome } from '../domain/ports/ledger.ts';
import type { Restored } from '../domain/ports/publishing.ts';
import type { Clock, Log } from '../domain/ports/runtime.ts';
import { goingOn } from './acts.ts';
import { announcedCount, toRecord } from './compose/compose.ts';
import { clearFailing, type DraftPorts, draftFor, failToCompose } from './compose/draft-digest.ts';
import { type Lost, lostOf } from './compose/lost.ts';
import { sharedEditions } from './compose/shared-editions.ts';
import { notStarted, type Plan, planDue } from './plan.ts';
import { holidaysOf } from './schedule/occurrences.ts';
import { nextUp } from './schedule/timetable.ts';

export interface TickPorts extends DraftPorts {
  subscriptions: Subscriptions;
  ledger: Ledger;
  /** The desks in service. */
  desks: Serving<Desk>;
  /** Unique per process and start. */
  holder: string;
  /** Set after a restore, until all subscriptions continue from the head; those that do not yet are skipped. */
  restored?: Restored | undefined;
  /** For claims: a later batch of a long tick begins later than the tick. */
  clock: Clock;
  log: Log;
}

/** Subscriptions composed before their steps are written in one transaction. */
const batch = 200;

/** Milliseconds for which this process has a batch; if it dies, others take over afterwards. */
const claimMs = 20_000;

/**
 * Writes everything due: editions, deliveries with frozen parts, skipped slots and cursors. Several processes may tick
 * at once: the second to write finds its version outdated. A subscription that fails is marked and retried at the next
 * tick.
 */
export async function tick(ports: TickPorts, now: Date): Promise<void> {
  const { subscriptions, ledger, publications, holder, log } = ports;
  const platforms = Object.keys(ports.renderers);
  await publications.release(now);
  let compose = sharedEditions(ports, now);
  const seen = new Set<number>();
  // Failed subscriptions stay due and must not hide the others.
  let stuck = 0;
  for (;;) {
    const until = new Date(ports.clock().getTime() + claimMs);
    const limit = batch + stuck;
    const due = await subscriptions.claimDue({ holder, until, limit, platforms }, now);
    const fresh = due.filter(({ id }) => !seen.has(id));
    if (fresh.length === 0) return;
    const lost = await lostOf(
      ledger,
      fresh.map(({ id }) => id),
    );
    const steps: LedgerStep[] = [];
    for (const subscription of fresh) {
      seen.add(subscription.id);
      try {
        const step = await stepFor(subscription, lost.get(subscription.id));
        if (step) steps.push(step);
      } catch (cause) {
        await fails(subscription, cause);
      }
    }
    const outcomes = await writeAll(steps, fresh);
    stuck += fresh.length;
    for (const [index, step] of steps.entries()) {
      const { subscription, change, delivery } = step;
      if (outcomes[index] === 'written') {
        stuck -= 1;
        // Resumed: a slot since the end of its pause is due now.
        if (change.state === 'active') seen.delete(subscription);
      } else if (outcomes[index] === 'overtaken') {
        compose = sharedEditions(ports, now);
        seen.delete(subscription);
      } else if (outcomes[index] === 'duplicate') {
        log.warn({ subscription, key: delivery?.key }, 'digest is already in the ledger');
        await ledger.write(withoutDigest(step), now);
      }
    }
  }

  async function fails(subscription: Subscription, cause: unknown): Promise<void> {
    const { id, version } = subscription;
    log.error({ subscription: id, err: cause }, 'digest not composed; retrying next minute');
    const failed = failToCompose(subscription, cause, now);
    if (failed) await subscriptions.change(id, version, failed.change, 'scheduler', now, failed.tell);
  }

  /** A step that cannot be written must not block the others. */
  async function writeAll(
    steps: readonly LedgerStep[],
    of: readonly Subscription[],
  ): Promise<(StepOutcome | 'failed')[]> {
    try {
      return await ledger.writeAll(steps, now);
    } catch (err) {
      log.warn({ err }, 'writing digests in one transaction failed; writing each separately');
    }
    const outcomes: (StepOutcome | 'failed')[] = [];
    for (const step of steps) {
      try {
        outcomes.push(await ledger.write(step, now));
      } catch (cause) {
        const subscription = of.find(({ id }) => id === step.subscription);
        if (subscription) await fails(subscription, cause);
        outcomes.push('failed');
      }
    }
    return outcomes;
  }

  async function stepFor(
    subscription: Subscription,
    lost: Lost | undefined,
  ): Promise<LedgerStep | undefined> {
    const { desk: id, channel, version } = subscription;
    // Another process posts there.
    if (!ports.renderers[platformOf(channel)]) return undefined;
    if (ports.restored && isBehind(subscription, ports.restored)) return undefined;
    const desk = ports.desks.byId(id);
    if (!desk) throw new Error(`the desk ${id} does not serve`);
    const plan = planDue(subscription, { now, holidays: holidaysOf(desk) });
    const { dealt, next, skipped, kind } = plan;
    const change = { slot: dealt, next };
    const step = { subscription: subscription.id, version, by: 'scheduler' };
    switch (kind) {
      case 'nothing':
        return { ...step, change, skipped };
      case 'resume':
        return {
          ...step,
          change: { ...change, ...goingOn(subscription, next, now), pausedUntil: undefined },
          skipped,
        };
      default:
        return digestStep({ subscription, desk, lost }, plan, step);
    }
  }

  async function digestStep(
    { subscription, desk, lost }: { subscription: Subscription; desk: Desk; lost: Lost | undefined },
    { slot = now, late, skipped, dealt, next }: Plan,
    step: Pick<LedgerStep, 'subscription' | 'version' | 'by'>,
  ): Promise<LedgerStep> {
    const { sent } = subscription;
    const edition = await compose(subscription, desk);
    const digest = { subscription, desk, edition };
    const delivery = await draftFor(ports, digest, { kind: 'scheduled', slot, late, lost, now });
    const change = { cursor: edition.to, slot: dealt, next, ...clearFailing(subscription) };
    const whole = { ...step, edition: toRecord(edition) };
    if (!delivery) return { ...whole, change, skipped: [...skipped, { slot, reason: 'empty', entries: 0 }] };
    return { ...whole, change: { ...change, sent: sent + 1 }, delivery, skipped };
  }
}

/**
 * Its slot was already sent while the clock was ahead: the slot is recorded, and new entries go into the next digest.
 */
function withoutDigest({ change, subscription, version, by, skipped }: LedgerStep): LedgerStep {
  const { slot, next } = change;
  return { subscription, version, by, skipped, change: { ...(slot && { slot }), next } };
}

/**
 * Whether a subscription does not know what was sent between backup and restore. Not so before its first digest, which
 * is looked for before it is sent.
 */
const isBehind = (
  { state, cursor, slot }: Pick<Subscription, 'state' | 'cursor' | 'slot'>,
  restored: Restored,
) => state !== 'ended' && cursor !== notStarted && slot < restored.at;

/**
 * After a restore every subscription continues from the head, because entries after its cursor may have been sent
 * already. Alerts admins with the command that sends them. Resolves to the number of subscriptions left for later,
 * because their desk is not in service or the platform does not report who sees the channel.
 */
export async function passOver(ports: TickPorts, restored: Restored, now: Date): Promise<number> {
  const { subscriptions, ledger, log } = ports;
  const compose = sharedEditions(ports, now);
  const behind = (await subscriptions.list({})).filter((one) => isBehind(one, restored));
  let left = 0;
  for (let at = 0; at < behind.length; at += batch) {
    const steps: LedgerStep[] = [];
    for (const subscription of behind.slice(at, at + batch)) {
      const desk = ports.desks.byId(subscription.desk);
      try {
        if (desk) steps.push(await stepFor(subscription, desk));
        else left += 1;
      } catch (err) {
        left += 1;
        log.warn({ subscription: subscription.id, err }, 'digest not resumed after the restore');
      }
    }
    const outcomes = await ledger.writeAll(steps, now);
    left += outcomes.filter((outcome) => outcome !== 'written').length;
  }
  return left;

  async function stepFor(subscription: Subscription, desk: Desk): Promise<LedgerStep> {
    const { id, version, state } = subscription;
    const edition = await compose(subscription, desk);
    const entries = announcedCount(edition);
    const next = nextUp(subscription, restored.at, holidaysOf(desk));
    return {
      subscription: id,
      version,
      by: 'scheduler',
      edition: toRecord(edition),
      change: { cursor: edition.to, slot: restored.at, ...(state === 'active' && { next }) },
      skipped: [{ slot: restored.at, reason: 'restored', entries }],
      ...(entries > 0 && { tell: lineFor(subscription, desk, restored, entries) }),
    };
  }
}

function instantOf(at: Date): string {
  const instant = at.toISOString();
  return `${formatDay(instant.slice(0, 10))}, ${instant.slice(11, 16)} UTC`;
}

function lineFor(
  { id, channel, cursor, createdBy }: Subscription,
  { definition }: Desk,
  { at, from }: Restored,
  entries: number,
) {
  const [what, may] = entries === 1 ? ['entry was', 'It may'] : ['entries were', 'They may'];
  return {
    key: `restored:${id}:${at.toISOString()}`,
    desk: definition.id,
    platform: platformOf(channel),
    subscriber: createdBy,
    text: `The database was put back to ${instantOf(from)}: subscription ${id} in ${channel} goes on from now. ${entries} ${what} passed over. ${may} have been sent since then; to send them again: /${appCommands.manage} digest now number:${id} after:${cursor}`,
  };
}
