import { randomInt } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Draft, DraftState } from '../../domain/draft.ts';
import type { DraftChange, Drafts, NewDraft, PublishedDraft, Publishing } from '../../domain/ports/drafts.ts';
import type { EntryEdit, EntryEditResult } from '../../domain/ports/publishing.ts';
import type { Indexer } from '../../domain/search/query.ts';
import { audit } from '../audit.ts';
import type { Database } from '../database.ts';
import { writeListed } from '../listed/listed.ts';
import type { DraftRow } from '../people-schema.ts';
import type { Schema } from '../schema.ts';
import type { Occasion } from './sequence.ts';

/** How the audit names that a draft has come into a state. */
const actions: Record<DraftState, string> = {
  draft: 'draft taken up again',
  'in review': 'draft submitted',
  returned: 'draft returned',
  published: 'draft approved',
  discarded: 'draft discarded',
};

export class StoredDrafts implements Drafts {
  readonly #database: Database;
  readonly #index: Indexer;
  readonly #newId: () => string;

  constructor(database: Database, index: Indexer, newId: () => string) {
    this.#database = database;
    this.#index = index;
    this.#newId = newId;
  }

  async add(draft: NewDraft, at: Date): Promise<Draft> {
    const { desk, act, type, entry, base, values, excerpt, author } = draft;
    const instant = at.toISOString();
    return this.#database.writeSmall(async (transaction) => {
      for (;;) {
        const row = await transaction
          .insertInto('drafts')
          .values({
            id: this.#newId(),
            desk,
            act,
            type,
            base,
            author,
            editor: author,
            state: 'draft',
            version: 1,
            body: null,
            reviewer: null,
            reason: null,
            created_at: instant,
            updated_at: instant,
            entry: entry ?? null,
            typed: JSON.stringify(values),
            excerpt: excerpt ? JSON.stringify(excerpt) : null,
          })
          .onConflict((known) => known.column('id').doNothing())
          .returningAll()
          .executeTakeFirst();
        // Ids are short, so that one may be drawn twice.
        if (!row) continue;
        const change = { at, actor: author, action: 'draft begun', subject: `draft:${row.id}`, desk };
        await audit(transaction, { ...change, after: [act, entry ?? type].join(' ') });
        return toDraft(row);
      }
    });
  }

  async get(id: string): Promise<Draft | undefined> {
    const row = await this.#database.read
      .selectFrom('drafts')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    return row && toDraft(row);
  }

  async list({
    desk,
    states,
    author,
    entry,
    limit,
    oldestFirst = false,
  }: Parameters<Drafts['list']>[0]): Promise<Draft[]> {
    let found = this.#database.read.selectFrom('drafts').selectAll().where('desk', '=', desk);
    if (states) found = found.where('state', 'in', states.length > 0 ? states : ['']);
    if (author !== undefined) found = found.where('author', '=', author);
    if (entry !== undefined) found = found.where('entry', '=', entry);
    const rows = await found
      .orderBy('updated_at', oldestFirst ? 'asc' : 'desc')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(toDraft);
  }

  async count({ desk, states }: Parameters<Drafts['count']>[0]): Promise<number> {
    const { all } = await this.#database.read
      .selectFrom('drafts')
      .select(({ fn }) => fn.countAll().as('all'))
      .where('desk', '=', desk)
      .where('state', 'in', states.length > 0 ? states : [''])
      .executeTakeFirstOrThrow();
    return Number(all);
  }

  async change(id: string, version: number, change: DraftChange, by: string, at: Date): Promise<boolean> {
    return this.#database.writeSmall(async (transaction) => {
      const before = await lockDraft(transaction, id, version);
      if (!before) return false;
      const { state } = change;
      const columns = changedColumns(change, by);
      await update(transaction, id, { ...columns, updated_at: at.toISOString(), version: version + 1 });
      const done = { at, actor: by, subject: `draft:${id}`, desk: before.desk };
      // History names its author, so that whose words these also are is told here.
      if (change.values && by !== before.editor)
        await audit(transaction, {
          ...done,
          action: 'draft edited',
          after: changedNames(before.typed, change.values),
        });
      if (state && state !== before.state) {
        await audit(transaction, {
          ...done,
          action: actions[state],
          before: before.state,
          after: change.reason ?? state,
        });
      }
      return true;
    });
  }

  async publishAll(drafts: readonly PublishedDraft[], by: string, at: Date): Promise<Publishing[]> {
    const { lockSequence, occasion } = await import('./sequence.ts');
    const { sharedWriters, writeEntry } = await import('./write-revisions.ts');
    const context = { database: this.#database, index: this.#index };
    return this.#database.write(async (transaction) => {
      // Before the draft's row, as every writer of entries does: two who approve at once then wait for each other here.
      await lockSequence(transaction);
      const published: Publishing[] = [];
      // The desk's description is long, and the same for all; many entries have the same words.
      const known = new Map<string, { when: Occasion; shared: ReturnType<typeof sharedWriters> }>();
      const on = async (desk: string) => {
        const when = known.get(desk)?.when ?? (await occasion(transaction, desk, at));
        const shared = known.get(desk)?.shared ?? sharedWriters(context, transaction, desk);
        known.set(desk, { when, shared });
        return { when, shared };
      };
      const end = async () => {
        for (const { shared } of known.values()) await shared.search.end();
        known.clear();
      };
      for (const draft of drafts) {
        // What comes after a changed source is measured against it as it is then.
        if ('listed' in draft) await end();
        published.push(
          await this.#publish(transaction, draft, by, at, async (edit) => {
            const { when, shared } = await on(edit.desk);
            return writeEntry({ ...context, shared }, transaction, edit, when);
          }),
        );
      }
      await end();
      return published;
    });
  }

  async #publish(
    transaction: Transaction<Schema>,
    published: PublishedDraft,
    by: string,
    at: Date,
    write: (edit: EntryEdit) => Promise<EntryEditResult>,
  ): Promise<Publishing> {
    const { id, version } = published;
    const before = await lockDraft(transaction, id, version);
    if (!before) return { outcome: 'decided', draft: await this.#standing(transaction, id) };
    const { desk, base, author: actor } = before;
    const written: EntryEditResult =
      'body' in published
        ? await write({ desk, body: published.body, actor, base })
        : await writeListed(this.#database, transaction, { ...published, desk, actor, base }, at);
    if (written.outcome === 'outdated') return written;
    // One that somebody else has added meanwhile is the one that is named.
    for (const listed of published.added ?? [])
      await writeListed(this.#database, transaction, { desk, listed, actor, base: 0, action: 'added' }, at);
    const { revision, publication } = written;
    const body = 'body' in published ? published.body : undefined;
    const entry = body?.id ?? before.entry ?? ('listed' in published ? published.listed.body.id : null);
    await update(transaction, id, {
      state: 'published',
      entry,
      body: body ? JSON.stringify(body) : null,
      reviewer: by,
      reason: null,
      updated_at: at.toISOString(),
      version: version + 1,
    });
    await audit(transaction, {
      at,
      actor: by,
      action: actions.published,
      subject: `draft:${id}`,
      desk,
      before: before.state,
      after: `${entry} revision ${revision}`,
    });
    return { outcome: 'published', revision, ...(publication !== undefined && { publication }) };
  }

  async #standing(transaction: Transaction<Schema>, id: string): Promise<Draft> {
    const row = await transaction.selectFrom('drafts').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) throw new Error(`there is no draft ${id} to publish`);
    return toDraft(row);
  }
}

/** The fields of which something else was typed, by name. */
function changedNames(before: string, values: Record<string, string>): string {
  const typed = JSON.parse(before) as Record<string, string>;
  const names = Object.keys({ ...typed, ...values });
  return names.filter((name) => typed[name] !== values[name]).join(', ');
}

/** Its row, held to the end of the transaction; undefined when it changed since `version` or is at its end. */
async function lockDraft(transaction: Transaction<Schema>, id: string, version: number) {
  return transaction
    .updateTable('drafts')
    .set((row) => ({ version: row.ref('version') }))
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', 'not in', finalStates)
    .returningAll()
    .executeTakeFirst();
}

async function update(transaction: Transaction<Schema>, id: string, columns: Partial<DraftRow>) {
  await transaction.updateTable('drafts').set(columns).where('id', '=', id).execute();
}

/** States that nothing follows on. */
const finalStates: readonly DraftState[] = ['published', 'discarded'];

function toDraft(row: DraftRow): Draft {
  return {
    id: row.id,
    desk: row.desk,
    base: row.base,
    author: row.author,
    editor: row.editor,
    act: row.act as Draft['act'],
    type: row.type as Draft['type'],
    state: row.state as DraftState,
    values: JSON.parse(row.typed) as Draft['values'],
    version: row.version,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
    ...(row.entry !== null && { entry: row.entry }),
    ...(row.body !== null && { body: JSON.parse(row.body) as NonNullable<Draft['body']> }),
    ...(row.excerpt !== null && { excerpt: JSON.parse(row.excerpt) as NonNullable<Draft['excerpt']> }),
    ...(row.reviewer !== null && { reviewer: row.reviewer }),
    ...(row.reason !== null && { reason: row.reason }),
  };
}

/** What a change sets; a key that is there and undefined clears its column. */
function changedColumns(change: DraftChange, by: string): Partial<DraftRow> {
  const { values, body, entry, base, state, reviewer, reason } = change;
  return {
    ...(values && { typed: JSON.stringify(values), editor: by }),
    ...('body' in change && { body: body ? JSON.stringify(body) : null }),
    ...('entry' in change && { entry: entry ?? null }),
    ...(base !== undefined && { base }),
    ...(state && { state }),
    ...('reviewer' in change && { reviewer: reviewer ?? null }),
    ...('reason' in change && { reason: reason ?? null }),
  };
}

const idLetters = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Short enough to be typed, and not to be guessed by the next number. */
export const newDraftId = (): string =>
  Array.from({ length: 5 }, () => idLetters.charAt(randomInt(idLetters.length))).join('');
