import { knownDate } from '../domain/dates/date-range.ts';
import { type Day, dayIn } from '../domain/dates/day.ts';
import type { Desk } from '../domain/desk.ts';
import { type Draft, type Excerpt, openStates } from '../domain/draft.ts';
import type { EntryBody } from '../domain/entry.ts';
import { mayBeSame } from '../domain/facts/duplicates.ts';
import { contradictionsOf } from '../domain/facts/near-facts.ts';
import type { Checked, EntryCheck, FieldFault } from '../domain/ports/content.ts';
import type {
  Contradiction,
  Drafts,
  DraftView,
  FieldChange,
  NearFacts,
  StatementReading,
  Warning,
} from '../domain/ports/drafts.ts';
import type { NameIndex } from '../domain/ports/names.ts';
import type { Revisions } from '../domain/ports/publishing.ts';
import type { Clock } from '../domain/ports/runtime.ts';
import { isListed, withTold } from '../domain/sources/listed.ts';
import type { Source } from '../domain/sources/source.ts';
import { findOfficials } from '../search/names/officials.ts';
import {
  bodyBeforeLast,
  changesBetween,
  nothingToUndo,
  oddSuccession,
  oldDate,
  unfitAct,
  whyNotInstead,
} from './changes.ts';
import {
  completeTitle,
  completeVisit,
  entryOf,
  followingOf,
  freeId,
  idFrom,
  moveStops,
  sourceOf,
  unknownVisitor,
  unlistedOffice,
} from './derive.ts';
import { newContext, type Raw } from './fields/field.ts';
import { addedFaults, alsoCountries } from './fields/name-field.ts';
import { lackOf } from './fields/source-field.ts';
import { draftForm, isAsOffered, mergeFaults, newSourceFaults, readValues } from './form.ts';
import { type DraftBase, proposedFor } from './ground.ts';

export interface ValidationDeps {
  drafts: Drafts;
  revisions: Revisions;
  near: NearFacts;
  check: EntryCheck;
  /** A date in words as EDTF; undefined when it is none, or could be several. */
  readDate(text: string): string | undefined;
  /** What the first reading of a statement waits for, in turns of its own. */
  prepareReading(names: NameIndex): Promise<void>;
  /** What a statement of the desk's own says of itself; `today`: the day that it is written. */
  readStatement(text: string, names: NameIndex, today: Day): StatementReading;
  /** Whether a text repeats the wording of what was imported, and what to say of it. */
  isNearCopy(text: string, of: Excerpt): Promise<{ copied: false } | { copied: true; says: string }>;
  clock: Clock;
}

/** A desk as it serves. */
export interface DeskNamed {
  desk: Desk;
  names: NameIndex;
}

/** A draft of an entry, or of a source to be added. */
export type EntryDraft = Draft & { type: EntryBody['type'] };

export const isOfEntry = (draft: Draft): draft is EntryDraft => !isListed(draft.type);

/** Reads a draft as it would be approved today, and says all that is wrong with it. Writes nothing. */
export async function validateDraft(
  needs: ValidationDeps,
  draft: EntryDraft,
  ground: DraftBase,
  at: DeskNamed,
): Promise<DraftView> {
  const { desk, names } = at;
  const { own, before, fields, asked } = ground;
  const today = dayIn(desk.definition.zone, needs.clock());
  const { statement = '' } = draft.values;
  const visitor = unknownVisitor(draft, before, names);
  const found = findOfficials([statement, draft.excerpt?.sentence].join('\n'), names);
  const officials = visitor ? [visitor, ...found.filter(({ name }) => name !== visitor.name)] : found;
  const title = visitor && unlistedOffice(statement, visitor, desk)?.title;
  const isUnsaid = !draft.values.office?.trim();
  const values = {
    ...draft.values,
    ...(visitor && { person: visitor.name, ...(title && isUnsaid && { office: title }) }),
  };
  const begin = () => newContext({ desk, names, readDate: needs.readDate, today, officials, statement });
  const reading = begin();
  const { notices, offers, unknownSources } = reading;
  const typed = readValues(fields, before, values, reading);
  // What is offered is read as if it were typed, so that nothing is asked that follows from it.
  const meant = offers.size === 0 ? reading : begin();
  const read =
    meant === reading
      ? typed
      : readValues(fields, before, { ...values, ...Object.fromEntries(offers) }, meant);
  const { added } = meant;
  alsoCountries(read.raw, desk, added);
  const checked =
    draft.act === 'source'
      ? sourceOf(read.raw, { desk, today, wanted: draft.entry }, needs.check)
      : await checkEntry(needs, draft, { ...ground, raw: read.raw, desk: withTold(desk, added), today });
  const lack = lackOf(unknownSources, draft.values);
  // What is said of a new source stands for it.
  const follows = [...followingOf(draft, read.raw), ...(unknownSources.length > 0 ? ['sources'] : [])];
  const isOwn = ({ field }: FieldFault) => !follows.includes(field);
  const isUntold = ({ field }: FieldFault) => !typed.faults.some((one) => one.field === field);
  const ofSource = newSourceFaults(needs.check, draft, begin(), today).filter(isUntold);
  const faults = mergeFaults(
    [...typed.faults, ...lack.faults, ...ofSource],
    [
      ...(await nearCopies(needs, draft, checked.ok ? checked.body : read.raw)),
      ...(checked.ok ? await succession(needs, draft, checked.body) : checked.faults.filter(isOwn)),
    ],
    fields,
  );
  faults.push(...added.flatMap((one) => addedFaults(needs.check, desk, one)));
  const good = faults.length === 0 && checked.ok ? checked.body : undefined;
  const body = good && 'topics' in good ? good : undefined;
  const isEnded = draft.state === 'published' || draft.state === 'discarded';
  const isJourney = () => needs.readStatement(statement, names, today).isJourney;
  const { says, proposed } =
    isEnded || !body ? nothing : proposedFor(draft, body, own, { desk, names, officials, added, isJourney });
  notices.push(...says);
  const form = isEnded
    ? undefined
    : draftForm(draft, {
        ...{ fields, asked, before, faults, notices, desk },
        ...{ offers: new Map([...lack.offers, ...offers]), also: lack.also },
      });
  const changes = own && body ? changesBetween(own, body) : [];
  return {
    draft,
    ...(form && { form }),
    ...(isAsOffered(offers, read.faults, faults) && { offered: Object.fromEntries(offers) }),
    ...(body && { body, ...(added.length > 0 && { added }) }),
    ...(proposed.length > 0 && { proposed }),
    ...(good && !body && { listed: { kind: 'source' as const, body: good as Source } }),
    ...(own && { before: own }),
    ...{ faults, notices },
    changes,
    warnings:
      body && !isEnded
        ? [
            ...onlyNote(draft, changes),
            ...oldDate(own, body, at.desk, today),
            ...(await warningsOf(needs, draft, body, at)),
          ]
        : [],
  };
}

const nothing = { says: [], proposed: [] };

interface DraftEntry extends DraftBase {
  raw: Raw;
  desk: Desk;
  today: Day;
}

async function checkEntry(
  needs: ValidationDeps,
  draft: EntryDraft,
  made: DraftEntry,
): Promise<Checked<EntryBody>> {
  const { raw, desk, today, before, revisions, fields } = made;
  const { act, type, values } = draft;
  const unfit = unfitAct(act, before);
  if (unfit) return refusedDraft(unfit);
  if (act === 'undo') {
    const body = bodyBeforeLast(revisions, today);
    if (!body) return refusedDraft(nothingToUndo(draft.entry ?? ''));
    const { type: _, ...restored } = body;
    // Of what the form asked because it does not hold any more.
    const typed = fields.filter(({ name }) => values[name] !== undefined).map(({ key }) => key.split('.')[0]);
    const put = Object.entries(raw).filter(([key]) => typed.includes(key));
    return needs.check.entry(desk, type, { ...restored, ...Object.fromEntries(put) });
  }
  if (type === 'fact') completeTitle(raw, before);
  if (raw.kind !== 'visit') delete raw.visit;
  else if (before.visit === undefined) completeVisit(raw, desk);
  else if (values.place !== undefined || values.host !== undefined) moveStops(raw, desk);
  if (act === 'add') raw.id = await idOf(needs, draft, raw);
  return needs.check.entry(desk, type, entryOf(raw, { act, values, before, today }));
}

const refusedDraft = (says: string): Checked<EntryBody> => ({ ok: false, faults: [{ field: '', says }] });

/** It follows the title until it is in review, and is one that no entry and no other draft has. */
async function idOf({ revisions, drafts }: ValidationDeps, { id, desk, entry: had, state }: Draft, raw: Raw) {
  const wanted = idFrom(String(raw.title ?? ''));
  if (had !== undefined && (state === 'in review' || had.replace(/-\d+$/, '') === wanted)) {
    if ((await revisions.of(desk, had)).length === 0) return had;
  }
  return freeId(wanted, async (tried) => {
    if ((await revisions.of(desk, tried)).length > 0) return true;
    const others = await drafts.list({
      desk,
      entry: tried,
      states: openStates,
      limit: 2,
    });
    return others.some((other) => other.id !== id);
  });
}

async function succession(
  { revisions, clock }: ValidationDeps,
  { desk, act }: Draft,
  body: EntryBody | Source,
): Promise<FieldFault[]> {
  if (!('supersedes' in body) || body.supersedes === undefined || act === 'retract') return [];
  const older = (await revisions.of(desk, body.supersedes)).at(-1)?.own;
  const fault = older && whyNotInstead(body, older, clock());
  return fault ? [fault] : [];
}

/** What is told in the desk's own words, of a fact and of a brief, whose title may be the article's. */
const ownWords = {
  fact: ['title', 'statement', 'why', 'note'],
  brief: ['summary', 'why', 'points', 'argues', 'reports'],
} as const;

async function nearCopies(
  { isNearCopy }: ValidationDeps,
  { excerpt, values, type, act }: EntryDraft,
  texts: Partial<Record<string, unknown>>,
): Promise<FieldFault[]> {
  if (!excerpt || act === 'source') return [];
  const looked = ownWords[type].map(async (field): Promise<FieldFault[]> => {
    if (values[field] === undefined) return [];
    const copy = await isNearCopy([texts[field] ?? []].flat().join('\n'), excerpt);
    return copy.copied ? [{ field, says: copy.says }] : [];
  });
  return (await Promise.all(looked)).flat();
}

/** A correction may be its note alone, as where readers misread what was right; mostly the rest was forgotten. */
export function onlyNote({ act, id }: Draft, changes: readonly FieldChange[]): Warning[] {
  const isNote = act === 'correct' && changes.every(({ field }) => ['state', 'corrections'].includes(field));
  const says = `Nothing is changed but the note to readers. To put the entry itself right too: /deskwire-edit edit ${id}`;
  return isNote ? [{ says, open: true }] : [];
}

/** More of them would hide what else a reviewer should look at. */
const mostDoubles = 3;

async function warningsOf(
  { near, drafts, clock, revisions }: ValidationDeps,
  draft: Draft,
  body: EntryBody,
  { desk, names }: DeskNamed,
): Promise<Warning[]> {
  const { id } = desk.definition;
  const now = clock();
  const known = body.type === 'fact' && draft.act !== 'retract' ? await near.of(id, body, names) : [];
  const found = body.type === 'fact' && draft.act !== 'retract' ? contradictionsOf(body, known, names) : [];
  const doubles = body.type === 'fact' ? mayBeSame(body, known) : [];
  const open = { desk: id, entry: body.id, states: openStates, limit: 5 };
  const others = (await drafts.list(open)).filter((other) => other.id !== draft.id);
  const older =
    draft.act === 'supersede' && body.supersedes !== undefined
      ? (await revisions.of(id, body.supersedes)).at(-1)?.own
      : undefined;
  const isOpen = ({ one, other }: Contradiction) =>
    known.every((fact) => (fact.id !== one && fact.id !== other) || isForAll(fact, now));
  return [
    ...(older ? oddSuccession(body, older).map((says) => ({ says, open: isForAll(older, now) })) : []),
    ...found.map((met) => ({
      says: `${met.one} and ${met.other} contradict each other: ${met.says}.`,
      open: isOpen(met),
    })),
    ...doubles.slice(0, mostDoubles).map((double) => ({
      says: `May be the same as ${double.id}: ${double.title}, ${knownDate(double.dates[0]?.edtf ?? '').text}.`,
      open: isForAll(double, now),
    })),
    ...others.map((other) => ({
      says: `Draft ${other.id} by ${other.author} is about the same entry.`,
      open: true,
    })),
  ];
}

const isForAll = ({ handling, embargo }: Pick<EntryBody, 'handling' | 'embargo'>, now: Date) =>
  handling === 'public' && (embargo === undefined || Date.parse(embargo) <= now.getTime());
