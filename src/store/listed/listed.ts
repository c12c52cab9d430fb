import type { Transaction } from 'kysely';
import type { Desk } from '../../domain/desk.ts';
import type { ListedRevision, ToldLists } from '../../domain/ports/publishing.ts';
import {
  isSame,
  type Listed,
  type ListedBody,
  type ListedKind,
  listOf,
} from '../../domain/sources/listed.ts';
import type { Source } from '../../domain/sources/source.ts';
import { audit } from '../audit.ts';
import type { Database } from '../database.ts';
import { AgingWriter, agingBasis } from '../entries/aging.ts';
import { ContradictionWriter } from '../publishing/contradictions.ts';
import type { Schema } from '../schema.ts';
import { toldOf } from './told.ts';

export class StoredToldLists implements ToldLists {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(desk: string, kind: ListedKind, id: string): Promise<ListedRevision[]> {
    const rows = await this.#database.read
      .selectFrom('listed_revisions')
      .selectAll()
      .where('desk', '=', desk)
      .where('kind', '=', kind)
      .where('id', '=', id)
      .orderBy('revision')
      .execute();
    return rows.map(({ revision, action, actor, recorded_at, was, doc }) => ({
      revision,
      actor,
      recordedAt: new Date(recorded_at),
      after: JSON.parse(doc) as ListedBody,
      action: action as ListedRevision['action'],
      ...(was !== null && { before: JSON.parse(was) as ListedBody }),
    }));
  }

  async add(desk: string, source: Source, by: string, at: Date): Promise<'added' | 'taken'> {
    const listed: Listed = { kind: 'source', body: source };
    return this.#database.write(async (transaction) => {
      const { filed, row } = await standing(transaction, desk, listed);
      if (filed) return 'taken';
      if (row) return isSame(JSON.parse(row.doc), source) ? 'added' : 'taken';
      const edit = { desk, listed, actor: by, base: 0, action: 'added' as const };
      await writeListed(this.#database, transaction, edit, at);
      const subject = `source:${source.id}`;
      const after = JSON.stringify(source);
      await audit(transaction, { at, actor: by, action: 'source added', subject, desk, after });
      return 'added';
    });
  }
}

/** One change of what a desk lists. `base`: the last revision that the author saw, 0 for none. */
export interface ListedEdit {
  desk: string;
  listed: Listed;
  actor: string;
  base: number;
  action: ListedRevision['action'];
}

/** Writes it over what serves, be that of a file or of chat. */
export async function writeListed(
  database: Database,
  transaction: Transaction<Schema>,
  { desk, listed, actor, base, action }: ListedEdit,
  at: Date,
): Promise<{ outcome: 'written'; revision: number } | { outcome: 'outdated'; current: number }> {
  const { kind, body } = listed;
  const { filed, row } = await standing(transaction, desk, listed);
  const current = row?.revision ?? 0;
  if (current !== base) return { outcome: 'outdated', current };
  const aging = await agingBasis(transaction, desk);
  const chat = row && toldOf({ kind, ...row });
  const isFiled = filed && !(chat?.filed && isSame(chat.filed, filed));
  const before = isFiled ? filed : chat?.body;
  const revision = current + 1;
  const doc = JSON.stringify(body);
  const kept = { doc, filed: filed ? JSON.stringify(filed) : null, revision };
  await transaction
    .insertInto('listed')
    .values({ desk, kind, id: body.id, ...kept })
    .onConflict((known) => known.columns(['desk', 'kind', 'id']).doUpdateSet(kept))
    .execute();
  await transaction
    .insertInto('listed_revisions')
    .values({
      desk,
      kind,
      id: body.id,
      revision,
      action,
      actor,
      doc,
      recorded_at: at.toISOString(),
      was: before ? JSON.stringify(before) : null,
    })
    .execute();
  await new AgingWriter(database, transaction, desk).basisChanged(aging);
  if (kind === 'person') await new ContradictionWriter(transaction, database, desk).namesChanged();
  return { outcome: 'written', revision };
}

/** What a file and what chat says of one, held to the end of the transaction. */
async function standing(transaction: Transaction<Schema>, desk: string, { kind, body: { id } }: Listed) {
  const files = await transaction.selectFrom('desks').select('doc').where('id', '=', desk).executeTakeFirst();
  const filed = files && listOf(JSON.parse(files.doc) as Desk, kind);
  const row = await transaction
    .updateTable('listed')
    .set((known) => ({ revision: known.ref('revision') }))
    .where('desk', '=', desk)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .returning(['doc', 'filed', 'revision'])
    .executeTakeFirst();
  return { filed: filed?.find((one) => one.id === id), row };
}
