import { inWords } from '../../domain/desk.ts';
import { type Delivery, entriesIn } from '../../domain/digests/delivery.ts';
import { type EditionRecord, isTold } from '../../domain/digests/edition.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import type { Nothing } from '../../domain/ports/digests.ts';
import type { HistoryLine, Ledger } from '../../domain/ports/ledger.ts';

/** Earlier digests that did not arrive, for the next one to mention. */
export interface Lost {
  /** Those with content, oldest first. */
  digests: { number: number; delivery: string }[];
  /** Number of the newest digest not yet delivered. */
  newest: number;
}

/** By subscription; missing: all have arrived. */
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

/** The newest ones are named, with where to read them. */
const mostNamed = 3;

/** `Digest 12 was not delivered. To read it: …`; undefined if all arrived. */
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

/** Command line that answers the entries of a digest that did not fit. */
export function moreCommand(delivery: string): string {
  return `/deskwire digest more ${delivery}`;
}

/** An edition composed for a subscription, with its outcome. */
export interface Decided {
  slot: Date;
  edition: EditionRecord;
  became: { digest: number; delivery: Delivery } | { nothing: Nothing };
}

/** Lines of history searched, newest first. */
const mostLines = 100;

/** Newest first. */
export async function decidedOf(
  ledger: Pick<Ledger, 'history' | 'edition'>,
  { id }: Subscription,
  most = mostLines,
): Promise<Decided[]> {
  const lines = await ledger.history(id, mostLines);
  const composed = lines.flatMap((line) => composedIn(line) ?? []).slice(0, most);
  const found = await Promise.all(
    composed.map(async ({ edition: number, ...rest }) => {
      const edition = await ledger.edition(number);
      return edition ? [{ ...rest, edition }] : [];
    }),
  );
  return found.flat();
}

function composedIn(line: HistoryLine): (Omit<Decided, 'edition'> & { edition: number }) | undefined {
  if ('skipped' in line) {
    const { slot, reason, edition } = line.skipped;
    if (edition === undefined || (reason !== 'empty' && reason !== 'skipped' && reason !== 'restored'))
      return undefined;
    return { slot, edition, became: { nothing: reason } };
  }
  const { delivery } = line;
  const { edition, slot = delivery.createdAt, number: digest = 0 } = delivery;
  return edition === undefined ? undefined : { slot, edition, became: { digest, delivery } };
}

/** Why a digest's item about an entry is not in the channel; undefined if it is. */
export function whyUndelivered({ state, reason, parts }: Delivery, entry: string): string | undefined {
  if (state === 'delivered') return undefined;
  const isPosted = parts.some((part) => part.state === 'sent' && entriesIn(part.reply).includes(entry));
  if (isPosted) return undefined;
  return `not delivered${state === 'failed' ? '' : ' yet'}${reason ? ` (${reason})` : ''}`;
}
