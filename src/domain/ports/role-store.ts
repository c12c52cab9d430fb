import type { Role } from '../roles.ts';

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
