import { textOption } from '../../src/command/define.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { house } from '../../src/domain/house.ts';
import type { Grant, RoleStore } from '../../src/domain/ports/role-store.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { personLike, subjectOf } from '../../src/domain/subject.ts';

export interface RolesNeeds {
  store: RoleStore;
  /** Those whom `DESKWIRE_ADMINS` makes admins of every desk. */
  admins: readonly string[];
}

export const who = {
  ...textOption('The person: @ and the name, or an id such as slack:T012:U345', 80, ['to'], personLike),
  required: true,
} as const;

export const sure = {
  description: 'Although nobody would be admin any more',
  kind: { type: 'flag' },
} as const;

/** `every desk`, or the desk's id. */
export const whereOf = (desk: string) => (desk === '*' ? 'every desk' : desk);

/** The person's id, or the answer to one who cannot be told. */
export function personOf(written: string, asker: string, admins: readonly string[]): string | Reply {
  const subject = subjectOf(written, asker);
  if (subject === undefined) {
    const write =
      'Type @ and choose the person, or write an id: slack:TEAM:USER, discord:SERVER:USER or terminal.';
    return refusal('invalid', `“${written}” is nobody whom I can tell by it. ${write}`);
  }
  if (!admins.includes(subject)) return subject;
  const fixed = `${subject} is an admin of every desk by DESKWIRE_ADMINS, which nothing said here changes.`;
  return refusal('forbidden', `${fixed} Take the id out of that variable on the host and start again.`);
}

/**
 * Whether nobody would be admin of a desk, or of every desk for `*`, once the person's role there is gone. Asked
 * before one takes it from oneself.
 */
export function isLastAdmin(
  grants: readonly Grant[],
  admins: readonly string[],
  subject: string,
  desk: string,
) {
  const there = grants.filter(
    (grant) => grant.role === 'admin' && (grant.desk === desk || grant.desk === '*'),
  );
  const own = (grant: Grant) => grant.subject === subject && grant.desk === desk;
  return admins.length === 0 && there.some(own) && there.every(own);
}

/** What the last admin is told first, with the line that does it all the same. */
export function lastAdmin(desk: string, line: string): Reply {
  const again = `To become one again: npm run -s deskwire -- roles code on the host, then /${house} claim with that code.`;
  const says = `You are the last admin of ${whereOf(desk)}. ${again} Or give the role to somebody else first.`;
  return refusal('question', says, 'All the same', [{ label: 'Give up the role', command: line }]);
}
