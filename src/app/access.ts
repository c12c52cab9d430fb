import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Desk } from '../domain/desk.ts';
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
  /** Ids from `DESKWIRE_ADMINS`: admins of every desk. */
  admins: readonly string[];
  store: Pick<RoleStore, 'grantsOn'>;
  groups: Groups;
}

/** The one place that decides roles. Asks a platform about a group only if the group could raise the role. */
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

/**
 * Whether at most one person has a role among these. The terminal is the host of that person, and a group is several
 * people.
 */
export function isAlone(
  admins: readonly string[],
  grants: readonly { subject: string; role: Role }[],
): boolean {
  const granted = grants.filter(({ role }) => role !== 'reader').map(({ subject }) => subject);
  const subjects = new Set([...admins, ...granted].filter((subject) => subject !== 'terminal'));
  return subjects.size < 2 && ![...subjects].some(isGroup);
}

/** Names of the desks on which one person approves alone, until a second has a role. */
export async function onePersonDesks(
  desks: readonly { desk: Desk }[],
  admins: readonly string[],
  roles: Pick<RoleStore, 'grantsOn'>,
): Promise<string[]> {
  const growing = desks.filter(({ desk }) => desk.definition.review === 'one-until-second');
  const alone = await Promise.all(
    growing.map(async ({ desk }) => isAlone(admins, await roles.grantsOn(desk.definition.id))),
  );
  return growing.filter((_, at) => alone[at]).map(({ desk }) => desk.definition.name);
}

/** Without 0, O, 1, I and L, because people copy the code by eye. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** Minutes for which a code can be redeemed. */
export const codeMinutes = 60;

/** A code such as `K7QP-3XMD-9RTA`, about 59 bits. */
export function newAdminCode(random: (below: number) => number = randomInt): string {
  const letters = Array.from({ length: 12 }, () => alphabet[random(alphabet.length)]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** Short unique id that a reader quotes and the log contains. */
export const newErrorId = () => randomBytes(4).toString('hex');

/** Stored hash of a code. Ignores case and hyphens. */
export function hashAdminCode(code: string): string {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest('hex');
}

/**
 * Recipients of an alert, in three lists: admins of the desk on the alert's platform, admins elsewhere, the
 * subscriber. Groups are replaced by their members.
 */
function createAdminsOf({
  admins,
  store,
  groups,
}: {
  /** Ids from `DESKWIRE_ADMINS`: admins of every desk. */
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

/** Sends alerts to admins through the adapters of this process. */
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
