import { sql, type Transaction } from 'kysely';
import type { EntryEdit, EntryEditResult } from '../../domain/ports/publishing.ts';
import type { Indexer } from '../../domain/search/query.ts';
import { pauses } from '../../runtime/async.ts';
import type { Database } from '../database.ts';
import { AgingWriter } from '../entries/aging.ts';
import { LinkWriter } from '../entries/link-rows.ts';
import { type Schema, withdrawn } from '../schema.ts';
import { IndexWriter } from '../search/index-writer.ts';
import { ContradictionWriter } from './contradictions.ts';
import { currentRows } from './current-rows.ts';
import { type Announced, announcements, forgetHeld } from './publications.ts';
import {
  type DraftRevision,
  insertRows,
  type PlannedRevision,
  planRevisions,
  supersession,
} from './revision-plan.ts';
import { revisionRows } from './revisions.ts';
import { lockSequence, type Occasion, takeNumbers } from './sequence.ts';

const entriesAtOnce = 100;

interface Writing {
  database: Database;
  index: Indexer;
  /** Writers that several calls of one transaction share; whoever made them ends them. */
  shared?: SharedWriters;
}

/** What reads much or writes to the same rows for each entry. */
interface SharedWriters {
  aging: AgingWriter;
  search: IndexWriter;
}

export const sharedWriters = (
  { database, index }: Pick<Writing, 'database' | 'index'>,
  transaction: Transaction<Schema>,
  desk: string,
): SharedWriters => ({
  aging: new AgingWriter(database, transaction, desk),
  search: new IndexWriter(database, index, transaction, desk),
});

/** What was written, with its revision number and the publication number of what was announced. */
type Written = Announced & { rev: number; number: number | undefined; recorded: string };

/**
 * Writes the drafts, and what follows from them for entries they supersede. However many there are, others get
 * their turn between statements: a sync of 100,000 entries must not keep a reader waiting.
 */
export async function writeRevisions(
  { database, index, shared }: Writing,
  transaction: Transaction<Schema>,
  drafts: readonly DraftRevision[],
  when: Occasion,
): Promise<Written[]> {
  if (drafts.length === 0) return [];
  const written = await numbered(transaction, drafts, when);
  const contradictions = new ContradictionWriter(transaction, database, when.desk);
  const links = new LinkWriter(database, transaction, when.desk);
  const { aging, search } = shared ?? sharedWriters({ database, index }, transaction, when.desk);
  const pause = pauses();
  for (let at = 0; at < written.length; at += entriesAtOnce) {
    const batch = written.slice(at, at + entriesAtOnce);
    await closePrevious(transaction, batch, when);
    const rows = batch.map((revision) => revisionRows(revision, revision.rev, revision.number, when));
    const insert = async <R extends object>(table: keyof Schema, all: R[]) => {
      await insertRows(transaction, database, table, all);
      await pause();
    };
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
      rows.flatMap(({ named }) => named),
    );
    const added = batch.map(({ body }, at) => ({
      revision: (rows[at] as (typeof rows)[number]).revision,
      body,
    }));
    const replaced = batch.flatMap(({ before }) => before?.rev ?? []);
    await links.write(added, replaced);
    await pause();
    await aging.write(added, replaced);
    await insert(
      'visits',
      rows.flatMap(({ visit }) => visit ?? []),
    );
    await insert(
      'publications',
      rows.flatMap(({ publication }) => publication ?? []),
    );
    await forgetHeld(
      transaction,
      batch.filter(({ wasHeld }) => wasHeld).map(({ body }) => ({ desk: when.desk, id: body.id })),
    );
    await insert(
      'held_publications',
      rows.flatMap(({ held }) => held ?? []),
    );
    await search.write(added, replaced);
    await pause();
    await contradictions.forget(batch);
    await pause();
  }
  await links.end();
  if (!shared) await search.end();
  await contradictions.write(written);
  return written;
}

/** What is to be written, in the order of its numbers. What it was made of is not held meanwhile. */
async function numbered(
  transaction: Transaction<Schema>,
  drafts: readonly DraftRevision[],
  when: Occasion,
): Promise<Written[]> {
  const { superseded, further } = await supersession(transaction, when.desk, drafts);
  const revisions = planRevisions([...drafts, ...further], superseded);
  const planned = await announcements(transaction, revisions, when);
  const atOnce = ({ event, until }: Announced) => event !== undefined && !until;
  const next = await takeNumbers(transaction, planned.length, planned.filter(atOnce).length);
  const recorded = when.at.toISOString();
  return planned.map((revision) => ({
    ...revision,
    rev: next.rev++,
    number: atOnce(revision) ? next.number++ : undefined,
    recorded,
  }));
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

/**
 * Writes what somebody wrote in chat, with all that follows from it. The path and hash of the file revision are carried
 * on: by them a sync sees whether the file changed too.
 */
export async function writeEntry(
  context: Writing,
  transaction: Transaction<Schema>,
  { desk, body, actor, base }: EntryEdit,
  when: Occasion,
): Promise<EntryEditResult> {
  await lockSequence(transaction);
  const before = (await currentRows(transaction, desk, 'id', [body.id])).get(body.id);
  const seen = before && before.state !== withdrawn ? before.revision : 0;
  if (seen !== base) return { outcome: 'outdated', current: seen };
  const draft = {
    body,
    before,
    actor,
    origin: 'chat' as const,
    path: before?.path ?? null,
    hash: before?.hash ?? null,
  };
  const written = await writeRevisions(context, transaction, [draft], when);
  const number = written.find((revision) => revision.body.id === body.id)?.number;
  const revision = (before?.revision ?? 0) + 1;
  return { outcome: 'written', revision, ...(number !== undefined && { publication: number }) };
}
