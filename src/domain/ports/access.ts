import type { Role } from '../identity.ts';

/** A person who acts, with the groups that the platform names in the interaction. Without `groups` the platform is asked. */
export interface Member {
  /** `terminal`, `slack:T…:U…` or `discord:G…:U…` */
  person: string;
  /** Full ids, see `subjectPattern`. */
  groups?: readonly string[] | undefined;
}

/** The strongest role that a person or one of their groups currently holds on a desk, or on every desk for `*`. */
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

/** Refuses a change that leaves a desk without an admin. Checked in the same transaction, so that two admins cannot revoke each other. */
export interface KeptAdmins {
  /** Ids from `DESKWIRE_ADMINS`: admins of every desk, regardless of grants. */
  admins: readonly string[];
}

/** Granted roles. Every change is audited. */
export interface RoleStore {
  grants(): Promise<Grant[]>;
  /** Grants on this desk and on every desk. */
  grantsOn(desk: string): Promise<Grant[]>;
  /** With `keeping`: refused with `last admin` if a desk would be left without an admin. */
  grant(grant: Grant, keeping?: KeptAdmins): Promise<'granted' | 'last admin'>;
  /** Like `grant`; `not held`: the subject has no role there. */
  revoke(
    subject: string,
    desk: string,
    by: string,
    at: Date,
    keeping?: KeptAdmins,
  ): Promise<'revoked' | 'not held' | 'last admin'>;
}

/** Limit of wrong codes per person and in total, within `within` milliseconds. */
export const codeTries = { person: 5, all: 50, within: 15 * 60_000 };

/** wrong: unknown, used or expired code. wait: too many wrong codes; the code was not checked. */
export type Redeemed = { outcome: 'redeemed' | 'wrong' } | { outcome: 'wait'; until: Date };

/** One-time codes that make the first admin; only their hash is stored. */
export interface AdminCodes {
  /** Stores a code; an earlier open code becomes void. */
  open(hash: string, expires: Date): Promise<void>;
  /** Redeems an open, unexpired code once, granting admin on every desk. Wrong tries are counted, see `codeTries`. */
  redeem(hash: string, subject: string, at: Date): Promise<Redeemed>;
}

/** Group membership, for platforms that do not name groups in an interaction. */
export interface Groups {
  /** Whether the person is in the group; false, and logged, if the platform does not answer. Never throws. */
  holds(group: string, person: string): Promise<boolean>;
  /** Ids of its members; empty if the platform does not answer. Never throws. */
  members(group: string): Promise<string[]>;
}

/**
 * Who can see a place. internal: only members of the own workspace or server. shared: also others, as in
 * a channel that two workspaces share.
 */
export type Place = 'internal' | 'shared';

/** Who can see channels and private answers. Never throws. */
export interface Places {
  /** `shared` also for a channel that the bot cannot inspect. Undefined: the platform does not answer at the moment. */
  ofChannel(channel: string): Promise<Place | undefined>;
  /**
   * Place of a person's private answers: `shared` for guests of the workspace, and for anyone whose membership the
   * platform does not confirm at the moment.
   */
  ofPerson(person: string): Promise<Place>;
}

/** Kinds of stored data that name a person. */
export type TraceKind =
  | 'role'
  | 'role given'
  | 'admin code'
  | 'revision'
  | 'owner'
  | 'draft'
  | 'import'
  | 'report'
  | 'subscription'
  | 'feed'
  | 'change'
  | 'change to them'
  | 'message'
  | 'mention'
  | 'news read'
  | 'desk chosen';

/** Stored data of one kind that names a person; `newest` first. */
export interface Trace {
  kind: TraceKind;
  count: number;
  newest: { what: string; at: Date }[];
}

export type Removal =
  | { outcome: 'removed' }
  /** These desks, or every desk for `*`, would be left without an admin; nothing was written. */
  | { outcome: 'last admin'; desks: string[] };

/**
 * Personal data. An account is the same person in every workspace and server:
 * `slack:T1:U1` is `slack:T2:U1`.
 */
export interface People {
  /** Omits empty kinds; lists at most `newest` items per kind. */
  traces(person: string, newest: number): Promise<Trace[]>;
  /**
   * Replaces the person by `removed` everywhere and deletes their own data, in one transaction. The audit entry does not
   * name the person. `admins`: ids from `DESKWIRE_ADMINS`.
   */
  remove(person: string, by: string, at: Date, admins: readonly string[]): Promise<Removal>;
}

/** How far a reader has read a desk, by publication number. */
export interface ReadMark {
  upTo: number;
  /** Where the news began that the reader was shown last; equal to `upTo` if there was none yet. */
  from: number;
  /** When the reader last asked. */
  at: Date;
}

/** What each reader has read up to, for telling what is new to them. */
export interface ReadMarks {
  of(person: string, desk: string): Promise<ReadMark | undefined>;
  /** Never goes back: of two that ask at once, the later number stays. */
  set(person: string, desk: string, upTo: number, at: Date): Promise<void>;
}

/** The desk that each person chose for lines that name none. */
export interface ChosenDesks {
  of(person: string): Promise<string | undefined>;
  /** In place of the one before. */
  set(person: string, desk: string, at: Date): Promise<void>;
}

/**
 * Desks, or `*` for every desk, that have an admin now and would have none without the grants that `goes` selects.
 * `admins`: ids from `DESKWIRE_ADMINS`, who are admins of every desk regardless of grants.
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
