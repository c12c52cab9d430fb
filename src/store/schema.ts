import type { CardSchema, DigestSchema } from './digest-schema.ts';
import type { FeedSchema } from './feeds/feed-schema.ts';
import type { PeopleSchema } from './people-schema.ts';
import type { IndexSchema } from './search/blocks.ts';

/** Stands for an open start of an event date; sorts before every real day. */
export const openStart = '0000-01-01';
/** Stands for an open end of an event date; sorts after every real day. */
export const openEnd = '9999-12-31';

/** The served state of an entry; `withdrawn` is not served to anyone, its history stays. */
export const withdrawn = 'withdrawn';

/**
 * Days are `YYYY-MM-DD` and instants ISO 8601 in UTC with milliseconds, both as text, so that they compare alike
 * in both databases.
 */
export interface Schema
  extends DigestSchema,
    CardSchema,
    PeopleSchema,
    FeedSchema,
    IndexSchema,
    ListedSchema {
  revisions: RevisionRow;
  documents: { rev: number; doc: string };
  /** Other entries that a revision speaks of. */
  revision_links: { rev: number; desk: string; kind: 'entry'; value: string };
  link_targets: LinkTargetRow;
  links: LinkRow;
  link_counts: LinkCountRow;
  aging: AgingRow;
  visits: VisitRow;
  fact_keys: FactKeyRow;
  contradictions: ContradictionRow;
  fills: { name: string; done: number; until: number };
  publications: PublicationRow;
  sequence: { one: number; rev: number; publication: number };
  desks: { id: string; doc: string };
  content_files: { desk: string; path: string; hash: string; fault: string | null };
  conflicts: ConflictRow;
  channels: { id: string; visibility: string };
  content_folder: ContentFolderRow;
  content_servers: { process: string; host: string; path: string; expires: string };
  turns: { account: string; last: string };
  leases: { name: string; holder: string; expires: string };
  claims: { key: string; expires: string };
  button_states: { id: string; state: string; expires: string };
  held_publications: HeldPublicationRow;
}

/** What entries are listed by. kind: their own kind; open: plans without an outcome; all: every entry, only counted. */
export type LinkKind = 'country' | 'person' | 'topic' | 'organisation' | 'place' | 'kind' | 'open' | 'all';

interface LinkTargetRow {
  number: number;
  desk: string;
  kind: LinkKind;
  value: string;
}

type Repeated =
  | ('rev' | 'id' | 'event_day' | 'date_min' | 'date_max' | 'published' | 'weight' | 'kind')
  | ('valid_from' | 'valid_until' | 'embargo');

/** A link of a revision that is listed for anybody, with all that lists sort and filter by. */
export interface LinkRow extends Pick<RevisionRow, Repeated> {
  /** The target's number. */
  link: number;
  /** Empty for a brief. */
  standing: string;
  /** Who may see it, apart from days and embargoes: see `audienceOf`. */
  audience: number;
}

/** How many current entries a target has. */
export interface LinkCountRow extends Pick<LinkRow, 'link' | 'kind' | 'standing' | 'audience'> {
  /** Years of `date_min` and `date_max`. */
  from_year: string;
  to_year: string;
  entries: number;
}

/** A current fact of a kind that grows old. `counted_from`: see `agesFrom`. `lacks`: 1 if it cites an unknown source. */
export type AgingRow = { desk: string; counted_from: string; lacks: number } & Pick<
  LinkRow,
  'rev' | 'id' | 'kind' | 'published' | 'weight' | 'audience' | 'embargo'
>;

/** The one row: the folder that content last came from, and the process that syncs it now. */
interface ContentFolderRow {
  one: number;
  host: string | null;
  path: string | null;
  syncing: string | null;
  syncing_until: string | null;
}

/** What decides who may see a revision; the register of visits repeats it, so that it needs no join. */
interface VisibilityColumns {
  desk: string;
  /** The served state: the entry's own one, `superseded` by another entry, or `withdrawn`. */
  state: string;
  handling: string;
  embargo: string | null;
  published: string;
  /** Days that the revision is valid on: from this one, until the day before the other; null: it is current. */
  valid_from: string;
  valid_until: string | null;
  date_min: string;
  date_max: string;
  /** What lists by event date are sorted by. */
  event_day: string;
}

export interface RevisionRow extends VisibilityColumns {
  rev: number;
  id: string;
  revision: number;
  type: string;
  kind: string;
  /** The state that the entry itself says; differs from `state` while superseded by another or withdrawn. */
  own_state: string;
  standing: string | null;
  title: string;
  weight: number;
  supersedes: string | null;
  corrections: number;
  recorded_at: string;
  actor: string;
  action: string;
  origin: 'file' | 'chat';
  /** The file revision that the entry last came from; chat's revisions carry it on. */
  path: string | null;
  hash: string | null;
}

export interface VisitRow extends VisibilityColumns {
  rev: number;
  id: string;
  direction: string;
  visitor: string;
  office: string;
  origin: string;
  host: string;
  trip: string;
}

/** One date of a current fact that is published or corrected, with what it has in common with facts near it. */
export interface FactKeyRow {
  desk: string;
  key: string;
  date_min: string;
  date_max: string;
  rev: number;
}

/** Two current facts that cannot both be. */
export interface ContradictionRow {
  desk: string;
  one: string;
  other: string;
  rule: string;
  says: string;
  /** When the later of the two was recorded. */
  since: string;
}

export interface PublicationRow {
  number: number;
  desk: string;
  id: string;
  rev: number;
  revision: number;
  event: string;
  day: string;
  recorded_at: string;
  note: string | null;
}

/** An entry that chat and its file both changed: what the file says, which is not served. */
export interface ConflictRow {
  desk: string;
  id: string;
  path: string;
  /** Of the file's version; empty when the file no longer has the entry. */
  hash: string;
  doc: string | null;
  recorded_at: string;
}

/** A publication that has no number yet, because readers may not see its entry. One for each entry. */
export interface HeldPublicationRow {
  desk: string;
  id: string;
  rev: number;
  revision: number;
  event: string;
  day: string;
  note: string | null;
  /** When they may; none while it is withdrawn or restricted. */
  due: string | null;
}

interface ListedSchema {
  listed: ListedRow;
  listed_revisions: ListedRevisionRow;
}

/** What chat says of a source or name: `doc`; `filed`: what its file said when that was written, if one did. Both are JSON. */
export interface ListedRow {
  desk: string;
  kind: string;
  id: string;
  doc: string;
  filed: string | null;
  /** Of the last of its revisions. */
  revision: number;
}

/** `was`: what served before, as JSON. */
interface ListedRevisionRow extends Omit<ListedRow, 'filed'> {
  action: string;
  actor: string;
  recorded_at: string;
  was: string | null;
}
