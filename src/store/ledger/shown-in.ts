import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { CarrierPlace } from '../../domain/ports/ledger.ts';
import type { Schema } from '../schema.ts';

/** Many messages may show one entry: others get their turn after so many. */
const rowsAtOnce = 1000;

export async function readShownIn(
  database: Kysely<Schema>,
  desk: string,
  entries: readonly string[],
): Promise<Map<string, Set<string>>> {
  const shown = new Map<string, Set<string>>();
  for (const entry of entries) {
    const channels = new Set<string>();
    for (let after: CarrierPlace | undefined = { delivery: '', part: -1 }; after; ) {
      const rows = await parts(database, entry, after);
      for (const { channel, ...part } of rows)
        if (part.desk === desk && part.kind !== 'correction' && stands(part)) channels.add(channel);
      after = rows.length === rowsAtOnce ? rows.at(-1) : undefined;
      await nextTurn();
    }
    if (channels.size > 0) shown.set(entry, channels);
  }
  return shown;
}

function parts(database: Kysely<Schema>, entry: string, after: CarrierPlace) {
  return database
    .selectFrom('part_entries as e')
    .innerJoin('delivery_parts as p', (join) =>
      join.onRef('p.delivery', '=', 'e.delivery').onRef('p.part', '=', 'e.part'),
    )
    .innerJoin('deliveries as d', 'd.id', 'e.delivery')
    .innerJoin('subscriptions as s', 's.id', 'd.subscription')
    .select(['e.delivery', 'e.part', 'p.state', 'p.attempts', 'd.channel', 'd.kind', 's.desk'])
    .where('e.entry', '=', entry)
    .where((row) => row(row.refTuple('e.delivery', 'e.part'), '>', row.tuple(after.delivery, after.part)))
    .orderBy('e.delivery')
    .orderBy('e.part')
    .limit(rowsAtOnce)
    .execute();
}

const stands = ({ state, attempts }: { state: string; attempts: number }) =>
  state === 'waiting' ? attempts > 0 : state !== 'dropped';
