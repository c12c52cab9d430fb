import type { Desk } from '../domain/desk.ts';
import { platformOf } from '../domain/platform-of.ts';
import type { Restored } from '../domain/ports/epoch.ts';
import type { Ledger, LedgerStep, StepOutcome } from '../domain/ports/ledger.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Subscriptions } from '../domain/ports/subscriptions.ts';
import type { Subscription } from '../domain/subscription.ts';
import { goingOn } from './broken.ts';
import { toRecord } from './compose.ts';
import { type DraftPorts, draftFor } from './draft-digest.ts';
import { composed, failToCompose } from './failing.ts';
import { holidaysOf } from './holidays.ts';
import { type Lost, lostOf } from './lost.ts';
import { isBehind } from './pass-over.ts';
import { type Plan, planDue } from './plan.ts';
import { sharedEditions } from './shared-editions.ts';

export interface TickPorts extends DraftPorts {
  subscriptions: Subscriptions;
  ledger: Ledger;
  /** The desks that serve now. */
  desks(): readonly Desk[];
  /** Differs for every process, and every time that it starts. */
  holder: string;
  /** After a restore, until all go on from the head: those that do not yet are left alone. */
  restored?: Restored | undefined;
  log: Log;
}

/** Subscriptions looked at before their steps are written, as one transaction. */
const batch = 200;

/** Milliseconds for which a batch is this process's to compose; one that died leaves it to others then. */
const claimMs = 20_000;

/**
 * Writes what is due: editions, deliveries with frozen parts, skipped slots and cursors. Any number of processes may
 * tick at once: the second to write finds its version outdated. One that fails is marked and tried at the next tick.
 */
export async function tick(ports: TickPorts, now: Date): Promise<void> {
  const { subscriptions, ledger, publications, holder, log } = ports;
  const platforms = Object.keys(ports.renderers);
  await publications.release(now);
  let compose = sharedEditions(ports, now);
  const seen = new Set<number>();
  // Those that fail stay due, and must not hide the others.
  let stuck = 0;
  for (;;) {
    const until = new Date(now.getTime() + claimMs);
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
        // Resumed: a slot that came since the end of its pause is due now.
        if (change.state === 'active') seen.delete(subscription);
      } else if (outcomes[index] === 'overtaken') {
        compose = sharedEditions(ports, now);
        seen.delete(subscription);
      } else if (outcomes[index] === 'duplicate') {
        log.warn({ subscription, key: delivery?.key }, 'digest is in the ledger already');
        await ledger.write(withoutDigest(step), now);
      }
    }
  }

  async function fails(subscription: Subscription, cause: unknown): Promise<void> {
    const { id, version } = subscription;
    log.error({ subscription: id, err: cause }, 'digest not composed; it is tried again');
    const failed = failToCompose(subscription, cause, now);
    if (failed) await subscriptions.change(id, version, failed.change, 'scheduler', now, failed.tell);
  }

  /** One that cannot be written must not keep the others back. */
  async function writeAll(
    steps: readonly LedgerStep[],
    of: readonly Subscription[],
  ): Promise<(StepOutcome | 'failed')[]> {
    try {
      return await ledger.writeAll(steps, now);
    } catch (err) {
      log.warn({ err }, 'digests could not be written together; each is written by itself');
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
    const desk = ports.desks().find(({ definition }) => definition.id === id);
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
    const change = { cursor: edition.to, slot: dealt, next, ...composed(subscription) };
    const whole = { ...step, edition: toRecord(edition) };
    if (!delivery) return { ...whole, change, skipped: [...skipped, { slot, reason: 'empty', entries: 0 }] };
    return { ...whole, change: { ...change, sent: sent + 1 }, delivery, skipped };
  }
}

/** Its slot was sent when the clock was ahead: it passes, and what is new comes with the next. */
function withoutDigest({ change, subscription, version, by, skipped }: LedgerStep): LedgerStep {
  const { slot, next } = change;
  return { subscription, version, by, skipped, change: { ...(slot && { slot }), next } };
}
