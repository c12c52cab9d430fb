import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql, type Transaction } from 'kysely';
import { dayIn } from '../domain/day.ts';
import type { Desk } from '../domain/desk.ts';
import type { Indexer } from '../domain/ports/search.ts';
import type { Database } from './database.ts';
import type { DraftRevision } from './draft-revision.ts';
import { insertRows } from './insert-rows.ts';
import { type PlannedRevision, planRevisions } from './plan-revisions.ts';
import { type Occasion, revisionRows } from './revision-rows.ts';
import type { Schema } from './schema.ts';
import { supersession } from './supersession.ts';

const entriesAtOnce = 100;

/**
 * Taken before anything is read that a change is decided by, and held until commit: writers of entries follow each
 * other, and no publication number shows before a smaller one has.
 */
export async function lockSequence(transaction: Transaction<Schema>): Promise<void> {
  await sql`UPDATE sequence SET rev = rev WHERE one = 1`.execute(transaction);
}

/** `count` revisions and `announced` publications: the first of each that is theirs. */
async function take(transaction: Transaction<Schema>, count: number, announced: number) {
  const taken = await sql<{ rev: number; publication: number }>`UPDATE sequence
    SET rev = rev + ${count}, publication = publication + ${announced} WHERE one = 1
    RETURNING rev, publication`.execute(transaction);
  const { rev, publication } = taken.rows[0] as { rev: number; publication: number };
  return { rev: rev - count + 1, number: publication - announced + 1 };
}

/** When `at` is, on the desk; UTC while the desk is not known. */
export async function occasion(transaction: Transaction<Schema>, desk: string, at: Date): Promise<Occasion> {
  const stored = await transaction
    .selectFrom('desks')
    .select('doc')
    .where('id', '=', desk)
    .executeTakeFirst();
  const zone = stored ? (JSON.parse(stored.doc) as Desk).definition.zone : 'UTC';
  return { desk, at, today: dayIn(zone, at) };
}

/** What was written, with the publication number of what was announced. */
export type Written = PlannedRevision & { number: number | undefined };

/**
 * Writes the drafts, and what follows from them for entries they supersede. However many there are, others get
 * their turn between batches: a sync of 100,000 entries must not keep a reader waiting.
 */
export async function writeRevisions(
  { database, index }: { database: Database; index: Indexer },
  transaction: Transaction<Schema>,
  drafts: readonly DraftRevision[],
  when: Occasion,
): Promise<Written[]> {
  if (drafts.length === 0) return [];
  const { superseded, further } = await supersession(transaction, when.desk, drafts);
  const planned = planRevisions([...drafts, ...further], superseded);
  const next = await take(transaction, planned.length, planned.filter(({ event }) => event).length);
  const written: Written[] = [];
  for (let at = 0; at < planned.length; at += entriesAtOnce) {
    const batch = planned.slice(at, at + entriesAtOnce).map((revision) => ({
      ...revision,
      rev: next.rev++,
      number: revision.event ? next.number++ : undefined,
    }));
    await closePrevious(transaction, batch, when);
    const rows = batch.map((revision) => revisionRows(revision, revision.rev, revision.number, when));
    const insert = <R extends object>(table: keyof Schema, all: R[]) =>
      insertRows(transaction, database, table, all);
    await insert(
      'revisions',
      rows.map(({ revision }) => revision),
    );
    await insert(
      'documents',
      rows.map(({ document }) => document),
    );
    await insert(
      'revision_links',
      rows.flatMap(({ links }) => links),
    );
    await insert(
      'visits',
      rows.flatMap(({ visit }) => visit ?? []),
    );
    await insert(
      'publications',
      rows.flatMap(({ publication }) => publication ?? []),
    );
    await database.fullText.add(
      transaction,
      batch.map(({ rev, body }) => ({ rev, text: index(body) })),
    );
    written.push(...batch);
    await nextTurn();
  }
  return written;
}

/** Two revisions of one day: the first was never valid on any whole day, and its span is empty. */
async function closePrevious(
  transaction: Transaction<Schema>,
  batch: readonly PlannedRevision[],
  { today }: Occasion,
): Promise<void> {
  const previous = batch.flatMap(({ before }) => before?.rev ?? []);
  if (previous.length === 0) return;
  for (const table of ['revisions', 'visits'] as const) {
    await sql`UPDATE ${sql.table(table)}
      SET valid_until = CASE WHEN valid_from > ${today} THEN valid_from ELSE ${today} END
      WHERE rev IN (${sql.join(previous)})`.execute(transaction);
  }
}
