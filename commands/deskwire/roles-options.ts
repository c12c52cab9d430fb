import { textOption } from '../../src/command/define.ts';
import { forbidden, refusal } from '../../src/command/fault-reply.ts';
import { house } from '../../src/domain/house.ts';
import type { Grant, RoleStore } from '../../src/domain/ports/role-store.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { groupForms, isGroup, subjectForms, subjectLike, subjectOf } from '../../src/domain/subject.ts';

export interface RolesNeeds {
  store: RoleStore;
  /** Those whom `DESKWIRE_ADMINS` makes admins of every desk. */
  admins: readonly string[];
}

export const who = {
  ...textOption('A person or a group: @ and the name, or an id', 80, ['to'], subjectLike),
  required: true,
} as const;

export const sure = {
  description: 'Although nobody would be admin any more',
  kind: { type: 'flag' },
} as const;

/** `every desk`, or the desk's id. */
export const whereOf = (desk: string) => (desk === '*' ? 'every desk' : desk);

/** The id of the person or the group, or the answer to one who cannot be told. */
export function grantee(written: string, asker: string, admins: readonly string[]): string | Reply {
  const subject = subjectOf(written, asker);
  if (subject === undefined) return nobody(written);
  if (!admins.includes(subject)) return subject;
  const fixed = `${subject} is admin of every desk by DESKWIRE_ADMINS, which nothing said here changes.`;
  return forbidden('the host', `${fixed} Take the id out of that variable on the host and start again.`);
}

export function nobody(written: string): Reply {
  const write = `Type @ and choose the person or the group, or write an id: ${subjectForms}; for a group ${groupForms}.`;
  return refusal('invalid', `“${written}” is nobody whom I can tell by it. ${write}`);
}

/** `slack:T1:U1 is now`, and for a group that everybody in it is. */
export const nowIs = (subject: string) => `${isGroup(subject) ? 'Everybody in ' : ''}${subject} is now`;

/** What becomes of one whose role was taken back. */
export function without(subject: string, grants: readonly Grant[]): string {
  if (isGroup(subject)) return `Being in ${subject} gives no role there any more.`;
  const groups = grants.some((grant) => isGroup(grant.subject));
  return `${subject} is a reader there again${groups ? ', unless a group they are in was given more' : ''}.`;
}

/** What is told first of the last admin, with the line that does it all the same. */
export function lastAdmin(who: 'You are' | `${string} is`, desk: string, line: string): Reply {
  const again = `To become one again: npm run -s deskwire -- roles code on the host, then /${house} claim with that code.`;
  const says = `${who} the last admin of ${whereOf(desk)}. ${again} Or give the role to somebody else first.`;
  return refusal('question', says, 'All the same', [{ label: 'Give up the role', command: line }]);
}
