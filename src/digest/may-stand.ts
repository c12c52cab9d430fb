import { dayIn } from '../domain/day.ts';
import { entriesIn } from '../domain/delivery.ts';
import type { EntryReader } from '../domain/ports/entries.ts';
import type { Reply } from '../domain/reply.ts';
import { isInternal, type WherePorts } from './where.ts';

/** restricted: it holds what no channel may see. shared: what is internal, and others see the channel. untold: nobody knows. */
export type Standing = 'may' | 'restricted' | 'shared' | 'untold';

/** Whether what was composed a while ago may stand in its channel as things are now. */
export type MayStand = (
  message: { desk: string; channel: string; reply: Reply },
  now: Date,
) => Promise<Standing>;

/** Since it was composed others may have been let into the channel, or an entry marked. */
export function createMayStand({
  entries,
  places,
}: WherePorts & { entries: Pick<EntryReader, 'getMany' | 'hasMarked'> }): MayStand {
  return async ({ desk, channel, reply }, now) => {
    if (!(await entries.hasMarked(desk))) return 'may';
    const scope = { desk, role: 'admin', place: 'internal', now, today: dayIn('UTC', now) } as const;
    const held = [...(await entries.getMany(scope, entriesIn(reply))).values()];
    if (held.some(({ body }) => body.handling === 'restricted')) return 'restricted';
    if (!held.some(isInternal)) return 'may';
    const place = await places.ofChannel(channel);
    if (place === undefined) return 'untold';
    return place === 'internal' ? 'may' : 'shared';
  };
}
