import { type Delivery, entriesIn } from '../domain/delivery.ts';
import type { EditionRecord } from '../domain/edition.ts';
import type { Nothing } from '../domain/ports/digest-views.ts';
import type { HistoryLine, Ledger } from '../domain/ports/ledger.ts';
import type { Subscription } from '../domain/subscription.ts';

/** An edition that was composed for a subscription, and what became of it. */
export interface Decided {
  slot: Date;
  edition: EditionRecord;
  became: { digest: number; delivery: Delivery } | { nothing: Nothing };
}

/** Lines of history looked through: the newest. */
const mostLines = 100;

/** The newest first. */
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

/** Why what a digest tells of an entry does not stand in the channel; undefined: it does. */
export function undelivered({ state, reason, parts }: Delivery, entry: string): string | undefined {
  if (state === 'delivered') return undefined;
  const isPosted = parts.some((part) => part.state === 'sent' && entriesIn(part.reply).includes(entry));
  if (isPosted) return undefined;
  return `not delivered${state === 'failed' ? '' : ' yet'}${reason ? ` (${reason})` : ''}`;
}
