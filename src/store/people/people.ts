import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import { accountOf, removed, sameAccount } from '../../domain/identity.ts';
import type { People, Removal, Trace, TraceKind } from '../../domain/ports/access.ts';
import { leftWithoutAdmin } from '../../domain/ports/access.ts';
import { audit } from '../audit.ts';
import type { Database } from '../database.ts';
import { lockLedger } from '../outbox/lanes.ts';
import { lockSequence, takeNumbers } from '../publishing/sequence.ts';
import type { Schema } from '../schema.ts';
import { findMentions, findOwned, removeOwner } from './mentions.ts';
import { allPersonColumns } from './person-columns.ts';
import { lockGrants } from './roles.ts';

export class StoredPeople implements People {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async traces(person: string, newest: number): Promise<Trace[]> {
    const { read } = this.#database;
    const found: Trace[] = [];
    for (const { kind, table, columns, summary, at } of allPersonColumns) {
      const named = sql`FROM ${sql.table(table)} WHERE ${sql.join(
        columns.map((column) => isOf(column, person)),
        sql` OR `,
      )}`;
      const counted = await sql<{
        count: number;
      }>`SELECT CAST(COUNT(*) AS INTEGER) AS count ${named}`.execute(read);
      const count = counted.rows[0]?.count ?? 0;
      if (count === 0) continue;
      const { rows } = await sql<{ what: string; at: string }>`SELECT ${sql.raw(summary)} AS what,
        ${sql.ref(at)} AS at ${named} ORDER BY ${sql.ref(at)} DESC LIMIT ${newest}`.execute(read);
      found.push({ kind, count, newest: rows.map((row) => ({ what: row.what, at: new Date(row.at) })) });
    }
    return [
      ...ofOneKind(found, newest),
      ...traceOf('owner', await findOwned(read, person), newest),
      ...traceOf('mention', await findMentions(read, person), newest),
    ];
  }

  async remove(person: string, by: string, at: Date, admins: readonly string[]): Promise<Removal> {
    return this.#database.write(async (transaction) => {
      // In the order in which whoever takes both would; two removals then follow each other.
      await lockSequence(transaction);
      await lockLedger(transaction);
      const grants = await lockGrants(this.#database, transaction);
      const desks = leftWithoutAdmin(grants, admins, ({ subject }) => sameAccount(subject, person));
      if (desks.length > 0) return { outcome: 'last admin' as const, desks };
      for (const { table, columns, theirs } of allPersonColumns) {
        for (const column of columns) {
          if (theirs)
            await sql`DELETE FROM ${sql.table(table)} WHERE ${isOf(column, person)}`.execute(transaction);
          else
            await sql`UPDATE ${sql.table(table)} SET ${sql.ref(column)} = ${removed}
            WHERE ${isOf(column, person)}`.execute(transaction);
        }
      }
      await removeOwner(transaction, person);
      await removeMentions(transaction, person);
      // A number for no revision: what was answered before is not true any more, see ADR 7.
      await takeNumbers(transaction, 1, 0);
      const actor = sameAccount(by, person) ? removed : by;
      await audit(transaction, { at, actor, action: 'person removed', subject: removed });
      return { outcome: 'removed' as const };
    });
  }
}

/** One kind may be kept in several places. */
const ofOneKind = (found: readonly Trace[], newest: number): Trace[] =>
  [...Map.groupBy(found, ({ kind }) => kind)].map(([kind, traces]) => ({
    kind,
    count: traces.reduce((sum, { count }) => sum + count, 0),
    newest: traces
      .flatMap((trace) => trace.newest)
      .toSorted((one, other) => other.at.getTime() - one.at.getTime())
      .slice(0, newest),
  }));

function traceOf(kind: TraceKind, all: readonly { summary: string; at: string }[], newest: number): Trace[] {
  if (all.length === 0) return [];
  const latest = all.toSorted((one, other) => other.at.localeCompare(one.at)).slice(0, newest);
  return [
    {
      kind,
      count: all.length,
      newest: latest.map(({ summary, at }) => ({ what: summary, at: new Date(at) })),
    },
  ];
}

/** The same account in any workspace or server. Ids hold nothing that LIKE would take for a pattern. */
function isOf(column: string, person: string): RawBuilder<SqlBool> {
  const account = accountOf(person);
  return account
    ? sql`(${sql.ref(column)} LIKE ${`${account.platform}:%:${account.user}`}
      OR ${sql.ref(column)} LIKE ${`${account.platform}:%:@${account.user}`})`
    : sql`${sql.ref(column)} = ${person}`;
}

/** Who pressed a button that is gone is told to ask again; all else is kept, with `removed` in place of the mention. */
async function removeMentions(transaction: Transaction<Schema>, person: string): Promise<void> {
  for (const { place, key, without } of await findMentions(transaction, person)) {
    const row = sql`${sql.table(place.table)}`;
    const isIt = sql`${sql.ref(place.key)} = ${key}`;
    if (place.goes) {
      await sql`DELETE FROM ${row} WHERE ${isIt}`.execute(transaction);
      continue;
    }
    const changes = Object.entries(without).map(([column, text]) => sql`${sql.ref(column)} = ${text}`);
    await sql`UPDATE ${row} SET ${sql.join(changes)} WHERE ${isIt}`.execute(transaction);
    if (place.table === 'cards') await writeAnew(transaction, String(key));
  }
}

/** What still waits is shown as it is now, and its message edited, at the next look. A closed card has had its last word. */
async function writeAnew(transaction: Transaction<Schema>, card: string): Promise<void> {
  await transaction
    .updateTable('cards')
    .set({ version: sql`version || ' without'` })
    .where('id', '=', card)
    .where('is_open', '=', 1)
    .execute();
}
