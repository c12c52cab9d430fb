import type { Role } from '../roles.ts';

/** Somebody who acts, and the groups that the platform names in the act itself; where it names none, it is asked. */
export interface Member {
  /** `terminal`, `slack:T…:U…` or `discord:G…:U…` */
  person: string;
  /** Full ids, see `subjectPattern`. */
  groups?: readonly string[] | undefined;
}

/** The strongest role that a person or one of their groups holds on a desk, or on every desk for `*`, at this moment. */
export type RoleOf = (member: Member, desk: string) => Promise<Role>;
