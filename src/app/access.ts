import { createHash, randomInt } from 'node:crypto';
import type { Config } from '../config.ts';
import { allows, isGroup, platformOf, type Role, sameHome, strongest } from '../domain/identity.ts';
import type { Groups, RoleOf, RoleStore } from '../domain/ports/access.ts';
import {
  type AdminsOf,
  createTellAdmins,
  type TellAdmins,
  type TellAdminsOptions,
} from '../outbox/admin-alerts.ts';
import type { Store } from '../store/store.ts';
import { type Adapters, groupsOf } from './adapters.ts';

interface RoleSources {
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

/** No 0, O, 1, I or L: the code is read from one screen and typed on another. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** How long a code can be redeemed. */
export const codeMinutes = 60;

/** A code such as `K7QP-3XMD-9RTA`, about 59 bits. */
export function newAdminCode(random: (below: number) => number = randomInt): string {
  const letters = Array.from({ length: 12 }, () => alphabet[random(alphabet.length)]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** What the store keeps of a code; typing it in small letters or without hyphens makes no difference. */
export function hashAdminCode(code: string): string {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest('hex');
}

/**
 * The admins of the line's desk: those on its platform; where none of them can be told, those on the others; and at
 * last the person who subscribed. In a group's place stand its members, as far as the platform tells them.
 */
function createAdminsOf({
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

/** What tells the admins, in the words of the platforms that this process has. */
export function tellAdminsOf({
  adapters,
  store,
  config,
  ...rest
}: Pick<TellAdminsOptions, 'clock' | 'timers' | 'log' | 'holder'> & {
  adapters: Adapters;
  store: Store;
  config: Pick<Config, 'admins'>;
}): TellAdmins {
  return createTellAdmins({
    ...rest,
    platforms: [...adapters.keys()],
    lines: store.adminLines,
    leases: store.leases,
    adminsOf: createAdminsOf({ admins: config.admins, store: store.roles, groups: groupsOf(adapters) }),
    say: async (person, text) => (await adapters.get(platformOf(person))?.sender.tell(person, text)) ?? false,
  });
}
