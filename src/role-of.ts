import type { Groups } from './domain/ports/groups.ts';
import type { RoleOf } from './domain/ports/role-of.ts';
import type { RoleStore } from './domain/ports/role-store.ts';
import { allows, type Role, strongest } from './domain/roles.ts';
import { isGroup, sameHome } from './domain/subject.ts';

export interface RoleSources {
  /** Those whom `DESKWIRE_ADMINS` makes admins of every desk. */
  admins: readonly string[];
  store: Pick<RoleStore, 'grantsOn'>;
  groups: Groups;
}

/** The one place that decides who may do what. A platform is asked about a group only when that could raise the role. */
export function createRoleOf({ admins, store, groups }: RoleSources): RoleOf {
  return async ({ person, groups: named }, desk) => {
    const granted = [
      ...admins.map((subject) => ({ subject, role: 'admin' as const })),
      ...(await store.grantsOn(desk)),
    ];
    const own = strongest(
      granted.filter(({ subject }) => subject === person || named?.includes(subject)).map(({ role }) => role),
    );
    return named ? own : raised(own, person, granted, groups);
  };
}

async function raised(
  own: Role,
  person: string,
  granted: readonly { subject: string; role: Role }[],
  groups: Groups,
): Promise<Role> {
  const raising = granted.filter(
    ({ subject, role }) => isGroup(subject) && sameHome(subject, person) && !allows(own, role),
  );
  const holding = await Promise.all(raising.map(({ subject }) => groups.holds(subject, person)));
  return strongest([own, ...raising.filter((_, at) => holding[at]).map(({ role }) => role)]);
}
