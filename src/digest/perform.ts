import type { Desk, Serving } from '../domain/desk.ts';
import type { Subscription } from '../domain/digests/subscription.ts';
import { assertNever } from '../domain/errors.ts';
import { platformOf } from '../domain/identity.ts';
import type {
  ActOutcome,
  DigestAct,
  DigestActs,
  SubscriptionChange,
  Subscriptions,
} from '../domain/ports/digests.ts';
import type { Ledger, LedgerStep } from '../domain/ports/ledger.ts';
import {
  type ActRequest,
  edit,
  newSubscription,
  pause,
  stepNow,
  stepResume,
  stepSkip,
  unsubscribe,
} from './acts.ts';
import type { DraftPorts } from './compose/draft-digest.ts';
import { holidaysOf } from './schedule/holidays.ts';
import { keptSkips } from './schedule/timetable.ts';

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
