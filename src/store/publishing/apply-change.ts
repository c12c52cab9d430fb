import type { Transaction } from 'kysely';
import type { Desk } from '../../domain/desk.ts';
import type { ContentChange, ContentChangeResult, FileEntry } from '../../domain/ports/content.ts';
import type { Indexer } from '../../domain/search/query.ts';
import type { Database } from '../database.ts';
import { AgingWriter, agingBasis } from '../entries/aging.ts';
import { type ConflictRow, type Schema, withdrawn } from '../schema.ts';
import { ContradictionWriter } from './contradictions.ts';
import { type CurrentRow, currentBody, currentRows, decideFromFile, decideGone } from './current-rows.ts';
import { carryOver, type DraftRevision, fileActor, insertRows } from './revision-plan.ts';
import { lockSequence, occasion } from './sequence.ts';
import { writeRevisions } from './write-revisions.ts';

/** From this many entries on, the database is told, so that it can look after its plans and its log. */
const largeAt = 1000;

/** One sync of one desk, as one transaction: afterwards everything that it brought serves, or nothing does. */
export async function applyChange(
  context: { database: Database; index: Indexer },
  change: ContentChange,
  at: Date,
): Promise<ContentChangeResult> {
  const { largeChange } = context.database;
  const isLarge = change.entries.length >= largeAt;
  const result = await context.database.write(async (transaction) => {
    await lockSequence(transaction);
    if (change.definition) {
      const before = await agingBasis(transaction, change.desk);
      await saveDesk(transaction, change.desk, change.definition);
      await new AgingWriter(context.database, transaction, change.desk).basisChanged(before);
    }
    const emptied = await replaceFiles(transaction, context.database, change);
    const entries = new Map(change.entries.map((entry) => [entry.body.id, entry]));
    const stored = await currentRows(transaction, change.desk, 'id', [...entries.keys()]);
    const onPaths = await currentRows(transaction, change.desk, 'path', emptied);

    const arrived = await fromFiles(transaction, entries.values(), stored);
    const gone = [...onPaths.values()].filter(({ id, state }) => !entries.has(id) && state !== withdrawn);
    const left = await fromGone(transaction, change.leaves ? gone.filter(isFiled) : gone);
    await move(transaction, arrived.moved);
    const drafts = [...arrived.drafts, ...left.drafts];
    const when = await occasion(transaction, change.desk, at);
    const write = () => writeRevisions(context, transaction, drafts, when);
    await (isLarge ? largeChange.fill(transaction, 'revisions', write) : write());

    if (change.definition)
      await new ContradictionWriter(transaction, context.database, change.desk).namesChanged();

    const conflicts = [...arrived.conflicts, ...left.conflicts];
    const inConflict = new Set(conflicts.map(({ id }) => id));
    const settled = [...entries.keys(), ...left.drafts.map(({ body }) => body.id)].filter(
      (id) => !inConflict.has(id),
    );
    await clearConflicts(transaction, change.desk, settled);
    await recordConflicts(transaction, change.desk, conflicts, at);
    if (change.leaves) await forgetDesk(transaction, change.desk);
    if (isLarge) await largeChange.beforeCommit(transaction);

    const isNew = ({ before }: DraftRevision) => !before || before.state === withdrawn;
    return {
      added: arrived.drafts.filter(isNew).length,
      changed: arrived.drafts.filter((draft) => !isNew(draft) && draft.action !== 'adopted').length,
      withdrawn: left.drafts.length,
      conflicts: [...inConflict].sort(),
    };
  });
  if (isLarge) await largeChange.afterCommit();
  return result;
}

async function fromFiles(
  transaction: Transaction<Schema>,
  entries: Iterable<FileEntry>,
  stored: ReadonlyMap<string, CurrentRow>,
) {
  const drafts: DraftRevision[] = [];
  const moved: { rev: number; path: string }[] = [];
  const conflicts: { id: string; path: string; hash: string; doc: string | null }[] = [];
  for (const { body, path, hash } of entries) {
    const before = stored.get(body.id);
    const draft: DraftRevision = { body, before, actor: fileActor, origin: 'file', path, hash };
    const chatBody =
      before?.origin === 'chat' && before.hash !== hash ? await currentBody(transaction, before) : body;
    switch (decideFromFile({ body, path, hash }, before, () => chatBody)) {
      case 'leave':
        break;
      case 'move':
        if (before) moved.push({ rev: before.rev, path });
        break;
      case 'write':
        drafts.push(draft);
        break;
      case 'adopt':
        drafts.push({ ...draft, action: 'adopted' });
        break;
      case 'conflict':
        conflicts.push({ id: body.id, path, hash, doc: JSON.stringify(body) });
        break;
    }
  }
  return { drafts, moved, conflicts };
}

const isFiled = (row: CurrentRow) => decideGone(row) === 'withdraw';

async function fromGone(transaction: Transaction<Schema>, gone: readonly CurrentRow[]) {
  const drafts: DraftRevision[] = [];
  const conflicts: { id: string; path: string; hash: string; doc: string | null }[] = [];
  for (const row of gone) {
    if (isFiled(row)) {
      const body = await currentBody(transaction, row);
      drafts.push({ ...carryOver(row, body, 'withdrawn', fileActor), origin: 'file' });
    } else {
      conflicts.push({ id: row.id, path: row.path ?? '', hash: '', doc: null });
    }
  }
  return { drafts, conflicts };
}

/** A renamed file is no change of its entries. */
async function move(transaction: Transaction<Schema>, moved: readonly { rev: number; path: string }[]) {
  for (const { rev, path } of moved) {
    await transaction.updateTable('revisions').set({ path }).where('rev', '=', rev).execute();
  }
}

type Conflict = Pick<ConflictRow, 'id' | 'path' | 'hash' | 'doc'>;

/** A conflict that is known already keeps the time it was first seen. */
async function recordConflicts(
  transaction: Transaction<Schema>,
  desk: string,
  conflicts: readonly Conflict[],
  at: Date,
): Promise<void> {
  for (const conflict of conflicts) {
    const { path, hash, doc } = conflict;
    await transaction
      .insertInto('conflicts')
      .values({ ...conflict, desk, recorded_at: at.toISOString() })
      .onConflict((known) => known.columns(['desk', 'id']).doUpdateSet({ path, hash, doc }))
      .execute();
  }
}

/** Entries whose file and chat agree again. Few conflicts exist, so they are read rather than all ids deleted. */
async function clearConflicts(
  transaction: Transaction<Schema>,
  desk: string,
  settled: readonly string[],
): Promise<void> {
  const open = await transaction.selectFrom('conflicts').select('id').where('desk', '=', desk).execute();
  const ids = new Set(settled);
  const over = open.map(({ id }) => id).filter((id) => ids.has(id));
  if (over.length === 0) return;
  await transaction.deleteFrom('conflicts').where('desk', '=', desk).where('id', 'in', over).execute();
}

async function forgetDesk(transaction: Transaction<Schema>, desk: string): Promise<void> {
  await transaction.deleteFrom('conflicts').where('desk', '=', desk).execute();
  await transaction.deleteFrom('desks').where('id', '=', desk).execute();
}

const pathsAtOnce = 500;

async function saveDesk(transaction: Transaction<Schema>, id: string, desk: Desk): Promise<void> {
  const doc = JSON.stringify(desk);
  await transaction
    .insertInto('desks')
    .values({ id, doc })
    .onConflict((known) => known.column('id').doUpdateSet({ doc }))
    .execute();
}

/**
 * Stores the files as they are now. Returns the paths whose stored entries are gone unless the change has them:
 * removed files, and changed ones that could be read. A broken file keeps its entries.
 */
async function replaceFiles(
  transaction: Transaction<Schema>,
  database: Database,
  { desk, files, removed }: ContentChange,
): Promise<string[]> {
  const stored = await transaction
    .selectFrom('content_files')
    .select(['path', 'hash', 'fault'])
    .where('desk', '=', desk)
    .execute();
  const known = new Map(stored.map((file) => [file.path, file]));
  const changed = files.filter(({ path, hash, fault }) => {
    const before = known.get(path);
    return before?.hash !== hash || before.fault !== (fault ?? null);
  });
  const replaced = [...removed, ...changed.map(({ path }) => path)];
  for (let at = 0; at < replaced.length; at += pathsAtOnce) {
    await transaction
      .deleteFrom('content_files')
      .where('desk', '=', desk)
      .where('path', 'in', replaced.slice(at, at + pathsAtOnce))
      .execute();
  }
  const rows = changed.map(({ path, hash, fault }) => ({ desk, path, hash, fault: fault ?? null }));
  await insertRows(transaction, database, 'content_files', rows);
  return [...removed, ...changed.filter(({ fault }) => !fault).map(({ path }) => path)];
}
