import type { Transaction } from 'kysely';
import { currentBody, currentRows } from './current-rows.ts';
import { type DraftRevision, fileActor, unchanged } from './draft-revision.ts';
import { type Schema, withdrawn } from './schema.ts';

/** Own states in which an entry takes the place of the one it supersedes. */
const superseding = new Set(['published', 'corrected', 'superseded']);

/** The state an entry is served in: the file of a superseded entry goes on saying `published`. */
export function servedState(ownState: string, isSuperseded: boolean): string {
  return isSuperseded && (ownState === 'published' || ownState === 'corrected') ? 'superseded' : ownState;
}

export interface Supersession {
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
    further.push(unchanged(row, await currentBody(transaction, row), action, actor));
  }
  return { superseded, further };
}
