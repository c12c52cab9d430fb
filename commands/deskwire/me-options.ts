import { textOption } from '../../src/command/define.ts';
import type { HouseContext } from '../../src/command/define-house.ts';
import { forbidden, refusal } from '../../src/command/fault-reply.ts';
import type { People, TraceKind } from '../../src/domain/ports/people.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { allows } from '../../src/domain/roles.ts';
import { isGroup, sameAccount, subjectLike, subjectOf } from '../../src/domain/subject.ts';
import { nobody } from './roles-options.ts';

export interface MeNeeds {
  people: People;
  /** Those whom `DESKWIRE_ADMINS` makes admins of every desk. */
  admins: readonly string[];
}

export const person = textOption('Somebody else, for admins', 80, ['of'], subjectLike);

/** How each kind is told, before its number. */
export const kindWords: Record<TraceKind, string> = {
  role: 'Roles',
  'role given': 'Roles given to others',
  'admin code': 'Admin codes used',
  revision: 'Changes of entries',
  owner: 'Entries to keep true, by revision',
  draft: 'Drafts written, edited or reviewed',
  import: 'Articles imported',
  report: 'Mistakes reported',
  subscription: 'Digests subscribed',
  feed: 'Feeds added',
  change: 'Other changes, in the audit',
  'change to them': 'Changes of their roles, in the audit',
  message: 'Private messages about what waits',
  mention: 'Mentions in what others wrote',
};

/** The person who is meant, or the answer to one who may not ask for another. A person's data is of every desk. */
export async function whomOf(
  written: string | undefined,
  { person: asker, roleOn }: HouseContext,
): Promise<string | Reply> {
  if (written === undefined) return asker;
  const meant = subjectOf(written, asker);
  if (meant !== undefined && sameAccount(meant, asker)) return asker;
  if (!allows(await roleOn('*'), 'admin')) {
    return forbidden(
      'admin',
      'What is kept of somebody else is for admins of every desk, and for that person.',
    );
  }
  if (meant === undefined) return nobody(written);
  if (isGroup(meant)) return refusal('invalid', `${meant} is a group. Name one person of it.`);
  return meant;
}

/** `slack:T1:U2`, or `you`. */
export const whomWords = (meant: string, asker: string) => (meant === asker ? 'you' : meant);

/** Whether the host names them, which nothing said in chat changes. */
export const namedByHost = (meant: string, admins: readonly string[]) =>
  admins.some((id) => sameAccount(id, meant));
