import type { Transaction } from 'kysely';
import type { EntryBody } from '../../domain/entry.ts';
import type { Log } from '../../domain/ports/runtime.ts';
import type { Indexer } from '../../domain/search/query.ts';
import { atMostEvery } from '../../runtime/async.ts';
import type { Database } from '../database.ts';
import { AgingWriter } from '../entries/aging.ts';
import type { Schema } from '../schema.ts';
import { IndexWriter } from '../search/index-writer.ts';
import { ContradictionWriter } from './contradictions.ts';
import { insertRows } from './revision-plan.ts';
import { namedRows } from './revisions.ts';
import { lockSequence } from './sequence.ts';

const filledAtOnce = 500;
/** Milliseconds. */
const tellEvery = 5000;

interface Context {
  database: Database;
  index: Indexer;
}

type Older = Awaited<ReturnType<typeof olderRevisions>>;

/** What is written for current revisions of one desk, by the name of what they lack. */
const fills: Record<
  string,
  (transaction: Transaction<Schema>, context: Context, desk: string, older: Older) => Promise<void>
> = {
  async 'near facts'(transaction, { database }, desk, older) {
    const named = older.flatMap(({ revision: { rev }, body }) => namedRows(desk, rev, body));
    await insertRows(transaction, database, 'revision_links', named);
    const written = older.map(({ revision: { rev, state, recorded_at: recorded }, body }) => {
      return { rev, state, body, recorded, before: undefined };
    });
    await new ContradictionWriter(transaction, database, desk).write(written);
  },
  aging: (transaction, { database }, desk, older) =>
    new AgingWriter(database, transaction, desk).write(older, []),
  async search(transaction, { database, index }, desk, older) {
    const search = new IndexWriter(database, index, transaction, desk);
    await search.write(older, []);
    await search.end();
  },
};

/**
 * Gives the entries of an older database the rows that its migrations left to be written, a few hundred at a time: each
 * batch is kept, so that the next start goes on where this one ends. Several processes may do it together.
 */
export async function fillOlder(context: Context, log: Log): Promise<void> {
  const isDue = atMostEvery(tellEvery, () => performance.now(), -Infinity);
  for (;;) {
    const left = await context.database.write((transaction) => fillSome(transaction, context));
    if (!left) return;
    if (isDue())
      log.info(left, 'preparing the database for this version; if stopped, the next start continues');
  }
}

/** How far it is; undefined when nothing is left. */
async function fillSome(transaction: Transaction<Schema>, context: Context) {
  await lockSequence(transaction);
  const at = await transaction
    .selectFrom('fills')
    .select(['name', 'done', 'until'])
    .orderBy('name', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!at) return undefined;
  const { name, until } = at;
  const older = await olderRevisions(transaction, at);
  for (const [desk, own] of Map.groupBy(older, ({ revision }) => revision.desk))
    await fills[name]?.(transaction, context, desk, own);
  const done = older.length < filledAtOnce ? until : (older.at(-1)?.revision.rev ?? until);
  if (done === until) await transaction.deleteFrom('fills').where('name', '=', name).execute();
  else await transaction.updateTable('fills').set({ done }).where('name', '=', name).execute();
  return { done, of: until };
}

/** The next current revisions. */
async function olderRevisions(
  transaction: Transaction<Schema>,
  { done, until }: { done: number; until: number },
) {
  const rows = await transaction
    .selectFrom('revisions as r')
    .innerJoin('documents as d', 'd.rev', 'r.rev')
    .select(['r.rev', 'r.desk', 'r.id', 'r.state', 'r.handling', 'r.kind', 'r.published', 'r.weight'])
    .select(['r.embargo', 'r.standing', 'r.date_min', 'r.date_max', 'r.recorded_at', 'd.doc'])
    .where('r.rev', '>', done)
    .where('r.rev', '<=', until)
    .where('r.valid_until', 'is', null)
    .orderBy('r.rev')
    .limit(filledAtOnce)
    .execute();
  return rows.map(({ doc, ...revision }) => ({ revision, body: JSON.parse(doc) as EntryBody }));
}
