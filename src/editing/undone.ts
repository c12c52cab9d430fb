import type { Day } from '../domain/day.ts';
import type { EntryBody } from '../domain/entry.ts';
import type { Revision } from '../domain/ports/revisions.ts';

/** Revisions that changed nothing of what the entry itself says. */
const silent: readonly Revision['action'][] = [
  'superseded',
  'reinstated',
  'adopted',
  'withdrawn',
  'restored',
];

/**
 * What an entry says once its last change is taken back; undefined when there is none to take back. What readers were
 * told of is not taken back behind their backs: it gets a note of its own, and posted digests follow.
 */
export function undone(revisions: readonly Revision[], today: Day): EntryBody | undefined {
  const now = revisions.at(-1)?.own;
  const before = beforeLast(revisions);
  if (!now || !before) return undefined;
  const note = noteOn(before, now);
  if (note === undefined) return before;
  return {
    ...before,
    state: before.state === 'retracted' ? 'retracted' : 'corrected',
    corrections: [...now.corrections, { on: today, note }],
  };
}

/** What an entry said before its last change; undefined when it says what it said when it was added. */
export function beforeLast(revisions: readonly Revision[]): EntryBody | undefined {
  const changed = revisions.findLastIndex(({ action }) => !silent.includes(action));
  return revisions.slice(0, Math.max(changed, 0)).findLast(({ own }) => own !== undefined)?.own;
}

export const nothingToUndo = (id: string) =>
  `${id} says what it said when it was added: nothing can be taken back. To take it back as a whole: /deskwire retract ${id}`;

const mostNote = 400;
const taken = 'Taken back: ';

function noteOn(before: EntryBody, now: EntryBody): string | undefined {
  if (now.state === 'retracted' && before.state !== 'retracted')
    return `No longer retracted. It had been for this: ${now.retraction ?? ''}`.slice(0, mostNote);
  const [last] = now.corrections.slice(before.corrections.length);
  const added = now.corrections.length > before.corrections.length;
  if (!added || !last) return undefined;
  const said = now.corrections.at(-1)?.note ?? last.note;
  const again = said.startsWith(taken) ? `Put back: ${said.slice(taken.length)}` : `${taken}${said}`;
  return again.slice(0, mostNote);
}
