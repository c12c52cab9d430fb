import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRoleOf, isAlone } from '../../src/app/access.ts';
import { allows, type Role, roles } from '../../src/domain/identity.ts';
import { freshStore, now } from '../store/fixture.ts';

let fresh: Awaited<ReturnType<typeof freshStore>>;
beforeEach(async () => {
  fresh = await freshStore();
});
afterEach(() => fresh.end());

const given = (subject: string, role: Role, desk = 'centralasia') =>
  fresh.store.roles.grant({ subject, role, desk, grantedBy: 'host', grantedAt: now });

/** Who is in which group, and which groups were asked about. */
function house(members: Record<string, readonly string[]> = {}, admins: readonly string[] = []) {
  const asked: string[] = [];
  const groups = {
    members: async () => [],
    async holds(group: string, person: string) {
      asked.push(group);
      return members[group]?.includes(person) ?? false;
    },
  };
  return { asked, roleOf: createRoleOf({ admins, store: fresh.store.roles, groups }) };
}

const person = 'slack:T1:U1';

test('one person is alone on a desk, also with the terminal of the host; a second one, or a group, is not', async () => {
  const alone = async (admins: string[] = []) =>
    isAlone(admins, await fresh.store.roles.grantsOn('centralasia'));
  expect(await alone()).toBe(true);
  await given('terminal', 'admin', '*');
  await given(person, 'reviewer');
  await given('slack:T1:U2', 'reader');
  expect(await alone([person])).toBe(true);
  expect(await alone(['slack:T1:S1'])).toBe(false);
  await given('slack:T1:U2', 'editor');
  expect(await alone()).toBe(false);
});

test('the strongest of a person’s own role and those of their groups counts, on the desk and on every desk', async () => {
  await given(person, 'editor');
  await given('slack:T1:S1', 'reviewer');
  await given('slack:T1:S2', 'admin', '*');
  const { roleOf } = house({ 'slack:T1:S1': [person], 'slack:T1:S2': ['slack:T1:U2'] });
  expect(await roleOf({ person }, 'centralasia')).toBe('reviewer');
  expect(await roleOf({ person }, 'caucasus')).toBe('reader');
  expect(await roleOf({ person: 'slack:T1:U2' }, 'caucasus')).toBe('admin');
  expect(await roleOf({ person: 'slack:T1:U3' }, 'centralasia')).toBe('reader');
});

test('a platform is asked only about groups of its own that could raise the role', async () => {
  const { roleOf, asked } = house({ 'slack:T1:S1': [person] });
  await given('discord:11111:R22222', 'admin');
  await given('slack:T2:S9', 'admin');
  await given('slack:T1:S8', 'admin', 'caucasus');
  expect(await roleOf({ person }, 'centralasia')).toBe('reader');
  await given(person, 'reviewer');
  await given('slack:T1:S1', 'reviewer');
  expect(await roleOf({ person }, 'centralasia')).toBe('reviewer');
  expect(asked).toEqual([]);
  await given('slack:T1:S1', 'admin');
  expect(await roleOf({ person }, 'centralasia')).toBe('admin');
  expect(asked).toEqual(['slack:T1:S1']);
});

test('groups that the platform names in the act are taken as they are, and nothing is asked', async () => {
  const { roleOf, asked } = house({ 'discord:11111:R22222': ['discord:11111:33333'] });
  await given('discord:11111:R22222', 'editor');
  const act = { person: 'discord:11111:33333', groups: ['discord:11111:R22222', 'discord:11111:R44444'] };
  expect(await roleOf(act, 'centralasia')).toBe('editor');
  expect(await roleOf({ ...act, groups: [] }, 'centralasia')).toBe('reader');
  expect(asked).toEqual([]);
});

test('DESKWIRE_ADMINS may name a group', async () => {
  const { roleOf } = house({ 'slack:T1:S1': [person] }, ['slack:T1:S1']);
  expect(await roleOf({ person }, 'anywhere')).toBe('admin');
  expect(await roleOf({ person: 'slack:T1:U2' }, 'anywhere')).toBe('reader');
});

test('being in one more group never takes a role away, and no group gives more than was granted', async () => {
  const subjects = ['slack:T1:S1', 'slack:T1:S2', 'slack:T1:S3', person];
  for (const [at, subject] of subjects.entries()) await given(subject, roles[at % roles.length] as Role);
  const granted = await fresh.store.roles.grantsOn('centralasia');
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(subjects.slice(0, 3)),
      fc.constantFrom(...subjects.slice(0, 3)),
      async (of, more) => {
        const roleIn = (groups: readonly string[]) =>
          house(Object.fromEntries(groups.map((group) => [group, [person]]))).roleOf(
            { person },
            'centralasia',
          );
        const [held, raised] = await Promise.all([roleIn(of), roleIn([...of, more])]);
        expect(allows(raised, held)).toBe(true);
        const own = granted.filter(({ subject }) => [...of, more, person].includes(subject));
        expect(own.map(({ role }) => role)).toContain(raised);
      },
    ),
  );
});
