import { lateAfterMs } from '../domain/delivery.ts';
import { isPassing } from '../domain/passing-fault.ts';
import { platformOf } from '../domain/platform-of.ts';
import type { AdminLine } from '../domain/ports/admin-lines.ts';
import type { SubscriptionChange } from '../domain/ports/subscriptions.ts';
import type { Subscription } from '../domain/subscription.ts';

const mostOfReason = 200;

/**
 * A digest that cannot be composed or written. Undefined: that is known already, and the admins were told, or it may
 * pass before the digest is late; what has changed about it since is in the log.
 */
export function failToCompose(
  { id, desk, channel, createdBy, failing, next }: Subscription,
  cause: unknown,
  since: Date,
): { change: SubscriptionChange; tell: AdminLine } | undefined {
  if (failing) return undefined;
  const due = next ?? since;
  if (isPassing(cause) && since.getTime() - due.getTime() <= lateAfterMs) return undefined;
  const [said = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
  const reason =
    said.length > mostOfReason ? `${said.slice(0, mostOfReason)}…` : said || 'no reason was given';
  return {
    change: { failing: { reason, since } },
    tell: {
      key: `failing:${id}:${since.toISOString()}`,
      ...{ desk, platform: platformOf(channel), subscriber: createdBy },
      text: `The digest for ${channel} (subscription ${id}) cannot be composed: ${reason}. It is tried again each minute; what is new comes as soon as it can.`,
    },
  };
}

/** One was composed: what it failed for is over. */
export function composed({ failing }: Subscription): SubscriptionChange {
  return failing ? { failing: undefined } : {};
}
