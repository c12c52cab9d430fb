import type { Draft, DraftState } from '../domain/draft.ts';
import type { DraftChange } from '../domain/ports/drafts.ts';
import type { DraftRow } from './schema.ts';

/** States that nothing follows on. */
export const finalStates: readonly DraftState[] = ['published', 'discarded'];

export function toDraft(row: DraftRow): Draft {
  return {
    ...{ id: row.id, desk: row.desk, base: row.base, author: row.author, editor: row.editor },
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
export function changedColumns(change: DraftChange, by: string): Partial<DraftRow> {
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
