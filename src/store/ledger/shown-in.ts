import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

const entriesAtOnce = 500;

export async function readShownIn(
  database: Kysely<Schema>,
  desk: string,
  entries: readonly string[],
): Promise<Map<string, Set<string>>> {
  const shown = new Map<string, Set<string>>();
  for (let at = 0; at < entries.length; at += entriesAtOnce) {
    const rows = await database
      .selectFrom('part_entries as e')
      .innerJoin('delivery_parts as p', (join) =>
        join.onRef('p.delivery', '=', 'e.delivery').onRef('p.part', '=', 'e.part'),
      )
      .innerJoin('deliveries as d', 'd.id', 'e.delivery')
      .innerJoin('subscriptions as s', 's.id', 'd.subscription')
      .select(['e.entry', 'd.channel'])
      .distinct()
      .where('e.entry', 'in', entries.slice(at, at + entriesAtOnce))
      .where('s.desk', '=', desk)
      .where('d.kind', '<>', 'correction')
      .where((row) =>
        row.or([
          row('p.state', 'in', ['sending', 'unknown', 'sent']),
          row.and([row('p.state', '=', 'waiting'), row('p.attempts', '>', 0)]),
        ]),
      )
      .execute();
    for (const { entry, channel } of rows) {
      const channels = shown.get(entry);
      if (channels) channels.add(channel);
      else shown.set(entry, new Set([channel]));
    }
  }
  return shown;
}
