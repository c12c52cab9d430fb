import { PassingFault } from '../domain/passing-fault.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import type { Places } from '../domain/ports/places.ts';
import type { Span } from './gather.ts';

export interface WherePorts {
  places: Pick<Places, 'ofChannel'>;
}

export const isInternal = ({ body }: StoredEntry): boolean => body.handling === 'internal';

/**
 * Whether others than the house see a channel; looked up only where something internal would stand there. Throws when
 * the platform does not tell at the moment: then it is composed later.
 */
export async function isShared({ places }: WherePorts, channel: string): Promise<boolean> {
  const place = await places.ofChannel(channel);
  if (place === undefined)
    throw new PassingFault('the platform does not tell at the moment who sees the channel');
  return place === 'shared';
}

export const holdsInternal = ({ entries, ahead }: Span): boolean =>
  ahead.some(isInternal) || entries.values().some(isInternal);

/** What of a span may stand in a channel that others see. */
export const withoutInternal = ({ publications, entries, ahead }: Span): Span => ({
  publications,
  entries: new Map([...entries].filter(([, entry]) => !isInternal(entry))),
  ahead: ahead.filter((entry) => !isInternal(entry)),
});
