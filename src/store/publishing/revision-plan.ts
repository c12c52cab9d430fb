import { CompiledQuery, type Transaction } from 'kysely';
import type { EntryBody } from '../../domain/entry.ts';
import type { PublicationEvent, RevisionAction } from '../../domain/ports/publishing.ts';
import type { Database } from '../database.ts';
import { type Schema, withdrawn } from '../schema.ts';
import { actionOf, announcement } from './announcement.ts';
import { type CurrentRow, currentBody, currentRows } from './current-rows.ts';

export interface PlannedRevision extends DraftRevision {
  action: RevisionAction;
  /** The state it will be served in. */
  state: string;
  /** What is announced of it; none: it is silent. */
  event: PublicationEvent | undefined;
}

/** Gives each draft its served state and its announcement, in the order in which they are numbered. */
export function planRevisions(
  drafts: readonly DraftRevision[],
  superseded: ReadonlySet<string>,
): PlannedRevision[] {
  return drafts
    .map((draft) => plan(draft, superseded))
    .sort((a, b) => compare(a.body.published, b.body.published) || compare(a.body.id, b.body.id));
}

function plan(draft: DraftRevision, superseded: ReadonlySet<string>): PlannedRevision {
  const { body, before, action } = draft;
  if (action === 'withdrawn') return { ...draft, action, state: withdrawn, event: undefined };
  const state = servedState(body.state, superseded.has(body.id));
  const event = announcement(before, {
    state,
    ownState: body.state,
    corrections: body.corrections.length,
  });
  return { ...draft, action: action ?? actionOf(before, event), state, event };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The actor of everything that a sync writes. */
export const fileActor = 'files';

/** A revision that is going to be written, before it is known which entries supersede which. */
export interface DraftRevision {
  body: EntryBody;
  /** The revision that it replaces. */
  before: CurrentRow | undefined;
  /** Set where the text does not change, or the change is not one of the text. */
  action?: RevisionAction;
  actor: string;
  origin: 'file' | 'chat';
  path: string | null;
  hash: string | null;
}

/** Carries on where the entry came from, with nothing new in it. */
export function carryOver(
  before: CurrentRow,
  body: EntryBody,
  action: RevisionAction,
  actor: string,
): DraftRevision {
  const { origin, path, hash } = before;
  return { body, before, action, actor, origin, path, hash };
}

/** Own states in which an entry takes the place of the one it supersedes. */
const superseding = new Set(['published', 'corrected', 'superseded']);

/** The state an entry is served in: the file of a superseded entry goes on saying `published`. */
function servedState(ownState: string, isSuperseded: boolean): string {
  return isSuperseded && (ownState === 'published' || ownState === 'corrected') ? 'superseded' : ownState;
}

interface Supersession {
  /** Ids, of drafts or of other entries, that another entry supersedes once the drafts are written. */
  superseded: Set<string>;
  /** Revisions of further entries that become superseded, or are so no longer. */
  further: DraftRevision[];
}

/** Works out, for all entries that the drafts touch, which are superseded after them. */
export async function supersession(
  transaction: Transaction<Schema>,
  desk: string,
  drafts: readonly DraftRevision[],
): Promise<Supersession> {
  const drafted = new Set(drafts.map(({ body }) => body.id));
  const pointedAt = new Set(
    drafts.flatMap(({ body, before }) => [body.supersedes, before?.supersedes]).filter((id) => id != null),
  );
  const superseded = new Set<string>();
  for (const { body, action } of drafts) {
    const { id, supersedes, state } = body;
    if (supersedes && supersedes !== id && action !== 'withdrawn' && superseding.has(state))
      superseded.add(supersedes);
  }
  const targets = [...new Set([...drafted, ...pointedAt])];
  for (const row of (await currentRows(transaction, desk, 'supersedes', targets)).values()) {
    const serves = row.state !== withdrawn && superseding.has(row.ownState) && row.supersedes !== row.id;
    if (row.supersedes && serves && !drafted.has(row.id)) superseded.add(row.supersedes);
  }

  const others = await currentRows(
    transaction,
    desk,
    'id',
    [...pointedAt].filter((id) => !drafted.has(id)),
  );
  const actor = drafts[0]?.actor ?? fileActor;
  const further: DraftRevision[] = [];
  for (const row of others.values()) {
    const state = servedState(row.ownState, superseded.has(row.id));
    if (row.state === withdrawn || row.state === state) continue;
    const action = state === 'superseded' ? 'superseded' : 'reinstated';
    further.push(carryOver(row, await currentBody(transaction, row), action, actor));
  }
  return { superseded, further };
}

type Shape = Pick<Database, 'placeholder' | 'maxParameters'>;

const rowsAtOnce = 200;

/**
 * Inserts rows of equal keys, many in one statement. The text depends only on their number, so that it is prepared
 * once: putting a query together for each of 100,000 entries would take longer than writing them.
 */
export async function insertRows<R extends object>(
  transaction: Transaction<Schema>,
  shape: Shape,
  table: string,
  rows: readonly R[],
  ending = '',
): Promise<void> {
  const first = rows[0];
  if (!first) return;
  const columns = Object.keys(first) as (keyof R & string)[];
  const chunk = Math.min(rowsAtOnce, Math.floor(shape.maxParameters / columns.length));
  for (let at = 0; at < rows.length; at += chunk) {
    const part = rows.slice(at, at + chunk);
    const values: unknown[] = [];
    for (const row of part) for (const column of columns) values.push(row[column]);
    await transaction.executeQuery(
      CompiledQuery.raw(insertText(shape, { table, columns, rows: part.length, ending }), values),
    );
  }
}

/** The same text is the same string: one that was hashed before is found at once among the prepared statements. */
const texts = new Map<string, string>();
const mostTexts = 100;

function insertText(
  shape: Shape,
  {
    table,
    columns,
    rows,
    ending,
  }: { table: string; columns: readonly string[]; rows: number; ending: string },
): string {
  const into = `${table} (${columns.join(', ')})`;
  const key = `${shape.placeholder(1)} ${rows} ${into}${ending}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const row = (index: number) =>
    `(${columns.map((_, column) => shape.placeholder(index * columns.length + column + 1)).join(', ')})`;
  const all = Array.from({ length: rows }, (_, index) => row(index));
  const text = `INSERT INTO ${into} VALUES ${all.join(', ')}${ending}`;
  if (texts.size === mostTexts) texts.clear();
  texts.set(key, text);
  return text;
}
