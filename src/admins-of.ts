import type { AdminsOf } from './digest/tell-admins.ts';
import { platformOf } from './domain/platform-of.ts';
import type { Groups } from './domain/ports/groups.ts';
import type { RoleStore } from './domain/ports/role-store.ts';
import { isGroup } from './domain/subject.ts';

/**
 * The admins of the line's desk: those on its platform; where none of them can be told, those on the others; and at
 * last the person who subscribed. In a group's place stand its members, as far as the platform tells them.
 */
export function createAdminsOf({
  admins,
  store,
  groups,
}: {
  /** Those whom `DESKWIRE_ADMINS` makes admins of every desk. */
  admins: readonly string[];
  store: Pick<RoleStore, 'grantsOn'>;
  groups: Groups;
}): AdminsOf {
  return async ({ desk, platform, subscriber }) => {
    const granted = (await store.grantsOn(desk)).filter(({ role }) => role === 'admin');
    const subjects = [...new Set([...admins, ...granted.map(({ subject }) => subject)])];
    const people = await Promise.all(
      subjects.map(async (subject) => (isGroup(subject) ? groups.members(subject) : [subject])),
    );
    const all = [...new Set(people.flat())];
    const isNear = (person: string) => platformOf(person) === platform;
    return [
      all.filter(isNear),
      all.filter((person) => !isNear(person)),
      subscriber === undefined ? [] : [subscriber],
    ];
  };
}
