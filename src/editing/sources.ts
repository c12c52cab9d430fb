import { type Day, dayIn } from '../domain/dates/day.ts';
import type { Draft } from '../domain/draft.ts';
import type { Checked, FieldFault } from '../domain/ports/content.ts';
import type { DraftView, RevisionSummary } from '../domain/ports/drafts.ts';
import type { ListedRevision } from '../domain/ports/publishing.ts';
import { isSame } from '../domain/sources/listed.ts';
import type { Source } from '../domain/sources/source.ts';
import { changesBetween, noteOn, nothingToUndo, unfitAct } from './changes.ts';
import { type Field, oneLine, type Raw } from './field.ts';
import { fieldsOf, spareFields } from './fields.ts';
import { draftForm, readValues } from './form.ts';
import { type DeskNamed, mergeFaults, onlyNote, type ValidationDeps, written } from './validate.ts';

/** What a change of a source starts from: the source as it serves, and its fields. */
export interface SourceGround {
  told: readonly ListedRevision[];
  served: Source | undefined;
  before: Raw;
  fields: readonly Field[];
  asked: readonly Field[];
}

export function sourceGround(
  draft: Draft,
  { desk }: DeskNamed,
  told: readonly ListedRevision[],
): SourceGround {
  const served = desk.sources.find(({ id }) => id === draft.entry);
  const before: Raw = written(draft) ?? { ...served };
  const asked = fieldsOf(draft.act, 'source', before);
  return { told, served, before, fields: [...asked, ...spareFields(draft.act, 'source', before)], asked };
}

type ViewNeeds = Pick<ValidationDeps, 'check' | 'readDate' | 'clock'>;

/** Reads the draft of a change of a source as it would be approved today. Writes nothing. */
export function viewSource(
  needs: ViewNeeds,
  draft: Draft,
  ground: SourceGround,
  { desk, names }: DeskNamed,
): DraftView {
  const { served, before, fields, asked } = ground;
  const notices: string[] = [];
  const { readDate } = needs;
  const read = readValues(fields, before, draft.values, { desk, names, notices, readDate });
  const today = dayIn(desk.definition.zone, needs.clock());
  const checked = changed(needs, draft, ground, { desk, today, raw: read.raw });
  const faults = mergeFaults(read.faults, checked.ok ? [] : checked.faults, fields);
  const isEnded = draft.state === 'published' || draft.state === 'discarded';
  const form = isEnded ? undefined : draftForm(draft, { fields, asked, before, faults, notices, desk });
  const source = checked.ok && faults.length === 0 ? checked.body : undefined;
  const changes =
    source && served ? changesBetween({ type: 'source', ...served }, { type: 'source', ...source }) : [];
  return {
    ...{ draft, faults, notices, changes, warnings: isEnded || !source ? [] : onlyNote(draft, changes) },
    ...(form && { form }),
    ...(source && { source }),
    ...(served && { sourceBefore: served }),
  };
}

function changed(
  { check }: ViewNeeds,
  { act, entry = '', values }: Draft,
  { told, served }: SourceGround,
  { desk, today, raw }: { desk: DeskNamed['desk']; today: Day; raw: Raw },
): Checked<Source> {
  if (!served && act !== 'import') return refused(`This desk has no source ${entry} any more.`);
  const state = served?.retraction === undefined ? 'published' : 'retracted';
  const unfit = unfitAct(act, { id: entry, state });
  if (unfit) return refused(unfit);
  if (act === 'undo') {
    const before = sourceBeforeLast(told, served, today);
    return before ? check.source(desk, before) : refused(nothingToUndo(entry));
  }
  const same = desk.sources.find(({ id, url }) => id !== entry && url !== undefined && url === raw.url);
  if (same) return refused(`The desk has this address: ${same.id}.`, 'url');
  raw.until ??= raw.dated ?? served?.until;
  if (act === 'edit' && values.still === 'yes') raw.checked = today;
  if (act === 'retract') raw.retraction = oneLine(values.reason ?? '');
  if (act === 'correct') {
    const note = oneLine(values.correction ?? '');
    raw.corrections = [...((raw.corrections as unknown[] | undefined) ?? []), { on: today, note }];
  }
  return check.source(desk, raw);
}

const refused = (says: string, field = ''): { ok: false; faults: FieldFault[] } => ({
  ok: false,
  faults: [{ field, says }],
});

/** What a source says once its last change is taken back; undefined when nothing was changed. */
export function sourceBeforeLast(
  told: readonly ListedRevision[],
  served: Source | undefined,
  today: Day,
): Source | undefined {
  const last = told.at(-1);
  if (!last || !served) return undefined;
  // A file that says something else since has changed it last.
  const before = isSame(last.after, served) ? last.before : last.after;
  if (!before) return undefined;
  const note = noteOn(inState(before), inState(served));
  if (note === undefined) return before;
  return { ...before, corrections: [...(served.corrections ?? []), { on: today, note }] };
}

const inState = ({ retraction, corrections = [] }: Source) => ({
  ...{ corrections, retraction, state: retraction === undefined ? 'published' : 'retracted' },
});

/** Every change of a source, the newest first; one that chat never changed is as its file has it. */
export function sourceHistory(told: readonly ListedRevision[], served: Source): RevisionSummary[] {
  const [first] = told;
  const filed = first ? first.before : served;
  const begun = filed && {
    revision: { revision: 0, action: 'added', actor: filed.by, recordedAt: new Date(filed.added) },
    changes: [],
  };
  const changes = told.map(({ before, after, ...revision }) => ({
    revision,
    changes: before ? changesBetween({ type: 'source', ...before }, { type: 'source', ...after }) : [],
  }));
  return [...changes.toReversed(), ...(begun ? [begun] : [])];
}
