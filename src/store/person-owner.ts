import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { EntryBody } from '../domain/entry.ts';
import { accountOf, sameAccount } from '../domain/subject.ts';
import type { Schema } from './schema.ts';

export interface Owned {
  rev: number;
  told: string;
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
      found.push({ rev, body, at, told: `${id} on ${desk}, revision ${revision}` });
    }
    if (until === undefined) return found;
    from = until;
    await nextTurn();
  }
}

/** The owner of the desk keeps them then. */
export async function disown(transaction: Transaction<Schema>, person: string): Promise<void> {
  for (const { rev, body } of await findOwned(transaction, person)) {
    const { owner: _, ...rest } = body;
    await transaction
      .updateTable('documents')
      .set({ doc: JSON.stringify(rest) })
      .where('rev', '=', rev)
      .execute();
  }
}
