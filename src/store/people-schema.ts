import type { Generated } from 'kysely';

/** What people may do, what they write, and what is remembered of them. */
export interface PeopleSchema {
  grants: { subject: string; desk: string; role: string; granted_by: string; granted_at: string };
  admin_codes: { hash: string; expires: string; used_by: string | null; used_at: string | null };
  wrong_codes: { number: Generated<number>; person: string; at: string };
  audit: AuditTable;
  drafts: DraftRow;
  imports: ImportRow;
  reports: ReportTable;
  gaps: GapTable;
  read_marks: ReadMarkRow;
  chosen_desks: { person: string; desk: string; at: string };
}

/** Changes of everything but entries, whose revisions are their own audit. */
export interface AuditTable {
  number: Generated<number>;
  at: string;
  actor: string;
  action: string;
  subject: string;
  desk: string | null;
  before: string | null;
  after: string | null;
}

/** `typed`, `body` and `excerpt` are JSON. */
export interface DraftRow {
  id: string;
  desk: string;
  act: string;
  type: string;
  entry: string | null;
  base: number;
  typed: string;
  body: string | null;
  excerpt: string | null;
  state: string;
  author: string;
  editor: string;
  reviewer: string | null;
  reason: string | null;
  created_at: string;
  updated_at: string;
  version: number;
}

/** `signature`, `about` and `sentences` are JSON; `sentences` is emptied when it has run out. */
export interface ImportRow {
  id: string;
  desk: string;
  url_key: string | null;
  signature: string;
  about: string;
  sentences: string | null;
  source: string | null;
  brief: string | null;
  actor: string;
  at: string;
  expires: string;
}

/** A reader's word that an entry is wrong; `interaction` is the platform's id of the submission. */
interface ReportTable {
  number: Generated<number>;
  state: Generated<'open' | 'done'>;
  interaction: string;
  desk: string;
  entry: string;
  reporter: string;
  words: string;
  at: string;
  /** Who has seen to it. */
  closed_by: Generated<string | null>;
}

/** `since`: where the news began that were shown last. */
interface ReadMarkRow {
  person: string;
  desk: string;
  up_to: number;
  since: number;
  at: string;
}

/** A question that the desk could not answer; `about` is JSON. Who asked is not kept. */
export interface GapTable {
  number: Generated<number>;
  desk: string;
  key: string;
  question: string;
  about: string;
  times: number;
  last_at: string;
  state: Generated<'open' | 'written' | 'dismissed'>;
}
