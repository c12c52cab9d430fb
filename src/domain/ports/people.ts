/** What the store keeps that names a person. */
export const traceKinds = [
  'role',
  'role given',
  'admin code',
  'revision',
  'owner',
  'draft',
  'import',
  'report',
  'subscription',
  'feed',
  'change',
  'change to them',
  'message',
  'mention',
] as const;
export type TraceKind = (typeof traceKinds)[number];

/** Everything of one kind, in the order in which it would be told: the newest first. */
export interface Trace {
  kind: TraceKind;
  count: number;
  newest: { what: string; at: Date }[];
}

export type Removal =
  | { outcome: 'removed' }
  /** Nobody would be admin of these desks, or of every desk for `*`: nothing was written. */
  | { outcome: 'last admin'; desks: string[] };

/**
 * What is kept of a person, and how it is taken out. An account is the same person in every workspace and server:
 * `slack:T1:U1` is `slack:T2:U1`.
 */
export interface People {
  /** Kinds of which there is nothing are left out; at most `newest` of each are told. */
  traces(person: string, newest: number): Promise<Trace[]>;
  /**
   * Puts `removed` in place of the person everywhere and deletes what is theirs alone, as one transaction that the audit
   * keeps without saying who it was. `admins`: those whom the host makes admins of every desk.
   */
  remove(person: string, by: string, at: Date, admins: readonly string[]): Promise<Removal>;
}
