import { formatDay } from '../domain/day.ts';
import type { Desk } from '../domain/desk.ts';
import { house } from '../domain/house.ts';
import { platformOf } from '../domain/platform-of.ts';
import type { Restored } from '../domain/ports/epoch.ts';
import type { LedgerStep } from '../domain/ports/ledger.ts';
import type { Subscription } from '../domain/subscription.ts';
import { told, toRecord } from './compose.ts';
import { holidaysOf } from './holidays.ts';
import { notStarted } from './plan.ts';
import { sharedEditions } from './shared-editions.ts';
import type { TickPorts } from './tick.ts';
import { nextUp } from './upcoming.ts';

/**
 * It knows nothing of what was sent between the backup and the restore. One that has not begun is no such: its first
 * digest is looked for before it is sent.
 */
export const isBehind = (
  { state, cursor, slot }: Pick<Subscription, 'state' | 'cursor' | 'slot'>,
  restored: Restored,
) => state !== 'ended' && cursor !== notStarted && slot < restored.at;

/** Steps that are written as one transaction. */
const batch = 200;

/**
 * After a restore every subscription goes on from the head: what was published after its cursor may have been sent
 * already. It is listed for the admins, with the line that sends it. Answers how many are left for a later time: their
 * desk does not serve, or the platform does not tell who sees their channel.
 */
export async function passOver(ports: TickPorts, restored: Restored, now: Date): Promise<number> {
  const { subscriptions, ledger, log } = ports;
  const compose = sharedEditions(ports, now);
  const behind = (await subscriptions.list({})).filter((one) => isBehind(one, restored));
  let left = 0;
  for (let at = 0; at < behind.length; at += batch) {
    const steps: LedgerStep[] = [];
    for (const subscription of behind.slice(at, at + batch)) {
      const desk = ports.desks().find(({ definition }) => definition.id === subscription.desk);
      try {
        if (desk) steps.push(await stepFor(subscription, desk));
        else left += 1;
      } catch (err) {
        left += 1;
        log.warn({ subscription: subscription.id, err }, 'a digest does not go on yet after the restore');
      }
    }
    const outcomes = await ledger.writeAll(steps, now);
    left += outcomes.filter((outcome) => outcome !== 'written').length;
  }
  return left;

  async function stepFor(subscription: Subscription, desk: Desk): Promise<LedgerStep> {
    const { id, version, state } = subscription;
    const edition = await compose(subscription, desk);
    const entries = told(edition);
    const next = nextUp(subscription, restored.at, holidaysOf(desk));
    return {
      ...{ subscription: id, version, by: 'scheduler', edition: toRecord(edition) },
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
    ...{ desk: definition.id, platform: platformOf(channel), subscriber: createdBy },
    text: `The database was put back to ${instantOf(from)}: subscription ${id} in ${channel} goes on from now. ${entries} ${what} passed over. ${may} have been sent since then; to send them again: /${house} digest now number:${id} after:${cursor}`,
  };
}
