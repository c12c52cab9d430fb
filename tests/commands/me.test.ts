import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRoleOf } from '../../src/app/access.ts';
import type { Role } from '../../src/domain/identity.ts';
import type { RoleOf } from '../../src/domain/ports/access.ts';
import { shownIn, textOf } from '../../src/domain/reply.ts';
import { type AppSetup, appOn } from '../command/app-desk.ts';
import { freshStore, now } from '../store/fixture.ts';
import { whole } from './desk.ts';
import { buttons } from './import-desk.ts';

let fresh: Awaited<ReturnType<typeof freshStore>>;
let setup: AppSetup & { admins?: readonly string[] };
let logged: object[];
const [me, them] = ['slack:T1:U1', 'slack:T1:U2'];

beforeEach(async () => {
  fresh = await freshStore();
  logged = [];
  const log = { info() {}, error() {}, warn: (fields: object) => void logged.push(fields) };
  const groups = { holds: async () => false, members: async () => [] };
  const roleOf: RoleOf = (member, desk) =>
    createRoleOf({ admins: setup.admins ?? [], store: fresh.store.roles, groups })(member, desk);
  setup = { desks: ['centralasia', 'caucasus'], roleOf, log, clock: () => now };
});
afterEach(() => fresh.end());

const given = (subject: string, role: Role, desk: string, grantedBy = 'host') =>
  fresh.store.roles.grant({ subject, role, desk, grantedBy, grantedAt: now });
const ask = (line: string, person = me) =>
  appOn(fresh.store, setup).answer({
    text: `/deskwire me ${line}`,
    person,
    audience: 'person',
    pageSize: 5,
  });
const subjects = async () => (await fresh.store.roles.grants()).map(({ subject }) => subject);

describe('somebody else', () => {
  test.each(['show slack:T1:U1', 'forget slack:T1:U1', 'forget slack:T1:U1 sure:yes', 'show slack:T1:U404'])(
    '%s is for admins of every desk; the refusal is logged and tells nothing',
    async (line) => {
      await given(me, 'editor', 'centralasia');
      await given(them, 'admin', 'centralasia');
      const reply = await ask(line, them);
      expect(reply.outcome).toBe('forbidden');
      expect(whole(reply)).not.toContain('editor');
      expect(await subjects()).toContain(me);
      expect(logged).toEqual([expect.objectContaining({ person: them, needed: 'admin', held: 'admin' })]);
    },
  );

  test.each(['<@U1|ada>', '<@U1>', 'slack:T1:U1', 'person:slack:T1:U1', 'of slack:T1:U1'])(
    'an admin of every desk may name them: %s',
    async (typed) => {
      await given(me, 'editor', 'centralasia');
      await given(them, 'admin', '*');
      expect(whole(await ask(`show ${typed}`, them))).toContain('editor on centralasia');
      const asked = await ask(`forget ${typed}`, them);
      expect(whole(asked)).toMatch(/“removed” will stand for slack:T1:U1/);
      const [line = ''] = buttons(asked).map(({ command }) => command.replace('/deskwire me ', ''));
      expect(await ask(line, them)).toMatchObject({ outcome: 'ok' });
      expect(await subjects()).toEqual([them]);
    },
  );

  test('a name that the platform has not made a mention of, and a group, are nobody', async () => {
    await given(me, 'admin', '*');
    expect(whole(await ask('show @jane'))).toMatch(/“@jane” is nobody.*Type @ and choose/);
    expect(whole(await ask('forget slack:T1:S1 sure:yes'))).toContain('is a group');
  });

  test('who names themselves needs no role, in whatever workspace they ask', async () => {
    await given(me, 'editor', 'centralasia');
    expect(whole(await ask('show <@U1>', 'slack:T2:U1'))).toContain('editor on centralasia');
    expect(await ask('forget sure:yes', 'slack:T2:U1')).toMatchObject({ outcome: 'ok' });
    expect(await subjects()).toEqual([]);
  });
});

describe('the last admin', () => {
  test.each([
    ['of one desk', [[me, 'centralasia']], /You are the last admin of centralasia\./],
    ['of every desk', [[me, '*']], /You are the last admin of every desk\./],
    [
      'of a desk by two grants, each of which the other covers',
      [
        [me, 'centralasia'],
        [me, '*'],
      ],
      /You are the last admin of centralasia and every desk\./,
    ],
    [
      'of every desk, though a desk has another',
      [
        [me, '*'],
        [them, 'centralasia'],
      ],
      /You are the last admin of every desk\./,
    ],
    [
      'by the grants of one account in two workspaces',
      [
        [me, '*'],
        ['slack:T2:U1', '*'],
      ],
      /You are the last admin of every desk\./,
    ],
  ] as const)('%s stays, and is told to find another', async (_, grants, says) => {
    for (const [subject, desk] of grants) await given(subject, 'admin', desk);
    const reply = await ask('forget sure:yes');
    expect(reply.outcome).toBe('invalid');
    expect(whole(reply)).toMatch(says);
    expect(await subjects()).toHaveLength(grants.length);
    expect(whole(await ask('show'))).toContain('Roles:');
  });

  test('may go when there is another, by a grant of every desk or by DESKWIRE_ADMINS', async () => {
    await given(me, 'admin', 'centralasia');
    await given(me, 'admin', '*');
    await given(them, 'admin', '*');
    expect(await ask('forget sure:yes')).toMatchObject({ outcome: 'ok' });
    expect(whole(await ask('forget sure:yes', them))).toContain('last admin of every desk');
    setup.admins = ['slack:T1:UHOST'];
    expect(await ask('forget sure:yes', them)).toMatchObject({ outcome: 'ok' });
    expect(await subjects()).toEqual([]);
  });

  test('of two who leave at once one stays', async () => {
    await given(me, 'admin', '*');
    await given(them, 'admin', '*');
    const [one, other] = await Promise.all([ask('forget sure:yes'), ask('forget sure:yes', them)]);
    expect([one?.outcome, other?.outcome].sort()).toEqual(['invalid', 'ok']);
    expect(await subjects()).toHaveLength(1);
  });
});

test('what the host names is for the host to take out, and the answer says so', async () => {
  setup.admins = [me];
  await given(me, 'editor', 'centralasia');
  expect(whole(await ask('show'))).toContain('DESKWIRE_ADMINS on the host makes');
  expect(whole(await ask('forget sure:yes'))).toContain('DESKWIRE_ADMINS on the host still names an admin');
});

test('the terminal is nobody: what is kept of it is shown, and nothing to remove', async () => {
  await given('terminal', 'editor', 'centralasia');
  expect(whole(await ask('show', 'terminal'))).toContain('editor on centralasia');
  expect(await ask('forget sure:yes', 'terminal')).toMatchObject({ outcome: 'invalid' });
  expect(await subjects()).toEqual(['terminal']);
});

test('what `new` has shown is kept, is told, and goes', async () => {
  await fresh.store.readMarks.set(me, 'centralasia', 12, now);
  expect(whole(await ask('show'))).toMatch(
    /What “new” has shown, on each desk: 1\n.*up to number 12 on centralasia/,
  );
  expect(await ask('forget sure:yes')).toMatchObject({ outcome: 'ok' });
  expect(await fresh.store.readMarks.of(me, 'centralasia')).toBeUndefined();
});

test('people, channels and desks are named, and in short each kind is one line', async () => {
  await given(me, 'editor', 'caucasus');
  await given(them, 'editor', 'caucasus', me);
  // Kept in two tables.
  await fresh.store.codes.open('code', new Date(now.getTime() + 1000));
  for (const hash of ['code', 'wrong']) await fresh.store.codes.redeem(hash, me, now);
  const reply = await ask('show');
  const shown = shownIn(reply).blocks.flatMap((block) => (block.type === 'list' ? block.items : []));
  expect(shown.map(textOf)).toEqual([
    'Roles: 2',
    'Roles given to others: 1',
    'Admin codes used: 2',
    'Other changes, in the audit: 1',
    'Changes of their roles, in the audit: 2',
  ]);
  const lines = reply.blocks.flatMap((block) =>
    block.type === 'list' && block.only === 'details' ? block.items : [],
  );
  expect(lines.map(textOf).join()).toContain('editor on The Caucasus to slack:T1:U2');
  expect(lines.flat()).toContainEqual({ text: them, style: 'person' });
});

test('of whom nothing is kept is told so', async () => {
  expect(whole(await ask('show'))).toMatch(
    /Nothing here names you\. What is asked of a desk is not kept with a name/,
  );
  expect(whole(await ask('forget'))).toBe('Nothing here names you.');
});

test('who was given something by a removed person keeps it, and the list says “removed”', async () => {
  await given(me, 'admin', '*');
  await given(them, 'admin', '*', me);
  await ask('forget sure:yes');
  const reply = await appOn(fresh.store, setup).answer({
    ...{ text: '/deskwire roles list every desk', person: them, audience: 'person', pageSize: 5 },
  });
  expect(whole(reply)).toContain(`${them} admin on every desk, given by removed`);
});

describe('the desk of a line that names none', () => {
  const answer = (text: string, person = me, channel?: string) =>
    appOn(fresh.store, setup).answer({
      ...{ text, person, audience: 'person', pageSize: 5 },
      ...(channel && { channel }),
    });
  const offered = (reply: Awaited<ReturnType<typeof answer>>) => buttons(reply).map(({ command }) => command);
  const chosen = (desk: string, line: string) => `/deskwire me desk desk:${desk} line:"${line}"`;

  test.each([
    ['visits kazakhstan', 'visits "Kazakhstan"', me],
    ['facts "C5+1 \\ minerals"', 'facts kazakhstan', 'terminal'],
    ['/deskwire-edit history x', '/deskwire-edit history y', me],
  ])('is asked once, answers that very line, and is kept for the person: %s', async (line, next, person) => {
    const asked = await answer(line, person);
    expect(asked.outcome).toBe('question');
    expect(whole(asked)).toContain('“/deskwire me desk” changes it');
    const [, press = ''] = offered(asked);
    expect(press).toMatch(/^\/deskwire me desk desk:caucasus line:".+"$/);
    const there = line.startsWith('/') ? `${line} desk:caucasus` : `/caucasus ${line}`;
    const answered = await answer(press, person);
    expect(answered).toEqual({ ...(await answer(there, person)), visibility: 'private' });
    expect(answered.desk).toBe('caucasus');
    const again = await answer(next, person);
    expect(again.outcome).not.toBe('question');
    expect(again.desk).toBe('caucasus');
    expect((await answer(next, them)).outcome).toBe('question');
  });

  test('another desk that a line names gets that line, and the choice stays until “me desk” changes it', async () => {
    await answer(chosen('caucasus', '/caucasus visits kazakhstan'));
    expect((await answer('/centralasia visits kazakhstan')).desk).toBe('centralasia');
    const kept = await answer('visits kazakhstan');
    expect([kept.desk, whole(kept).split('\n').at(-1)]).toEqual([
      'caucasus',
      'Asked of Central Asia; “/deskwire me desk” changes the desk.',
    ]);
    expect(offered(await ask('desk'))).toEqual(
      ['centralasia', 'caucasus'].map((id) => `/deskwire me desk desk:${id}`),
    );
    expect(await ask('desk centralasia')).toMatchObject({ outcome: 'ok', desk: 'centralasia' });
    expect((await answer('visits kazakhstan')).desk).toBe('centralasia');
  });

  test('the desk of a channel’s digests comes before it', async () => {
    const channel = 'slack:T1:C1';
    await given(me, 'admin', '*');
    await answer(chosen('caucasus', '/caucasus visits kazakhstan'));
    expect((await answer('visits kazakhstan', me, channel)).desk).toBe('caucasus');
    const subscribed = await answer(
      '/deskwire digest subscribe daily at 08:00 in UTC desk:centralasia',
      me,
      channel,
    );
    expect(subscribed.outcome, whole(subscribed)).toBe('ok');
    expect((await answer('visits kazakhstan', me, channel)).desk).toBe('centralasia');
  });

  test('a line that fetches and then asks in a form is known as one behind the button too', () => {
    const { asks } = appOn(fresh.store, setup);
    const link = '/deskwire-edit add link url:"https://a.example/b"';
    expect([link, chosen('caucasus', link.replaceAll('"', '\\"'))].map(asks)).toEqual([true, true]);
    expect(asks(chosen('caucasus', '/caucasus visits'))).toBe(false);
  });

  test('a platform that needs a slash gets a line that asks, and then the desk’s', async () => {
    const { withSlash } = appOn(fresh.store, setup);
    const slashed = (text: string) => withSlash({ text, person: me });
    const asking = await slashed('visits "kazakhstan"');
    const [, press = ''] = offered(await answer(asking));
    expect((await answer(press)).desk).toBe('caucasus');
    expect(await slashed('visits "kazakhstan"')).toBe('/caucasus visits "kazakhstan"');
    expect(await slashed('centralasia visits')).toBe('/centralasia visits');
    expect(await slashed('/deskwire help')).toBe('/deskwire help');
  });

  test('what is typed is completed with its names', async () => {
    const app = appOn(fresh.store, setup);
    const typed = () => app.completeLine('visits uzbek', { person: me });
    const option = { desk: 'deskwire-edit', command: 'add fact', option: 'country', typed: 'uzbek' };
    const offers = () => app.complete({ ...option, person: me }, 5);
    expect([await typed(), await offers()]).toEqual([[], []]);
    await ask('desk caucasus');
    expect(await typed()).toContain('visits Uzbekistan ');
    expect((await offers()).map(({ label }) => label)).toEqual(['Uzbekistan']);
  });

  test('where the desk chosen knows nothing the others are offered', async () => {
    await ask('desk caucasus');
    const asked = await answer('visits country:atlantis');
    expect([asked.outcome, asked.desk]).toEqual(['not_found', 'caucasus']);
    expect(offered(asked).at(-1)).toBe('/centralasia visits country:atlantis');
    expect(offered(await answer('visits kazakhstan'))).not.toContain('/centralasia visits kazakhstan');
  });

  test('one that is not served any more is forgotten', async () => {
    await answer(chosen('caucasus', '/caucasus visits kazakhstan'));
    setup = { ...setup, desks: ['centralasia', 'horn'] };
    expect((await answer('visits kazakhstan')).outcome).toBe('question');
    expect((await answer('/deskwire-edit history x')).outcome).toBe('question');
  });

  test('is shown with the word that changes it, and goes', async () => {
    await ask('desk caucasus');
    expect(whole(await ask('show'))).toMatch(
      /Your desk, which “me desk” changes: 1\n.*for lines that name none: on The Caucasus/,
    );
    expect(await ask('forget sure:yes')).toMatchObject({ outcome: 'ok' });
    expect((await answer('visits kazakhstan')).outcome).toBe('question');
  });

  test('a store that cannot be written keeps nobody from an answer', async () => {
    fresh.store.chosenDesks.set = async () => {
      throw Object.assign(new Error('the disk is full'), { passing: true });
    };
    expect((await answer(chosen('caucasus', '/caucasus visits kazakhstan'))).outcome).toBe('ok');
    expect((await ask('desk caucasus')).outcome).toBe('failed');
  });
});
