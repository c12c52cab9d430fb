import type { Ledger } from '../../src/domain/ports/ledger.ts';

/** A ledger with some of its calls replaced. */
export const ledgerWith = (ledger: Ledger, over: Partial<Ledger>): Ledger =>
  new Proxy(ledger, {
    get(target, name) {
      const replaced = over[name as keyof Ledger];
      if (replaced) return replaced;
      const value = target[name as keyof Ledger];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
