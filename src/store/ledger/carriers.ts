import type { Kysely } from 'kysely';
import type { Carrier } from '../../domain/ports/ledger.ts';
import type { Reply } from '../../domain/reply.ts';
import type { Schema } from '../schema.ts';
import { readDeliveries } from './read-deliveries.ts';

const deliveriesAtOnce = 500;

export async function readCarriers(
  database: Kysely<Schema>,
  desk: string,
  entry: string,
): Promise<Carrier[]> {
  const rows = await database
    .selectFrom('part_entries as e')
    .innerJoin('deliveries as d', 'd.id', 'e.delivery')
    .innerJoin('subscriptions as s', 's.id', 'd.subscription')
    .innerJoin('delivery_parts as p', (join) =>
      join.onRef('p.delivery', '=', 'e.delivery').onRef('p.part', '=', 'e.part'),
    )
    .select(['e.delivery', 'e.part'])
    .where('e.entry', '=', entry)
    .where('s.desk', '=', desk)
    .where('d.kind', '<>', 'correction')
    .where((row) => row.or([row('d.state', '<>', 'failed'), row('p.state', '=', 'sent')]))
    .orderBy('d.position')
    .orderBy('e.part')
    .execute();
  const ids = [...new Set(rows.map(({ delivery }) => delivery))];
  const deliveries = new Map((await readDeliveries(database, ids)).map((one) => [one.id, one]));
  const corrected = await correctedReplies(database, ids);
  return rows.flatMap((row) => {
    const delivery = deliveries.get(row.delivery);
    const part = delivery?.parts[row.part];
    if (!delivery || !part) return [];
    return { delivery, part, reply: corrected.get(`${row.delivery} ${row.part}`) ?? part.reply };
  });
}

/** By delivery and part: what the newest correction that edits it says, unless it came to nothing. */
async function correctedReplies(database: Kysely<Schema>, ids: readonly string[]) {
  const replies = new Map<string, Reply>();
  for (let at = 0; at < ids.length; at += deliveriesAtOnce) {
    const rows = await database
      .selectFrom('deliveries as d')
      .innerJoin('delivery_parts as p', 'p.delivery', 'd.id')
      .select(['d.corrects_delivery as delivery', 'd.corrects_part as part', 'p.reply'])
      .where('d.corrects_delivery', 'in', ids.slice(at, at + deliveriesAtOnce))
      .where('d.state', 'not in', ['failed', 'needless'])
      .where('p.instead', 'is not', null)
      .orderBy('d.position')
      .execute();
    for (const { delivery, part, reply } of rows) replies.set(`${delivery} ${part}`, JSON.parse(reply));
  }
  return replies;
}
