import { inWords } from '../domain/desk-names.ts';
import { isTold } from '../domain/edition.ts';
import type { Ledger } from '../domain/ports/ledger.ts';
import { moreCommand } from './more-command.ts';

/** What of the digests before did not arrive, for the next one to say. */
export interface Lost {
  /** Those that had something to tell, oldest first. */
  digests: { number: number; delivery: string }[];
  /** The newest number that has not arrived, or not yet. */
  newest: number;
}

/** By subscription; absent: all have arrived. */
export async function lostOf(
  ledger: Pick<Ledger, 'undelivered' | 'edition'>,
  subscriptions: readonly number[],
): Promise<Map<number, Lost>> {
  const lost = new Map<number, Lost>();
  for (const [subscription, all] of await ledger.undelivered(subscriptions)) {
    const digests: Lost['digests'] = [];
    for (const { state, edition, number, delivery } of all) {
      if (state !== 'failed') continue;
      const rulings = (await ledger.edition(edition))?.rulings ?? [];
      if (rulings.some(({ rule }) => isTold(rule))) digests.push({ number, delivery });
    }
    lost.set(subscription, { digests, newest: Math.max(...all.map(({ number }) => number)) });
  }
  return lost;
}

/** Named with where to read them: the newest. */
const mostNamed = 3;

/** `Digest 12 was not delivered. To read it: …`; undefined: there is nothing to say. */
export function lostWords({ digests }: Lost): string | undefined {
  const named = digests.slice(-mostNamed);
  if (named.length === 0) return undefined;
  const numbers = inWords(named.map(({ number }) => String(number)));
  const lines = inWords(named.map(({ delivery }) => moreCommand(delivery)));
  const more = digests.length - named.length;
  const earlier = more > 0 ? ` Nor ${more === 1 ? 'was one' : `were ${more}`} before that.` : '';
  return named.length === 1
    ? `Digest ${numbers} was not delivered.${earlier} To read it: ${lines}`
    : `Digests ${numbers} were not delivered.${earlier} To read them: ${lines}`;
}
