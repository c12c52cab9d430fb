import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRoleOf } from '../../src/app/access.ts';
import { type Role, strongest } from '../../src/domain/identity.ts';
import type { RoleOf } from '../../src/domain/ports/access.ts';
import { type AppSetup, appOn } from '../command/app-desk.ts';
import { freshStore, now } from '../store/fixture.ts';
import { whole } from './desk.ts';

let fresh: Awaited<ReturnType<typeof freshStore>>;
let setup: AppSetup & { admins?: readonly string[] };
const me = 'slack:T1:U1';
const them = 'slack:T1:U2';
/** Who is in which group, as the platform tells it. */
const inGroup = new Map<string, string>();
const groups = {
  holds: async (group: string, person: string) => inGroup.get(group) === person,
  members: async () => [],
};

beforeEach(async () => {
  fresh = await freshStore();
  const roleOf: RoleOf = (member, desk) =>
    createRoleOf({ admins: setup.admins ?? [], store: fresh.store.roles, groups })(member, desk);
  setup = { desks: ['centralasia', 'caucasus'], roleOf, clock: () => now };
  await given(me, 'admin', 'centralasia');
});
afterEach(() => fresh.end());

const given = (subject: string, role: Role, desk: string) =>
  fresh.store.roles.grant({ subject, role, desk, grantedBy: 'host', grantedAt: now });

const ask = (line: string, person = me, pageSize = 5) =>
  appOn(fresh.store, setup).answer({
    text: `/deskwire roles ${line}`,
    person,
    audience: 'person',
    pageSize,
  });

const held = async (subject: string, desk: string) => {
  const given = await fresh.store.roles.grantsOn(desk);
  return strongest(given.filter((grant) => grant.subject === subject).map(({ role }) => role));
};

const buttons = (reply: Awaited<ReturnType<typeof ask>>) =>
  reply.blocks.flatMap((block) =>
    block.type === 'choices' ? block.options.map(({ command }) => command) : [],
  );

describe('grant', () => {
  test.each([
    ['slack:T1:U2', them],
    ['<@U2|jane.doe>', them],
    ['<@U2>', them],
    ['who:"slack:T1:U2"', them],
    ['to slack:T1:U2', them],
    ['<!subteam^S2|@editors>', 'slack:T1:S2'],
    ['<!subteam^S2>', 'slack:T1:S2'],
    ['slack:T1:S2', 'slack:T1:S2'],
    ['discord:123456:789012', 'discord:123456:789012'],
    ['discord:123456:R789012', 'discord:123456:R789012'],
    ['terminal', 'terminal'],
  ])('%s', async (typed, subject) => {
    expect(await ask(`grant ${typed} editor desk:centralasia`)).toMatchObject({ outcome: 'ok' });
    expect(await held(subject, 'centralasia')).toBe('editor');
    expect(await held(subject, 'caucasus')).toBe('reader');
  });

  test('a mention is of the asker’s own server on Discord', async () => {
    const admin = 'discord:123456:111111';
    await given(admin, 'admin', '*');
    expect(await ask('grant <@789012> reviewer every desk', admin)).toMatchObject({ outcome: 'ok' });
    expect(await held('discord:123456:789012', 'caucasus')).toBe('reviewer');
    expect(await ask('grant <@&333333> editor every desk', admin)).toMatchObject({ outcome: 'ok' });
    expect(await held('discord:123456:R333333', 'caucasus')).toBe('editor');
    // Slack's way to mention means nobody there.
    expect(await ask('grant <@U2> reviewer every desk', admin)).toMatchObject({ outcome: 'invalid' });
  });

  test('who cannot be told is said with what to write', async () => {
    const reply = await ask('grant @jane editor desk:centralasia');
    expect(reply.outcome).toBe('invalid');
    expect(whole(reply)).toMatch(/“@jane” is nobody.*Type @ and choose the person/);
    expect(await ask('grant jane editor desk:centralasia')).toMatchObject({ outcome: 'invalid' });
    expect(whole(await ask('grant slack:T1:U2 boss desk:centralasia'))).toContain('does not take “boss”');
    expect(whole(await ask('grant slack:T1:U2 role:boss desk:centralasia'))).toContain(
      'It is one of reader, editor',
    );
    expect(whole(await ask('grant editor desk:centralasia'))).toContain('roles grant needs who');
    expect((await fresh.store.roles.grants()).length).toBe(1);
  });

  test('no button of a mistake gives a role', async () => {
    for (const line of ['grant', 'grant editor', '', 'grnt'])
      for (const command of buttons(await ask(`${line} desk:centralasia`)))
        expect(command).not.toMatch(/grant \S+ (admin|editor)/);
  });

  test('is for admins of that desk, and of every desk for every desk', async () => {
    expect(await ask(`grant ${them} editor desk:caucasus`)).toMatchObject({ outcome: 'forbidden' });
    expect(await ask(`grant ${them} editor every desk`)).toMatchObject({ outcome: 'forbidden' });
    expect(await ask(`grant ${me} admin every desk`)).toMatchObject({ outcome: 'forbidden' });
    expect(await ask(`grant ${them} editor desk:centralasia`, them)).toMatchObject({ outcome: 'forbidden' });
    expect(await ask(`grant ${them} editor`)).toMatchObject({ outcome: 'question' });
    await given(me, 'admin', '*');
    expect(await ask(`grant ${them} editor every desk`)).toMatchObject({ outcome: 'ok' });
    expect(await held(them, 'caucasus')).toBe('editor');
  });
});

describe('revoke', () => {
  test('makes a person a reader again', async () => {
    await given(them, 'editor', 'centralasia');
    expect(whole(await ask(`revoke ${them} desk:centralasia`))).toContain('is a reader there again');
    expect(await held(them, 'centralasia')).toBe('reader');
    expect(await ask(`revoke ${them} desk:centralasia`)).toMatchObject({ outcome: 'not_found' });
  });

  test('a role on every desk stays, and is named', async () => {
    await given(them, 'editor', '*');
    const reply = await ask(`revoke ${them} desk:centralasia`);
    expect(reply.outcome).toBe('not_found');
    expect(whole(reply)).toContain(`On every desk ${them} is editor`);
    expect(buttons(reply)).toEqual([`/deskwire roles revoke who:"${them}" desk:"*"`]);
    expect(await ask(buttons(reply)[0]?.replace('/deskwire roles ', '') ?? '')).toMatchObject({
      outcome: 'forbidden',
    });
  });

  test('the last admin is told how to become one again before it is done', async () => {
    for (const line of [`revoke ${me} desk:centralasia`, `grant ${me} editor desk:centralasia`]) {
      const reply = await ask(line);
      expect(reply.outcome).toBe('question');
      expect(whole(reply)).toMatch(/last admin of centralasia.*roles code on the host.*claim/);
      expect(await held(me, 'centralasia')).toBe('admin');
    }
    const [line = ''] = buttons(await ask(`revoke ${me} desk:centralasia`));
    expect(await ask(line.replace('/deskwire roles ', ''))).toMatchObject({ outcome: 'ok' });
    expect(await held(me, 'centralasia')).toBe('reader');
  });

  test('what a group was given is taken back, and of the last admin it is asked first', async () => {
    const group = 'slack:T1:S1';
    await given(group, 'admin', 'centralasia');
    expect(whole(await ask(`revoke ${me} desk:centralasia`))).toContain('unless a group they are in');
    inGroup.set(group, me);
    const reply = await ask(`revoke <!subteam^S1|@admins> desk:centralasia`);
    expect(reply.outcome).toBe('question');
    expect(whole(reply)).toContain(`${group} is the last admin of centralasia`);
    const [line = ''] = buttons(reply);
    expect(whole(await ask(line.replace('/deskwire roles ', '')))).toContain('gives no role there any more');
    expect(await ask('list desk:centralasia')).toMatchObject({ outcome: 'forbidden' });
  });

  test.each([
    ['another admin of the desk', () => given(them, 'admin', 'centralasia')],
    ['another admin of every desk', () => given(them, 'admin', '*')],
    [
      'one by DESKWIRE_ADMINS',
      async () => {
        setup.admins = [them];
      },
    ],
  ])('with %s there is nothing to ask', async (_, prepare) => {
    await prepare();
    expect(await ask(`revoke ${me} desk:centralasia`)).toMatchObject({ outcome: 'ok' });
  });

  test('what DESKWIRE_ADMINS gives is not taken in chat', async () => {
    setup.admins = [them];
    for (const line of [`revoke ${them} desk:centralasia`, `grant ${them} reader desk:centralasia`]) {
      const reply = await ask(line);
      expect(reply.outcome).toBe('forbidden');
      expect(whole(reply)).toContain('by DESKWIRE_ADMINS');
    }
  });
});

describe('list', () => {
  test('shows who may do what on the desk, page by page', async () => {
    setup.admins = ['terminal'];
    for (let n = 1; n <= 6; n++) await given(`slack:T1:UX${n}`, 'editor', 'centralasia');
    await given('slack:T1:UELSEWHERE', 'editor', 'caucasus');
    await given('slack:T1:UALL', 'reviewer', '*');
    const first = await ask('list desk:centralasia');
    expect(first.paging).toMatchObject({ page: 1, pages: 2, total: 9 });
    expect(whole(first)).toContain('terminal admin on every desk, by DESKWIRE_ADMINS');
    const second = await ask(first.paging?.next?.replace('/deskwire roles ', '') ?? '');
    expect(second).toMatchObject({ outcome: 'ok', visibility: 'private', paging: { page: 2 } });
    const both = whole(first) + whole(second);
    expect(both).toContain('slack:T1:UALL reviewer on every desk, given by host on 1 March 2026');
    expect(both).toContain('slack:T1:UX6 editor on centralasia');
    expect(both).not.toContain('UELSEWHERE');
    expect(whole(await ask('list every desk', 'terminal', 20))).toContain('UELSEWHERE');
  });

  test('is for admins', async () => {
    expect(await ask('list desk:centralasia', them)).toMatchObject({ outcome: 'forbidden' });
    expect(await ask('list every desk')).toMatchObject({ outcome: 'forbidden' });
  });
});
