import { dayIn } from '../../domain/dates/day.ts';
import { entriesIn, type PostingCheck } from '../../domain/digests/delivery.ts';
import { PassingFault } from '../../domain/errors.ts';
import type { EntryReader, StoredEntry } from '../../domain/ports/entries.ts';
import type { Span, WherePorts } from './gather.ts';

export const isInternal = ({ body }: StoredEntry): boolean => body.handling === 'internal';

/**
 * Whether outsiders can see a channel. Asked only if internal entries would be shown. Throws if the platform does not
 * answer at the moment; the digest is then composed later.
 */
export async function isShared({ places }: WherePorts, channel: string): Promise<boolean> {
  const place = await places.ofChannel(channel);
  if (place === undefined)
    throw new PassingFault('the platform does not tell at the moment who sees the channel');
  return place === 'shared';
}

export const holdsInternal = ({ entries, ahead }: Span): boolean =>
  ahead.some(isInternal) || entries.values().some(isInternal);

/** What of a span a shared channel may show. */
export const withoutInternal = ({ publications, entries, ahead }: Span): Span => ({
  publications,
  entries: new Map([...entries].filter(([, entry]) => !isInternal(entry))),
  ahead: ahead.filter((entry) => !isInternal(entry)),
});

/** Checks a composed part again, because the channel or an entry's marking may have changed since. */
export function createMayStand({
  entries,
  places,
}: WherePorts & { entries: Pick<EntryReader, 'getMany' | 'hasMarked'> }): PostingCheck {
  return async ({ desk, channel, reply }, now) => {
    if (!(await entries.hasMarked(desk))) return 'may';
    const scope = { desk, role: 'admin', place: 'internal', now, today: dayIn('UTC', now) } as const;
    const held = [...(await entries.getMany(scope, entriesIn(reply))).values()];
    if (held.some(({ body }) => body.handling === 'restricted')) return 'restricted';
    if (!held.some(isInternal)) return 'may';
    const place = await places.ofChannel(channel);
    if (place === undefined) return 'unknown';
    return place === 'internal' ? 'may' : 'shared';
  };
}
