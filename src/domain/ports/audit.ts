import type { Page, Paged } from './entries.ts';

/** One change that somebody made. Kept for ever. */
export interface AuditEntry {
  at: Date;
  /** The id of a person, or what did it by itself. */
  actor: string;
  /** In a few words: `draft approved`, `role granted`. */
  action: string;
  /** Whom or what it was done to: `draft:k3f9a`, `slack:T…:U…`, `subscription:7`. */
  subject: string;
  /** None, or `*`, for what is of no single desk. */
  desk?: string;
  before?: string;
  after?: string;
}

export interface AuditQuery {
  /** None: of all desks, and of none. */
  desk?: string;
  actor?: string;
  /** At or after. */
  since?: Date;
  subject?: string;
}

/** Who changed what, newest first. What an entry said before and after is in its revisions. */
export interface Audit {
  list(query: AuditQuery, page: Page): Promise<Paged<AuditEntry>>;
}
