import type { EntryBody } from '../entry.ts';

/**
 * What a revision did. restored: served again after it was withdrawn. reinstated: what superseded it is gone.
 * adopted: the file now says what chat had written.
 */
export const revisionActions = [
  'added',
  'edited',
  'published',
  'corrected',
  'retracted',
  'superseded',
  'reinstated',
  'withdrawn',
  'restored',
  'adopted',
] as const;
export type RevisionAction = (typeof revisionActions)[number];

/** One change of one entry: who, when, before and after. Kept for ever. */
export interface Revision {
  /** 1 for the first. */
  revision: number;
  action: RevisionAction;
  /** `files` for a sync, otherwise the id of a person. */
  actor: string;
  origin: 'file' | 'chat';
  /** The file that the entry came from, relative to the desk's folder; none: it never had one. */
  path?: string;
  recordedAt: Date;
  /** None for the first revision, and after a withdrawal. */
  before?: EntryBody;
  /** None when the revision withdrew the entry. */
  after?: EntryBody;
  /** What the entry itself says, with the state that it gives: `after` is in the state in which it was served. */
  own?: EntryBody;
}

/** Every revision of an entry, withdrawn ones included, oldest first; empty for an id that never was. */
export interface Revisions {
  of(desk: string, id: string): Promise<Revision[]>;
}
