import type { Ledger } from '../../src/domain/ports/ledger.ts';
import { ledgerWith } from '../store/ledger-with.ts';
import type { StandStill, StoodStill } from './service-plan.ts';

const forEver = () => new Promise<never>(() => {});

/** The ledger as it is, but that the nth part to come to the point goes no further, and says so. */
export function standingStill(
  ledger: Ledger,
  { at, nth }: StandStill,
  say: (stood: StoodStill) => void,
): Ledger {
  let come = 0;
  const arrived = async (delivery: string, part: number) => {
    come += 1;
    if (come !== nth) return;
    say({ delivery, part });
    await forEver();
  };
  switch (at) {
    case 'before':
      return ledgerWith(ledger, {
        async sending(delivery, part, ...rest) {
          const may = await ledger.sending(delivery, part, ...rest);
          if (may) await arrived(delivery, part);
          return may;
        },
      });
    case 'after':
      return ledgerWith(ledger, {
        async sent(delivery, part, ...rest) {
          await arrived(delivery, part);
          await ledger.sent(delivery, part, ...rest);
        },
      });
    case 'between':
      return ledgerWith(ledger, {
        async sent(delivery, part, ...rest) {
          await ledger.sent(delivery, part, ...rest);
          const parts = (await ledger.delivery(delivery))?.parts ?? [];
          if (parts[part + 1]?.attempts === 0) await arrived(delivery, part);
        },
      });
  }
}
