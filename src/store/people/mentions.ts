import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { EntryBody } from '../../domain/entry.ts';
import { accountOf, removed, sameAccount } from '../../domain/identity.ts';
import type { Schema } from '../schema.ts';
import { mentions } from './person-columns.ts';

/** A row that mentions a person, and its words as they would be without. */
interface Mention {
  place: (typeof mentions)[number];
  key: number | string;
  summary: string;
  at: string;
  without: Record<string, string>;
}

type Found = Record<string, string> & { its_key: number | string; its_telling: string; its_time: string };

/** Whoever is named by words that somebody wrote: by a mention as platforms write it, or by an id. */
export async function findMentions(database: Kysely<Schema>, person: string): Promise<Mention[]> {
  const account = accountOf(person);
  if (!account) return [];
  const { user } = account;
  const named = namedIn(account);
  const found: Mention[] = [];
  for (const place of mentions) {
    const { table, key, columns, summary, at } = place;
    const like = columns.map((column) => sql`${sql.ref(column)} LIKE ${`%${user}%`}`);
    const texts = sql.join(columns.map((column) => sql.ref(column)));
    // Names of their own, since a table may have a column of the same.
    const { rows } = await sql<Found>`SELECT ${sql.ref(key)} AS its_key, ${sql.raw(summary)} AS its_telling,
      ${sql.ref(at)} AS its_time, ${texts} FROM ${sql.table(table)}
      WHERE ${sql.join(like, sql` OR `)}`.execute(database);
    for (const row of rows) {
      const changed = columns.flatMap((column): [string, string][] => {
        const without = row[column]?.replace(named, removed);
        return without === undefined || without === row[column] ? [] : [[column, without]];
      });
      if (changed.length > 0) {
        const { its_key, its_telling, its_time } = row;
        const without = Object.fromEntries(changed);
        found.push({ place, key: its_key, summary: its_telling, at: its_time, without });
      }
    }
  }
  return found;
}

/**
 * A mention as platforms write it and as it is escaped for them, with the name in it; or the id, also where a mark that
 * nobody sees keeps Slack from reading an emoji in it. What stands around it in JSON stays.
 */
function namedIn({ platform, user }: { platform: string; user: string }): RegExp {
  const mention = `(?:<|&lt;)@!?${user}(?:\\|[^>&"\\\\]*)?(?:>|&gt;)`;
  const id = `(?:${platform}:\\u2060?[A-Z0-9]+:\\u2060?)?\\b${user}\\b`;
  return new RegExp(`${mention}|${id}`, 'g');
}

interface Owned {
  rev: number;
  summary: string;
  at: string;
  body: EntryBody;
}

/** Documents looked through at once: others get their turn in between. */
const atOnce = 2000;

/** Every revision, also of the past, of an entry that the person keeps true. No index holds owners, and few ask. */
export async function findOwned(database: Kysely<Schema>, person: string): Promise<Owned[]> {
  const account = accountOf(person);
  if (!account) return [];
  const named = `%"owner":"${account.platform}:%:${account.user}"%`;
  const found: Owned[] = [];
  for (let from = 0; ; ) {
    const { rows } = await sql<{ rev: number }>`SELECT rev FROM documents WHERE rev > ${from}
      ORDER BY rev LIMIT 1 OFFSET ${atOnce - 1}`.execute(database);
    const until = rows[0]?.rev;
    let some = database
      .selectFrom('documents as d')
      .innerJoin('revisions as r', 'r.rev', 'd.rev')
      .select(['d.rev', 'd.doc', 'r.id', 'r.desk', 'r.revision', 'r.recorded_at'])
      .where('d.rev', '>', from)
      .where('d.doc', 'like', named);
    if (until !== undefined) some = some.where('d.rev', '<=', until);
    for (const { rev, doc, id, desk, revision, recorded_at: at } of await some.execute()) {
      const body = JSON.parse(doc) as EntryBody;
      if (body.owner === undefined || !sameAccount(body.owner, person)) continue;
      found.push({ rev, body, at, summary: `${id} on ${desk}, revision ${revision}` });
    }
    if (until === undefined) return found;
    from = until;
    await nextTurn();
  }
}

/** The owner of the desk keeps them then. */
export async function removeOwner(transaction: Transaction<Schema>, person: string): Promise<void> {
  for (const { rev, body } of await findOwned(transaction, person)) {
    const { owner: _, ...rest } = body;
    await transaction
      .updateTable('documents')
      .set({ doc: JSON.stringify(rest) })
      .where('rev', '=', rev)
      .execute();
  }
}
