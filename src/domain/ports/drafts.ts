import type { Draft, DraftAct, DraftState } from '../draft.ts';
import type { EntryBody, Fact } from '../entry.ts';
import type { Form } from '../form.ts';
import type { Reply } from '../reply.ts';
import type { Listed } from '../sources/listed.ts';
import type { Member } from './access.ts';
import type { FieldFault } from './content.ts';
import type { NameIndex } from './names.ts';
import type { ListedRevision, Revision } from './publishing.ts';

export type NewDraft = Pick<Draft, 'desk' | 'act' | 'type' | 'base' | 'values' | 'author'> &
  Partial<Pick<Draft, 'entry' | 'excerpt'>>;

export type DraftChange = Partial<
  Pick<Draft, 'values' | 'body' | 'entry' | 'base' | 'state' | 'reviewer' | 'reason'>
>;

/** Outcome of an approval. */
export type Publishing =
  | { outcome: 'published'; revision: number; publication?: number | undefined }
  /** Somebody else decided first; `draft` is its current state. */
  | { outcome: 'decided'; draft: Draft }
  /** The entry changed since its author saw it; nothing was written. */
  | { outcome: 'outdated'; current: number };

/** `version`: the one that the body was made from. */
export type PublishedDraft = Pick<Draft, 'id' | 'version'> &
  ({ body: EntryBody } | { listed: Listed; action: ListedRevision['action'] }) & {
    /** Names that are added with it. */
    added?: readonly Listed[];
  };

/** Drafts, from the first input to the published revision. Every change of state is audited. */
export interface Drafts {
  add(draft: NewDraft, at: Date): Promise<Draft>;
  get(id: string): Promise<Draft | undefined>;
  /** Newest change first, unless `oldestFirst`. */
  list(of: {
    desk: string;
    states?: readonly DraftState[];
    author?: string;
    entry?: string;
    oldestFirst?: boolean;
    limit: number;
  }): Promise<Draft[]>;
  count(of: { desk: string; states: readonly DraftState[] }): Promise<number>;
  /** False, and nothing is written, if it changed since `version`. */
  change(id: string, version: number, change: DraftChange, by: string, at: Date): Promise<boolean>;
  /**
   * Writes the bodies of drafts as revisions of their entries, in this order, and ends the drafts, all in one transaction.
   * Of two concurrent calls for a draft one succeeds.
   */
  publishAll(drafts: readonly PublishedDraft[], by: string, at: Date): Promise<Publishing[]>;
}

/** A new draft. `entry`: its subject; for `supersede` the entry that replaces the other; for `import` it may be new. */
export interface Beginning {
  desk: string;
  act: DraftAct;
  type: Draft['type'];
  entry?: string;
  values: Record<string, string>;
  person: string;
  excerpt?: Draft['excerpt'];
}

/** A draft with the results of its validation. */
export interface DraftView {
  draft: Draft;
  /** Form to continue; missing if there is nothing to fill in or the draft has ended. */
  form?: Form;
  /** The entry after approval, dated today; missing while there are faults. */
  body?: EntryBody;
  /** Names that approval adds with the entry or name. */
  added?: readonly Listed[];
  /** By field, what makes it good where a name is only unknown: `Aigul Serikova (new)`. */
  offered?: Readonly<Record<string, string>>;
  /** What its statement says and its fields leave out. */
  proposed?: readonly Proposal[];
  /**
   * The name that the desk has already, of a draft that would add it again. `spellings`: its own and those that only the
   * draft has; missing when there are none of these.
   */
  namesake?: { id: string; spellings?: readonly string[] };
  /** The source or name after approval; missing while there are faults. */
  listed?: Listed;
  /** The entry as its author saw it. */
  before?: EntryBody;
  /** The source or name as it serves, where one is changed. */
  listedBefore?: Listed;
  /** Word-level changes to that entry. */
  changes: FieldChange[];
  /** Faults by form field; an empty name means no single field. */
  faults: FieldFault[];
  /** Notes on how values were interpreted, where not obvious. */
  notices: string[];
  /** Warnings for the reviewer: contradicted facts, possible duplicates, other drafts of the same entry. */
  warnings: Warning[];
}

/** Values of the form that put right what the draft says, at one press. */
export interface Proposal {
  label: string;
  values: Readonly<Record<string, string>>;
}

export interface Warning {
  says: string;
  /** Contains nothing hidden from readers. */
  open: boolean;
}

/** Why a change was refused. Nothing was written. */
type EditRefusal =
  | { outcome: 'not_found' }
  /** The draft belongs to another person, and the asker is no reviewer. */
  | { outcome: 'not_yours'; draft: Draft }
  /** The draft's state does not allow this, or somebody else acted first. */
  | { outcome: 'decided'; draft: Draft }
  | { outcome: 'faulty'; view: DraftView }
  /** The author and the last editor may not approve it. */
  | { outcome: 'four_eyes'; draft: Draft }
  /** The entry has changed since. */
  | { outcome: 'outdated'; draft: Draft; current: number };

export type Edited = { outcome: 'done'; view: DraftView; publication?: number } | EditRefusal;

type Begun =
  | { outcome: 'done'; view: DraftView }
  /** The entry does not exist. */
  | { outcome: 'not_found' }
  /** Not applicable to the entry, and nothing was typed; no draft is stored. */
  | { outcome: 'refused'; says: string };

/** Two facts that contradict each other. */
export interface Contradiction {
  one: string;
  other: string;
  /** Reason, printed after the two titles: `may be one visit with two dates: …`. */
  says: string;
}

/** One that the desk's published facts have, with what decides who may be told of it. */
export interface StoredContradiction extends Contradiction {
  /** When the later of the two was recorded. */
  since: Date;
  /** Of both facts. */
  marks: Pick<EntryBody, 'handling' | 'embargo'>[];
}

/** Published and corrected facts beside others, whoever may see them. */
export interface NearFacts {
  /**
   * Facts that may tell the same as this one or contradict it, by event date; whether they do is for the rules to say.
   * `names`: those of the desk.
   */
  of(desk: string, fact: Fact, names: NameIndex): Promise<Fact[]>;
  /**
   * The newest `most` between published facts of the desk, and those of these pairs. Two dates of one visit come first,
   * each kind by event date.
   */
  contradictions(
    desk: string,
    most: number,
    also?: readonly (readonly [one: string, other: string])[],
  ): Promise<StoredContradiction[]>;
  /** How many there are, or began since then. */
  contradicting(desk: string, since?: Date): Promise<number>;
}

export interface DiffPart {
  text: string;
  kind: 'same' | 'gone' | 'new';
}

/** Word-level changes to one field of an entry, with its label. */
export interface FieldChange {
  field: string;
  parts: DiffPart[];
}

export interface RevisionSummary {
  /** `recordedAt`: missing where a file says nothing of it. */
  revision: Pick<Revision, 'revision' | 'actor'> & {
    action: string;
    recordedAt: Date | undefined;
    /** Who approved it, where it was written in chat. */
    approver?: string;
  };
  changes: FieldChange[];
}

/** The person who acts on a desk's draft; drafts of other desks are not found. */
export interface EditBy {
  desk: string;
  person: string;
  /** Reviewers may also change drafts of others. */
  reviews: boolean;
}

/** Writing, review and correction, for commands and forms. The caller checks roles. */
export interface Editing {
  /** As `begin` would show it, without storing anything: its form is only asked. */
  blank(beginning: Beginning): Promise<Begun>;
  /** Saves the draft before validating it. Continues the person's draft of the same entry, if there is one. */
  begin(beginning: Beginning): Promise<Begun>;
  /** As `begin`, of a new draft without a look at what it comes to: whoever submits it has that. */
  note(beginning: Beginning): Promise<Draft | undefined>;
  view(id: string, by: EditBy): Promise<DraftView | undefined>;
  /** As `fill` would show it; nothing is kept or added. */
  look(id: string, values: Record<string, string>, by: EditBy): Promise<DraftView | undefined>;
  /** Saves the values, then validates them. */
  fill(id: string, values: Record<string, string>, by: EditBy): Promise<Edited>;
  submit(id: string, by: EditBy): Promise<Edited>;
  /** `seen`: the version that the reviewer saw; refused if it has changed since. */
  approve(id: string, by: EditBy, seen?: number): Promise<Edited>;
  /**
   * Approves a few in this order, in one transaction; none of them may depend on that another is published. `seen`:
   * versions that the reviewer saw.
   */
  approveAll(ids: readonly string[], by: EditBy, seen?: ReadonlyMap<string, number>): Promise<Edited[]>;
  /**
   * Publishes an entry whose file sets it to review; the file's author counts as the first person. `seen`: the
   * revision that the reviewer saw.
   */
  approveFiled(entry: string, by: EditBy, seen?: number): Promise<Edited>;
  sendBack(id: string, reason: string, by: EditBy): Promise<Edited>;
  discard(id: string, by: EditBy): Promise<Edited>;
  /** All revisions of an entry, newest first; empty for an unknown id. */
  history(desk: string, entry: string): Promise<RevisionSummary[]>;
}

/** Form input, partial or complete. */
export interface FilledForm extends Member {
  form: string;
  /** Values by field; missing fields keep their stored value. */
  values: Record<string, string>;
  channel?: string | undefined;
  /** False if more fields follow, as after the first of two modals. */
  complete: boolean;
  /** The platform's id of this submission; a repeated one gives the same answer and changes nothing. */
  interaction: string;
}

export type FormOutcome =
  /** Done or finally refused; `reply` is shown. */
  | { outcome: 'answered'; reply: Reply }
  /** Saved. `form` holds the saved values and the faults by field; no faults if the input was incomplete. */
  | { outcome: 'kept'; form: Form };

/** Opens and submits forms. Never throws. */
export interface Forms {
  /** Saves the input, then validates it. */
  fill(filled: FilledForm): Promise<FormOutcome>;
  /** The saved form, to reopen; undefined if it is done, deleted or another person's. */
  open(form: string, by: Member): Promise<Form | undefined>;
}

/** The form as it would come back with these values, of which nothing is kept; undefined where that is not known. */
export type LookAtForm = (filled: Pick<FilledForm, 'form' | 'values'> & Member) => Promise<Form | undefined>;

/** What a statement says of itself: ids of what it names, and its first date, in EDTF. */
export interface StatementReading {
  date?: string;
  people: string[];
  countries: string[];
  places: string[];
  organisations: string[];
  topics: string[];
  /** It tells what is to come. */
  isPlan: boolean;
  /** It tells of a journey that was made. */
  isJourney: boolean;
}
