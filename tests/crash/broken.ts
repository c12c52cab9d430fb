import type { Ledger } from '../../src/domain/ports/ledger.ts';
import type { ChannelSender } from '../../src/domain/ports/platform.ts';
import { ledgerWith } from '../store/ledger-with.ts';
import type { Breakage } from './service-plan.ts';

/** A ledger with one of its rules left out. */
export function brokenLedger(ledger: Ledger, breakage: Breakage): Ledger {
  switch (breakage) {
    case 'recorded-first':
      // Sent, it says, before anything has left.
      return ledgerWith(ledger, {
        async sending(delivery, part, holder, at) {
          const may = await ledger.sending(delivery, part, holder, at);
          if (may) await ledger.sent(delivery, part, 'not known yet', at);
          return may;
        },
      });
    case 'sent-first':
      // The request leaves without a word of it.
      return ledgerWith(ledger, { sending: async () => true });
    case 'unsettled':
      return ledger;
  }
}

/** Never finds what is there. */
export const blind = (sender: ChannelSender): ChannelSender => ({
  ...sender,
  find: async () => ({ outcome: 'looked', found: new Map() }),
});
