import { type draft, later, ownChannel, queued, subscribe } from '../digests-made.ts';
import { ownDesk, type Subject } from './subject.ts';

export const settleMs = 35_000;

/** What one holder asks for; each test has a platform of its own, so that no other test's deliveries are in the way. */
export const asks = (platform: string, holder = 'one', until = later(60), limit = 100) => ({
  holder,
  until,
  limit,
  platforms: [platform],
  settleMs,
});

/** Readers of the ledger, and a subscription that no other test shares. */
export function ledgerOf(subject: () => Subject) {
  const read = {
    delivery: (id: string) => subject().store.ledger.delivery(id),
    subscription: (id: number) => subject().store.subscriptions.get(id),
  };

  /** A subscription in a channel of a platform that only this test has. */
  async function alone() {
    const desk = ownDesk();
    const channel = ownChannel(desk);
    const subscription = await subscribe(subject().store, desk, { channel });
    const queue = async (changes: Parameters<typeof draft>[1] = {}) =>
      (await queued(subject().store, desk, changes, subscription)).delivery;
    return { desk, channel, platform: desk, subscription, queue };
  }

  return { read, alone };
}
