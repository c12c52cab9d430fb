import type { Role } from '../identity.ts';

/** Somebody who acts, and the groups that the platform names in the act itself; where it names none, it is asked. */
export interface Member {
  /** `terminal`, `slack:T…:U…` or `discord:G…:U…` */
  person: string;
  /** Full ids, see `subjectPattern`. */
  groups?: readonly string[] | undefined;
}

/** The strongest role that a person or one of their groups holds on a desk, or on every desk for `*`, at this moment. */
export type RoleOf = (member: Member, desk: string) => Promise<Role>;

export interface Grant {
  /** The id of a person or a group, see `subjectPattern`. */
  subject: string;
  role: Role;
  /** A desk's id, or `*` for every desk. */
  desk: string;
  grantedBy: string;
  grantedAt: Date;
}

/** Asks for an admin to be left, which is checked where the change is made: of two who revoke each other one stays. */
export interface KeptAdmins {
  /** Those of `DESKWIRE_ADMINS`, who are admins of every desk whatever is granted. */
  admins: readonly string[];
}

/** Who may do what. Every change is kept in the audit. */
export interface RoleStore {
  grants(): Promise<Grant[]>;
  /** Those that count on a desk: its own, and those on every desk. */
  grantsOn(desk: string): Promise<Grant[]>;
  /** With `keeping` refused where it would leave a desk without an admin. */
  grant(grant: Grant, keeping?: KeptAdmins): Promise<'granted' | 'last admin'>;
  /** The same; `not held`: there was nothing to revoke. */
  revoke(
    subject: string,
    desk: string,
    by: string,
    at: Date,
    keeping?: KeptAdmins,
  ): Promise<'revoked' | 'not held' | 'last admin'>;
}

/** Wrong codes that one person, and all together, may try within the time, in milliseconds. */
export const codeTries = { person: 5, all: 50, within: 15 * 60_000 };

/** wrong: no such code, used or old. wait: too many wrong ones were tried of late; nothing was looked at. */
export type Redeemed = { outcome: 'redeemed' | 'wrong' } | { outcome: 'wait'; until: Date };

/** One-time codes by which the first admin is made; only their hash is stored. */
export interface AdminCodes {
  /** Replaces any code that is still open. */
  open(hash: string, expires: Date): Promise<void>;
  /** Redeems an open, unexpired code once, granting admin on every desk. Wrong tries are counted, see `codeTries`. */
  redeem(hash: string, subject: string, at: Date): Promise<Redeemed>;
}

/** Asks a platform about its groups, where it does not name them in an act. */
export interface Groups {
  /** Whether the person is in the group; what the platform does not tell is a no, and is logged. Never throws. */
  holds(group: string, person: string): Promise<boolean>;
  /** The ids of the persons in it; none where the platform does not tell. Never throws. */
  members(group: string): Promise<string[]>;
}

/**
 * Who sees what is shown there. internal: people of the house alone, a workspace or a server. shared: others too, as in
 * a channel that two workspaces share.
 */
export type Place = 'internal' | 'shared';

/** What a platform knows of where things are shown. None of these throws. */
export interface Places {
  /** One that the bot cannot look into counts as shared. Undefined: the platform does not tell at the moment. */
  ofChannel(channel: string): Promise<Place | undefined>;
  /**
   * Where a person sees what they alone are shown: a guest takes it out of the house, and so may anyone of whom the
   * platform does not tell at the moment whose they are.
   */
  ofPerson(person: string): Promise<Place>;
}

/** What the store keeps that names a person. */
const traceKinds = [
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

/**
 * The desks, or `*` for every desk, that have an admin now and would have none once the grants that go are gone.
 * `admins`: those of `DESKWIRE_ADMINS`, who are admins of every desk whatever is granted.
 */
export function leftWithoutAdmin(
  grants: readonly Grant[],
  admins: readonly string[],
  goes: (grant: Grant) => boolean,
): string[] {
  if (admins.length > 0) return [];
  const giving = grants.filter(({ role }) => role === 'admin');
  const staying = giving.filter((grant) => !goes(grant));
  const desks = new Set(giving.map(({ desk }) => desk));
  return [...desks].filter((desk) => !staying.some((grant) => grant.desk === desk || grant.desk === '*'));
}
