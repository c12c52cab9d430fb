import type { Ledger } from '../domain/ports/ledger.ts';
import type { Filter } from '../domain/subscription.ts';
import type { Span } from './gather.ts';
import { toldWhereShown } from './judge.ts';
import { once } from './once.ts';

type Channels = ReadonlySet<string> | undefined;

/**
 * For many channels: of what an edition tells only where it was shown, the entries that one of them was shown; none:
 * nothing depends on it. Each entry is looked up once.
 */
export function seenBy(ledger: Pick<Ledger, 'shownIn'>) {
  const where = new Map<string, Promise<Channels>>();
  const depending = new Map<string, Promise<[string, Channels][]>>();
  const shownIn = (desk: string, entry: string) =>
    once(where, JSON.stringify([desk, entry]), async () => (await ledger.shownIn(desk, [entry])).get(entry));
  /** `key`: of the edition. */
  return async (
    key: string,
    { span, desk, filter, channel }: { span: Span; desk: string; filter: Filter; channel: string },
  ): Promise<string[] | undefined> => {
    const depends = await once(depending, key, async () => {
      const found: [string, Channels][] = [];
      for (const entry of toldWhereShown(span, filter)) found.push([entry, await shownIn(desk, entry)]);
      return found;
    });
    if (depends.length === 0) return undefined;
    return depends.flatMap(([entry, channels]) => (channels?.has(channel) ? entry : []));
  };
}
