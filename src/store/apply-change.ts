import type { Transaction } from 'kysely';
import type { ContentChange, ContentChangeResult, FileEntry } from '../domain/ports/content-store.ts';
import type { Indexer } from '../domain/ports/search.ts';
import { clearConflicts, recordConflicts } from './conflicts.ts';
import { replaceFiles, saveDesk } from './content-rows.ts';
import { type CurrentRow, currentBody, currentRows } from './current-rows.ts';
import type { Database } from './database.ts';
import { type DraftRevision, fileActor, unchanged } from './draft-revision.ts';
import { decideFromFile, decideGone } from './file-decision.ts';
import { type Schema, withdrawn } from './schema.ts';
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
    if (change.definition) await saveDesk(transaction, change.desk, change.definition);
    const emptied = await replaceFiles(transaction, context.database, change);
    const entries = new Map(change.entries.map((entry) => [entry.body.id, entry]));
    const stored = await currentRows(transaction, change.desk, 'id', [...entries.keys()]);
    const onPaths = await currentRows(transaction, change.desk, 'path', emptied);

    const arrived = await fromFiles(transaction, entries.values(), stored);
    const gone = [...onPaths.values()].filter(({ id, state }) => !entries.has(id) && state !== withdrawn);
    const left = await fromGone(transaction, gone);
    await move(transaction, arrived.moved);
    await writeRevisions(
      context,
      transaction,
      [...arrived.drafts, ...left.drafts],
      await occasion(transaction, change.desk, at),
    );

    const conflicts = [...arrived.conflicts, ...left.conflicts];
    const inConflict = new Set(conflicts.map(({ id }) => id));
    const settled = [...entries.keys(), ...left.drafts.map(({ body }) => body.id)].filter(
      (id) => !inConflict.has(id),
    );
    await clearConflicts(transaction, change.desk, settled);
    await recordConflicts(transaction, change.desk, conflicts, at);
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

async function fromGone(transaction: Transaction<Schema>, gone: readonly CurrentRow[]) {
  const drafts: DraftRevision[] = [];
  const conflicts: { id: string; path: string; hash: string; doc: string | null }[] = [];
  for (const row of gone) {
    if (decideGone(row) === 'conflict') {
      conflicts.push({ id: row.id, path: row.path ?? '', hash: '', doc: null });
    } else {
      const body = await currentBody(transaction, row);
      drafts.push({ ...unchanged(row, body, 'withdrawn', fileActor), origin: 'file' });
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
