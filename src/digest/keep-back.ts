import { assertNever } from '../domain/assert-never.ts';
import type { DeliveryPart } from '../domain/delivery.ts';
import type { Hold, Worked } from './delivery-hold.ts';
import { outOfReach } from './out-of-reach.ts';

/** Until the platform is asked again who sees a channel, in milliseconds. */
const askAgainMs = 60_000;

/** What is frozen is never rendered again: what may not stand in its channel any more is not sent at all. */
export async function keepBack(hold: Hold, { reply }: DeliveryPart): Promise<Worked | undefined> {
  const { delivery, subscription, work } = hold;
  const { channel } = delivery;
  const now = work.clock();
  const standing = subscription
    ? await work.mayStand?.({ desk: subscription.desk, channel, reply }, now)
    : undefined;
  switch (standing) {
    case undefined:
    case 'may':
      return undefined;
    case 'restricted':
      return hold.fail('it holds an entry that was marked as restricted after it was composed');
    case 'shared':
    case 'untold': {
      // A channel that the bot cannot see counts as shared, and that may end.
      const access = await work.sender.access(channel);
      if (!access.ok && !access.passing)
        return outOfReach(hold, { refusal: access.refusal, reason: access.problem });
      if (standing === 'shared' && access.ok)
        return hold.fail('it holds entries that are internal, and by now others see the channel too');
      const due = new Date(now.getTime() + askAgainMs);
      return hold.release('waiting', due, 'the platform does not tell at the moment who sees the channel');
    }
    default:
      return assertNever(standing);
  }
}
