import { diffWordsWithSpace } from 'diff';
import { type DateSpan, isSpan } from '../domain/dates/calendar.ts';
import { intersection, preferredDate, spanOf } from '../domain/dates/date-range.ts';
import { type DateWords, dateWords } from '../domain/dates/date-words.ts';
import { type Day, formatDay } from '../domain/dates/day.ts';
import type { EventDate } from '../domain/dates/event-date.ts';
import { findSpan } from '../domain/dates/read-span.ts';
import type { Desk } from '../domain/desk.ts';
import type { Draft, DraftAct } from '../domain/draft.ts';
import type { EntryBody } from '../domain/entry.ts';
import type { FieldFault } from '../domain/ports/content.ts';
import type { DiffPart, FieldChange, RevisionSummary, Warning } from '../domain/ports/drafts.ts';
import type { Revision } from '../domain/ports/publishing.ts';
import type { ListedBody, ListedKind } from '../domain/sources/listed.ts';
import { handlings } from '../domain/vocabulary.ts';
import type { Raw } from './fields/field.ts';
import { fieldsOf } from './fields/fields.ts';

export function summaryOf(revision: Revision): RevisionSummary {
  const { before, after } = revision;
  return { revision, changes: before && after ? changesBetween(before, after) : [] };
}

/** With who approved it: a draft is approved only over the revision that its author saw. */
export function withApprover(one: RevisionSummary, published: readonly Draft[]): RevisionSummary {
  const { revision, changes } = one;
  const of = published.find(({ act, base }) => act !== 'source' && base + 1 === revision.revision);
  return of?.reviewer ? { revision: { ...revision, approver: of.reviewer }, changes } : one;
}

type Changed = EntryBody | ({ type: ListedKind } & ListedBody);

/** What was changed, field by field, in the words of the form; the rest under the key that a file has. */
export function changesBetween(before: Changed, after: Changed, desk?: Desk): FieldChange[] {
  const [was, is] = [texts(before, desk), texts(after, desk)];
  const names = [...new Set([...was.keys(), ...is.keys()])];
  return names.flatMap((field) => {
    const [a = '', b = ''] = [was.get(field), is.get(field)];
    return a === b ? [] : [{ field, parts: diffParts(a, b) }];
  });
}

function texts(body: Changed, desk?: Desk): Map<string, string> {
  const raw: Raw = { ...body };
  const fields = fieldsOf('edit', body.type, raw);
  const shown = fields.map(({ label, show }) => [label, show(raw, desk)] as const);
  const asked = new Set(fields.map(({ key }) => key.split('.')[0]));
  // The preferred date, and which sources, are shown; what else stands under their keys is told by the keys.
  const more = Object.entries(raw)
    .filter(([key]) => key === 'dates' || key === 'sources' || key === 'visit' || !asked.has(key))
    .filter(([key]) => key !== 'type' && key !== 'id')
    .map(([key, value]) => [key, plain(key, value)] as const);
  return new Map([...shown, ...more].filter(([, text]) => text !== ''));
}

function plain(key: string, value: unknown): string {
  if (key === 'dates')
    return ((value ?? []) as Raw[])
      .map((date, at) => asLine(at === 0 ? { ...date, edtf: undefined } : date))
      .filter(Boolean)
      .join('; ');
  if (key === 'sources')
    return ((value ?? []) as Raw[]).flatMap(({ id, url }) => (url ? `${id}: ${url}` : [])).join('; ');
  if (key === 'visit') return ((value as { places?: string[] } | undefined)?.places ?? []).join(', ');
  if (!Array.isArray(value)) return value === undefined ? '' : String(value);
  return value.map(asLine).join('; ');
}

const asLine = (item: unknown): string =>
  typeof item === 'object' && item !== null
    ? Object.values(item)
        .filter((value) => value !== undefined && (!Array.isArray(value) || value.length > 0))
        .map((value) => (Array.isArray(value) ? value.join(', ') : String(value)))
        .join(': ')
    : String(item);

/** Words that differ: of two texts with fewer in common neither is a change of the other, and comparing takes seconds. */
const mostEdits = 1000;

function diffParts(before: string, after: string): DiffPart[] {
  const diff = diffWordsWithSpace(before, after, { maxEditLength: mostEdits });
  if (!diff)
    return [
      { text: before, kind: 'gone' },
      { text: after, kind: 'new' },
    ];
  return diff.map(({ value, added, removed }) => ({
    text: value,
    kind: added ? 'new' : removed ? 'gone' : 'same',
  }));
}

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
export function bodyBeforeLast(revisions: readonly Revision[], today: Day): EntryBody | undefined {
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
  `${id} says what it said when it was added: nothing can be taken back. To take it back as a whole: /deskwire-edit retract ${id}`;

type Noted = { state: string } & Pick<EntryBody, 'corrections' | 'retraction'>;

const mostNote = 400;
const undoPrefix = 'Taken back: ';

/** What readers are told where a change that they were told of is taken back. */
export function noteOn(before: Noted, now: Noted): string | undefined {
  if (now.state === 'retracted' && before.state !== 'retracted')
    return `No longer retracted. It had been for this: ${now.retraction ?? ''}`.slice(0, mostNote);
  const [last] = now.corrections.slice(before.corrections.length);
  const added = now.corrections.length > before.corrections.length;
  if (!added || !last) return undefined;
  const said = now.corrections.at(-1)?.note ?? last.note;
  const again = said.startsWith(undoPrefix)
    ? `Put back: ${said.slice(undoPrefix.length)}`
    : `${undoPrefix}${said}`;
  return again.slice(0, mostNote);
}

const handlingRank = ({ handling }: EntryBody) => handlings.indexOf(handling);
const heldUntil = ({ embargo }: EntryBody) => (embargo === undefined ? 0 : Date.parse(embargo));

/**
 * Why an entry may not take the place of an older one: whoever may see the older one would lose it, be told that a newer
 * one is there, and not find that; or each would take the place of the other. Both in their own states.
 */
export function whyNotInstead(newer: EntryBody, older: EntryBody, now: Date): FieldFault | undefined {
  const [one, other] = [newer.id, older.id];
  if (older.supersedes === newer.id)
    return {
      field: '',
      says: `${other} takes the place of ${one} already. Undo that first: /deskwire-edit undo ${other}.`,
    };
  if (older.state === 'draft' || older.state === 'in review' || older.state === 'retracted') return undefined;
  if (handlingRank(newer) > handlingRank(older))
    return {
      field: 'handling',
      says: `${other} is ${older.handling} and ${one} ${newer.handling}: readers would lose the one and not see the other. Let as many see ${one}, or correct ${other}.`,
    };
  if (heldUntil(newer) > Math.max(now.getTime(), heldUntil(older))) {
    const until = `${formatDay((newer.embargo ?? '').slice(0, 10))}, ${newer.embargo?.slice(11, 16)} UTC`;
    return {
      field: 'embargo',
      says: `${one} is under embargo until ${until}: it can take the place of ${other} from then on.`,
    };
  }
  return undefined;
}

/** What a reviewer should look at where one entry takes the place of another: an event before it, or something else. */
export function oddSuccession(newer: EntryBody, older: EntryBody): string[] {
  const has = (key: 'people' | 'places' | 'organisations' | 'countries' | 'topics') =>
    older[key].some((id) => newer[key].includes(id));
  const isRelated =
    has('people') || has('places') || has('organisations') || (has('countries') && has('topics'));
  const [one, other] = [newer, older].map((body) => (body.type === 'fact' ? preferredDate(body) : undefined));
  const isBefore = one?.latest && other?.earliest && one.latest < other.earliest;
  return [
    ...(isBefore
      ? [
          `${newer.id} tells of ${one.text}, before what ${older.id} tells of: ${other.text}. Is it the newer one?`,
        ]
      : []),
    ...(isRelated
      ? []
      : [`${newer.id} names hardly anything that ${older.id} names. Are both about the same?`]),
  ];
}

/** Why an act has no sense for an entry in the state that its author saw it in, and what to do instead. */
export function unfitAct(
  act: DraftAct,
  { id, state }: Readonly<Record<string, unknown>>,
): string | undefined {
  if (state !== 'retracted') return undefined;
  const back = `To take the retraction back: /deskwire-edit undo ${id}`;
  if (act === 'retract') return `${id} is retracted already. ${back}`;
  if (act === 'correct') return `${id} is retracted: nothing of it holds that could be corrected. ${back}`;
  return act === 'supersede' ? `${id} is retracted, and takes no other entry's place. ${back}` : undefined;
}

/**
 * A date in an unchanged title or statement that fits what the fact said before and not what it says now, as it is
 * written there: `16 March 2026`. Undefined where there is none.
 */
function leftDate(
  before: EntryBody,
  after: EntryBody,
  setting: { words: DateWords; today: Day },
): string | undefined {
  if (before.type !== 'fact' || after.type !== 'fact') return undefined;
  const [was, is] = [preferredDate(before), preferredDate(after)];
  if (was.edtf === is.edtf) return undefined;
  const unchanged = (['statement', 'title'] as const).filter((field) => before[field] === after[field]);
  const dates = unchanged.flatMap((field) => datesIn(after[field], setting));
  const fits = (said: DateSpan, { earliest, latest }: EventDate) =>
    intersection(spanOf(said.from, said.to), spanOf(earliest, latest)).length > 0;
  return dates.find(({ said }) => fits(said, was) && !fits(said, is))?.text;
}

function datesIn(
  text: string,
  setting: { words: DateWords; today: Day },
): { text: string; said: DateSpan }[] {
  const words = text.split(/\s+/).map((word) => word.replace(/^[("“‘]+|[)"”’,.;:!?]+$/g, ''));
  const found: { text: string; said: DateSpan }[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const date = findSpan(words, at, setting);
    if (!date) continue;
    const { said, used } = date;
    if (isSpan(said) && said.basis !== 'relative') {
      const text = words
        .slice(at, at + used)
        .join(' ')
        .replace(/^(?:on|in|since|from|by|at) /i, '');
      found.push({ text, said });
    }
    at += used - 1;
  }
  return found;
}

/** A date that was changed, and still stands in the words beside it. */
export function oldDate(
  before: EntryBody | undefined,
  body: EntryBody,
  { definition }: Desk,
  today: Day,
): Warning[] {
  const words = dateWords(definition.languages, definition.eras);
  const left = before && leftDate(before, body, { words, today });
  const says = `The date is changed, and its words still say “${left}”. Change them too.`;
  return left === undefined ? [] : [{ says, open: true }];
}
