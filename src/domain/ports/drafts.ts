import type { Draft, DraftAct, DraftState } from '../draft.ts';
import type { EntryBody } from '../entry.ts';
import type { Form } from '../form.ts';
import type { Reply } from '../reply.ts';
import type { Source } from '../sources/source.ts';
import type { Member } from './access.ts';
import type { FieldFault } from './content.ts';
import type { Revision } from './publishing.ts';

export type NewDraft = Pick<Draft, 'desk' | 'act' | 'type' | 'base' | 'values' | 'author'> &
  Partial<Pick<Draft, 'entry' | 'excerpt'>>;

export type DraftChange = Partial<
  Pick<Draft, 'values' | 'body' | 'entry' | 'base' | 'state' | 'reviewer' | 'reason'>
>;

/** What becomes of a draft that is approved. */
export type Publishing =
  | { outcome: 'published'; revision: number; publication?: number | undefined }
  /** Somebody else decided meanwhile; `draft` is how it stands. */
  | { outcome: 'decided'; draft: Draft }
  /** The entry changed since its author saw it: nothing was written. */
  | { outcome: 'outdated'; current: number };

/** Drafts, from the first word typed to the revision they become. Every change of state is kept in the audit. */
export interface Drafts {
  add(draft: NewDraft, at: Date): Promise<Draft>;
  get(id: string): Promise<Draft | undefined>;
  /** Newest change first. */
  list(of: {
    desk: string;
    states?: readonly DraftState[];
    author?: string;
    entry?: string;
    limit: number;
  }): Promise<Draft[]>;
  /** False when it changed since `version`: nothing was written. */
  change(id: string, version: number, change: DraftChange, by: string, at: Date): Promise<boolean>;
  /**
   * Writes the draft's body as a revision of its entry and ends the draft, as one transaction. Of two who do it at once
   * one wins.
   */
  publish(id: string, version: number, body: EntryBody, by: string, at: Date): Promise<Publishing>;
}

/** What somebody begins. `entry`: the one that it is about; for `supersede` the one that takes the other's place; for `import` it may be new. */
export interface Beginning {
  desk: string;
  act: DraftAct;
  type: EntryBody['type'];
  entry?: string;
  values: Record<string, string>;
  person: string;
  excerpt?: Draft['excerpt'];
}

/** A draft as it stands, held to the rules of the desk. */
export interface DraftView {
  draft: Draft;
  /** To go on with it; none where there is nothing to fill in, or where it is at its end. */
  form?: Form;
  /** What it will be once it is approved, dated today; none while it has faults. */
  body?: EntryBody;
  /** The same for a source. */
  source?: Source;
  /** The entry as its author saw it. */
  before?: EntryBody;
  /** What it changes of that, word by word. */
  changes: FieldChange[];
  /** By name of the form's field; of no field where that is empty. */
  faults: FieldFault[];
  /** How values were read, where that is not plain to see. */
  notices: string[];
  /** What a reviewer should look at: facts that it contradicts or may tell again, drafts of others on the same entry. */
  warnings: Warning[];
}

export interface Warning {
  says: string;
  /** It tells of nothing that a reader could not see. */
  open: boolean;
}

/** Why a change was not made. Nothing was written. */
type EditRefusal =
  | { outcome: 'not_found' }
  /** Another person's, and the asker is no reviewer. */
  | { outcome: 'not_yours'; draft: Draft }
  /** It is not in a state in which this can be done to it, or somebody was quicker. */
  | { outcome: 'decided'; draft: Draft }
  | { outcome: 'faulty'; view: DraftView }
  /** Its author, or who edited it last, may not approve it. */
  | { outcome: 'four_eyes'; draft: Draft }
  /** Its entry changed since. */
  | { outcome: 'outdated'; draft: Draft; current: number };

export type Edited = { outcome: 'done'; view: DraftView; publication?: number } | EditRefusal;

type Begun =
  | { outcome: 'done'; view: DraftView }
  /** There is no such entry. */
  | { outcome: 'not_found' }
  /** It has no sense for the entry, and nothing was typed: no draft is kept. */
  | { outcome: 'refused'; says: string };

/** Two facts that cannot both be. */
export interface Contradiction {
  one: string;
  other: string;
  /** Why, to be read after the two: `may be one visit with two dates: …`. */
  says: string;
}

export interface DiffPart {
  text: string;
  kind: 'same' | 'gone' | 'new';
}

/** One field of an entry, word by word, under its label. */
export interface FieldChange {
  field: string;
  parts: DiffPart[];
}

export interface RevisionSummary {
  revision: Revision;
  changes: FieldChange[];
}

/** Who does something to a draft of a desk; a draft of another desk is not found. */
export interface EditBy {
  desk: string;
  person: string;
  /** Reviewers may also change what others write. */
  reviews: boolean;
}

/** Writing, review and correction, the same from commands and from forms. Roles are checked by who calls. */
export interface Editing {
  /** A draft is saved before anything of it is looked at. Where the person has one on the same entry, that goes on. */
  begin(beginning: Beginning): Promise<Begun>;
  view(id: string, by: EditBy): Promise<DraftView | undefined>;
  /** Keeps the values first, then looks at them. */
  fill(id: string, values: Record<string, string>, by: EditBy): Promise<Edited>;
  submit(id: string, by: EditBy): Promise<Edited>;
  /** `seen`: the version that the reviewer looked at; one that changed since is not approved. */
  approve(id: string, by: EditBy, seen?: number): Promise<Edited>;
  /**
   * Publishes an entry that its file puts in review: whoever wrote the file is the first pair of eyes. `seen`: the
   * revision that the reviewer looked at.
   */
  approveFiled(entry: string, by: EditBy, seen?: number): Promise<Edited>;
  sendBack(id: string, reason: string, by: EditBy): Promise<Edited>;
  discard(id: string, by: EditBy): Promise<Edited>;
  contradictions(desk: string): Promise<Contradiction[]>;
  /** Every revision of an entry, the newest first; empty for one that never was. */
  history(desk: string, entry: string): Promise<RevisionSummary[]>;
}

/** What was filled in, some or all of it. */
export interface FilledForm extends Member {
  form: string;
  /** By field; fields that are not among them stay as they were kept. */
  values: Record<string, string>;
  channel?: string | undefined;
  /** False while further fields are to come, as in the first of two modals. */
  complete: boolean;
  /** The platform's id of this submission: the same one again gives the same answer and changes nothing. */
  interaction: string;
}

export type FormOutcome =
  /** Done, or refused for good: what to show. */
  | { outcome: 'answered'; reply: Reply }
  /** Kept; `form` has the values as kept, and a fault on each field that has one. None when it was not complete. */
  | { outcome: 'kept'; form: Form };

/** Where forms come from and go to. Neither ever throws. */
export interface Forms {
  /** Keeps what was typed first, then looks at it. */
  fill(filled: FilledForm): Promise<FormOutcome>;
  /** The form as it was kept, to be opened again; undefined when it is done, gone, or another person's. */
  open(form: string, by: Member): Promise<Form | undefined>;
}
