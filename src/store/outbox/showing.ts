import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { SubscriptionSettings } from '../../domain/digests/subscription.ts';
import { platformOf } from '../../domain/identity.ts';
import type { MessagePosition, ShowingMessage } from '../../domain/ports/ledger.ts';
import type { Reply } from '../../domain/reply.ts';
import type { Schema } from '../schema.ts';
import { readDeliveries } from './read.ts';

/** Rows looked at for one batch, whether they show the entry or not; others get their turn after it. */
const rowsAtOnce = 200;

export async function readMessagesShowing(
  database: Kysely<Schema>,
  { desk, entry, platform }: { desk: string; entry: string; platform: string },
  after: MessagePosition = { delivery: '', part: -1 },
): Promise<{ messages: ShowingMessage[]; next?: MessagePosition }> {
  const positions = await database
    .selectFrom('part_entries')
    .select(['delivery', 'part'])
    .where('entry', '=', entry)
    .where((row) => row(row.refTuple('delivery', 'part'), '>', row.tuple(after.delivery, after.part)))
    .orderBy('delivery')
    .orderBy('part')
    .limit(rowsAtOnce)
    .execute();
  const last = positions.length === rowsAtOnce ? positions.at(-1) : undefined;
  const next = last && { next: { delivery: last.delivery, part: last.part } };
  const ids = [...new Set(positions.map(({ delivery }) => delivery))];
  if (ids.length === 0) return { messages: [] };
  const rows = await database
    .selectFrom('deliveries as d')
    .innerJoin('subscriptions as s', 's.id', 'd.subscription')
    .leftJoin('editions as e', 'e.id', 'd.edition')
    .select(['d.id', 'd.position', 'd.channel', 'e.up_to', 's.settings'])
    .where('d.id', 'in', ids)
    .where('s.desk', '=', desk)
    .where('d.kind', '<>', 'correction')
    .execute();
  const here = new Map(
    rows.filter((row) => platformOf(row.channel) === platform).map((row) => [row.id, row]),
  );
  const deliveries = new Map((await readDeliveries(database, [...here.keys()])).map((one) => [one.id, one]));
  const corrected = await correctedReplies(database, [...here.keys()]);
  await nextTurn();
  const newest = await newestByChannel(database, { desk, entry }, [...here.values()]);
  const messages = positions.flatMap(({ delivery: id, part: index }) => {
    const row = here.get(id);
    const delivery = deliveries.get(id);
    const part = delivery?.parts[index];
    if (!row || !part || (delivery.state === 'failed' && part.state !== 'sent')) return [];
    const { ping, format } = JSON.parse(row.settings) as SubscriptionSettings;
    return {
      delivery,
      part,
      ...(ping && { ping }),
      format,
      reply: corrected.get(`${id} ${index}`) ?? part.reply,
      upTo: row.up_to ?? 0,
      newest: newest.get(row.channel) === row.position,
    };
  });
  await nextTurn();
  return { messages, ...next };
}

/**
 * By channel, the position of the newest delivery that shows the entry, of subscriptions that have not ended. Each is
 * looked for from the newest delivery backwards: most lie near, however many show the entry.
 */
async function newestByChannel(
  database: Kysely<Schema>,
  { desk, entry }: { desk: string; entry: string },
  rows: readonly { channel: string }[],
): Promise<Map<string, number>> {
  const channels = [...new Set(rows.map(({ channel }) => channel))];
  if (channels.length === 0) return new Map();
  const found = await database
    .selectFrom('subscriptions as s')
    .select('s.channel')
    .select((of) =>
      of
        .selectFrom('deliveries as d')
        .select('d.position')
        .whereRef('d.subscription', '=', 's.id')
        .where('d.kind', '<>', 'correction')
        .where((row) =>
          row.exists(
            row
              .selectFrom('part_entries as e')
              .innerJoin('delivery_parts as p', (join) =>
                join.onRef('p.delivery', '=', 'e.delivery').onRef('p.part', '=', 'e.part'),
              )
              .select('e.part')
              .where('e.entry', '=', entry)
              .whereRef('e.delivery', '=', 'd.id')
              .where((part) => part.or([part('d.state', '<>', 'failed'), part('p.state', '=', 'sent')])),
          ),
        )
        .orderBy('d.position', 'desc')
        .limit(1)
        .as('position'),
    )
    .where('s.channel', 'in', channels)
    .where('s.desk', '=', desk)
    .where('s.state', '<>', 'ended')
    .execute();
  const newest = new Map<string, number>();
  for (const { channel, position } of found)
    if (position !== null) newest.set(channel, Math.max(position, newest.get(channel) ?? 0));
  return newest;
}

/** By delivery and part: what the newest correction that edits it says, unless it came to nothing. */
async function correctedReplies(database: Kysely<Schema>, ids: readonly string[]) {
  const replies = new Map<string, Reply>();
  if (ids.length === 0) return replies;
  const rows = await database
    .selectFrom('deliveries as d')
    .innerJoin('delivery_parts as p', 'p.delivery', 'd.id')
    .select(['d.corrects_delivery as delivery', 'd.corrects_part as part', 'p.reply'])
    .where('d.corrects_delivery', 'in', ids)
    .where('d.state', 'not in', ['failed', 'needless'])
    .where('p.instead', 'is not', null)
    .orderBy('d.position')
    .execute();
  for (const { delivery, part, reply } of rows) replies.set(`${delivery} ${part}`, JSON.parse(reply));
  return replies;
}
