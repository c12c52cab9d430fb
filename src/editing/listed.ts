import { type Day, dayIn } from '../domain/dates/day.ts';
import type { Desk, Person } from '../domain/desk.ts';
import type { Draft } from '../domain/draft.ts';
import { overlapInWords, overlapsWith } from '../domain/facts/terms.ts';
import type { Checked, FieldFault } from '../domain/ports/content.ts';
import type { DraftView, RevisionSummary, Warning } from '../domain/ports/drafts.ts';
import type { ListedRevision } from '../domain/ports/publishing.ts';
import {
  isListed,
  isNamed,
  isSame,
  type Listed,
  type ListedBody,
  type ListedKind,
  listOf,
  type NamedKind,
  withTold,
} from '../domain/sources/listed.ts';
import { normalise } from '../search/names/phonetic-key.ts';
import { changesBetween, noteOn, nothingToUndo, unfitAct } from './changes.ts';
import { type Field, newContext, oneLine, type Raw } from './fields/field.ts';
import { fieldsOf, spareFields } from './fields/fields.ts';
import { addedFaults, nameId, namesake } from './fields/name-field.ts';
import { lackOf } from './fields/source-field.ts';
import { sourcedTerms } from './fields/terms.ts';
import { draftForm, isAsOffered, mergeFaults, newSourceFaults, readValues } from './form.ts';
import { written } from './ground.ts';
import { type DeskNamed, onlyNote, type ValidationDeps } from './validate.ts';

/** A draft of a source that is changed, or of a name. */
export type ListedDraft = Draft & { type: ListedKind };

export const isOfListed = (draft: Draft): draft is ListedDraft => isListed(draft.type);

type Spelt = { name: string; spellings: readonly string[] };

/** What a change of a source or name starts from: how it serves, and its fields. */
export interface ListedGround {
  told: readonly ListedRevision[];
  served: ListedBody | undefined;
  before: Raw;
  fields: readonly Field[];
  asked: readonly Field[];
}

export function listedGround(
  draft: ListedDraft,
  { desk }: Pick<DeskNamed, 'desk'>,
  told: readonly ListedRevision[],
): ListedGround {
  const { act, type, entry } = draft;
  const served = act === 'add' ? undefined : listOf(desk, type).find(({ id }) => id === entry);
  const before: Raw = written(draft) ?? { ...served };
  const asked = fieldsOf(act, type, before);
  return { told, served, before, fields: [...asked, ...spareFields(act, type, before)], asked };
}

type ViewNeeds = Pick<ValidationDeps, 'check' | 'readDate' | 'clock'>;

/** Reads the draft of a source or name as it would be approved today. Writes nothing. */
export function viewListed(
  needs: ViewNeeds,
  draft: ListedDraft,
  ground: ListedGround,
  { desk, names }: DeskNamed,
): DraftView {
  const { served, before, fields, asked } = ground;
  const { type: kind } = draft;
  const today = dayIn(desk.definition.zone, needs.clock());
  const begin = () => newContext({ desk, names, notices: [], readDate: needs.readDate, today });
  const typed = begin();
  const asTyped = readValues(fields, before, draft.values, typed);
  const { offers, unknownSources } = typed;
  // What is offered is read as if it were typed, so that nothing is asked that follows from it.
  const meant = offers.size === 0 ? typed : begin();
  const values = { ...draft.values, ...Object.fromEntries(offers) };
  const read = meant === typed ? asTyped : readValues(fields, before, values, meant);
  const { added, terms = [] } = meant;
  const notices = typed.notices;
  const after = withTold(desk, added);
  const lack = lackOf(unknownSources, draft.values);
  // What is said of a new source stands for it.
  const isCited = unknownSources.length > 0 || read.faults.some(({ field }) => field === 'source');
  const unsourced = isCited ? [] : sourcedTerms(terms, after);
  const checked = changed(needs, draft, ground, { desk: after, today, raw: read.raw });
  const faults = mergeFaults(
    [...asTyped.faults, ...unsourced, ...lack.faults, ...newSourceFaults(needs.check, draft, begin(), today)],
    checked.ok ? [] : checked.faults,
    fields,
  );
  faults.push(...added.flatMap((one) => addedFaults(needs.check, desk, one)));
  const isEnded = draft.state === 'published' || draft.state === 'discarded';
  const form = isEnded
    ? undefined
    : draftForm(draft, {
        fields,
        asked,
        before,
        faults,
        notices,
        desk,
        offers: new Map([...lack.offers, ...offers]),
        // Most of what is worth knowing of a new person: where fields are asked one by one, these are too.
        also: [...lack.also, ...(kind === 'person' && draft.act === 'add' ? ['country', 'office'] : [])],
      });
  const body = checked.ok && faults.length === 0 ? checked.body : undefined;
  const again = !isEnded && draft.act === 'add' && isNamed(kind) && namesakeOf(desk, kind, read.raw);
  const changes =
    body && served ? changesBetween({ type: kind, ...served }, { type: kind, ...body }, after) : [];
  return {
    draft,
    faults,
    notices,
    changes,
    warnings: isEnded || !body ? [] : [...onlyNote(draft, changes), ...heldTwice(kind, body, after)],
    ...(form && { form }),
    ...(again && { namesake: again }),
    ...(isAsOffered(offers, read.faults, faults) && { offered: Object.fromEntries(offers) }),
    ...(body && { listed: { kind, body }, ...(added.length > 0 && { added }) }),
    ...(served && { listedBefore: { kind, body: served } }),
  };
}

function changed(
  { check }: ViewNeeds,
  { act, entry = '', values, type: kind }: ListedDraft,
  { told, served }: ListedGround,
  { desk, today, raw }: { desk: Desk; today: Day; raw: Raw },
): Checked<ListedBody> {
  if (act === 'add') raw.id = nameId(String(raw.name ?? ''));
  else if (!served && act !== 'import') return refused(`This desk has no ${kind} ${entry} any more.`);
  const state = served?.retraction === undefined ? 'published' : 'retracted';
  const unfit = unfitAct(act, { id: entry, state });
  if (unfit) return refused(unfit);
  if (act === 'undo') {
    const before = beforeLastChange(told, served, today);
    return before ? check.listed(desk, kind, { ...before }) : refused(nothingToUndo(entry));
  }
  const same =
    kind === 'source' ? sameAddress(desk, raw) : sameName(desk, kind, raw, act === 'add' ? '' : entry);
  if (same) return same;
  if (kind === 'source') raw.until ??= raw.dated ?? (served && 'until' in served ? served.until : undefined);
  if (kind === 'source' && act === 'edit' && values.still === 'yes') raw.checked = today;
  if (act === 'retract') raw.retraction = oneLine(values.reason ?? '');
  if (act === 'correct') {
    const note = oneLine(values.correction ?? '');
    raw.corrections = [...((raw.corrections as unknown[] | undefined) ?? []), { on: today, note }];
  }
  return check.listed(desk, kind, raw);
}

function sameAddress(desk: Desk, { id, url }: Raw) {
  const same = desk.sources.find(
    (source) => source.id !== id && source.url !== undefined && source.url === url,
  );
  return same && refused(`The desk has this address: ${same.id}.`, 'url');
}

function sameName(desk: Desk, kind: NamedKind, raw: Raw, own: string) {
  const { id, name = '', spellings = [] } = raw;
  if (name !== '' && normalise(String(name)) === '') return refused('A name has letters.', 'name');
  const there = namesake(desk, kind, raw, own);
  if (!there) return undefined;
  const back =
    there.retraction === undefined ? '' : `, retracted; to put it back: /deskwire-edit undo ${there.id}`;
  const instead =
    own === '' && back === '' ? ' Discard this draft, and change that one where it lacks something.' : '';
  if (there.id === id)
    return refused(`The desk has it already: ${there.name} (${id})${back}.${instead}`, 'name');
  const met = [name, ...(spellings as string[])].find((text) => isSpelt(there, text));
  return refused(`“${met}” is ${there.name} (${there.id}) here.`, met === name ? 'name' : 'spellings');
}

const isSpelt = ({ name, spellings }: Spelt, text: unknown) =>
  [name, ...spellings].some((one) => normalise(one) === normalise(String(text)));

/** Whom a draft would add again, and what it says of the name that the desk does not know yet. */
function namesakeOf(desk: Desk, kind: NamedKind, raw: Raw): DraftView['namesake'] {
  const there = namesake(desk, kind, raw);
  if (!there || there.retraction !== undefined) return undefined;
  const { name = '', spellings = [] } = raw;
  const more = [name, ...(spellings as unknown[])].map(String).filter((text) => !isSpelt(there, text));
  return { id: there.id, ...(more.length > 0 && { spellings: [...there.spellings, ...more] }) };
}

/** Whoever else holds the office on the same days: one of the two terms lacks its end, or has another office. */
function heldTwice(kind: ListedKind, body: ListedBody, desk: Desk): Warning[] {
  const found = kind === 'person' ? overlapsWith(desk, body as Person) : [];
  return found.map((one) => ({ says: `${overlapInWords(one, desk)}.`, open: true }));
}

const refused = (says: string, field = ''): { ok: false; faults: FieldFault[] } => ({
  ok: false,
  faults: [{ field, says }],
});

/** What a source or name says once its last change is taken back; undefined when nothing was changed. */
export function beforeLastChange(
  told: readonly ListedRevision[],
  served: ListedBody | undefined,
  today: Day,
): ListedBody | undefined {
  const last = told.at(-1);
  if (!last || !served) return undefined;
  // A file that says something else since has changed it last.
  const before = isSame(last.after, served) ? last.before : last.after;
  if (!before) return undefined;
  const note = noteOn(inState(before), inState(served));
  if (note === undefined) return before;
  return { ...before, corrections: [...(served.corrections ?? []), { on: today, note }] };
}

const inState = ({ retraction, corrections = [] }: ListedBody) => ({
  corrections,
  retraction,
  state: retraction === undefined ? 'published' : 'retracted',
});

/** Every change of a source or name, the newest first; one that chat never changed is as its file has it. */
export function listedHistory(
  told: readonly ListedRevision[],
  { kind, body: served }: Listed,
  desk: Desk,
): RevisionSummary[] {
  const [first] = told;
  const last = told.at(-1);
  const filed = first ? first.before : served;
  const of = (body: ListedBody) => ({ type: kind, ...body });
  const now =
    last && !isSame(last.after, served) && files(last, changesBetween(of(last.after), of(served), desk));
  const changes = told.map(({ before, after, ...revision }) => ({
    revision,
    changes: before ? changesBetween(of(before), of(after), desk) : [],
  }));
  const begun = filed && {
    revision: {
      revision: 0,
      action: 'added',
      actor: 'by' in filed ? filed.by : 'files',
      recordedAt: 'added' in filed ? new Date(filed.added) : undefined,
    },
    changes: [],
  };
  return [...(now ? [now] : []), ...changes.toReversed(), ...(begun ? [begun] : [])];
}

/** A file that says something else has the last word. */
const files = ({ revision }: ListedRevision, changes: RevisionSummary['changes']): RevisionSummary => ({
  revision: {
    revision: revision + 1,
    action: 'told otherwise by its file, which serves',
    actor: 'files',
    recordedAt: undefined,
  },
  changes,
});
