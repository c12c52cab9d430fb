import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person } from './fakes/discord/person.ts';
import { wholeAnswer } from './fakes/slack/whole-answer.ts';
import { serviceOnFakes } from './service-on-fakes.ts';

const guild = '200000000000000001';
const channel = '300000000000000001';
const editors = '500000000000000001';

let service: Awaited<ReturnType<typeof serviceOnFakes>>;
beforeAll(async () => {
  service = await serviceOnFakes({ admins: `slack:T1:UADMIN,discord:${guild}:400000000000000009` });
});
afterAll(() => service.end());

const refused = /is for the role editor/;
const refusals = (who: string) =>
  service.logged.filter(({ message, person }) => message === 'command refused' && person === who);

describe('a user group of Slack', () => {
  async function ask(typed: string, user: string): Promise<string> {
    const { slack } = service;
    const before = slack.workspace.shown.length;
    await slack.send.command(`/deskwire ${typed}`, { user, asSent: true });
    return (await wholeAnswer(slack, before)).at(-1)?.text ?? '';
  }
  const asked = () => service.slack.journal.of('usergroups.users.list').length;

  test('gives its people the role, is asked about at most once a minute, and not before it could matter', async () => {
    service.slack.workspace.groups.set('S1', ['U1', 'U2']);
    expect(await ask('draft list', 'U1')).toMatch(refused);
    expect(asked()).toBe(0);
    expect(await ask('roles grant <!subteam^S1|@editors> editor', 'UADMIN')).toContain(
      'Everybody in <!subteam^S1> is now editor on centralasia.',
    );
    expect(asked()).toBe(0);
    for (const user of ['U1', 'U2', 'U1']) expect(await ask('draft list', user)).not.toMatch(refused);
    expect(await ask('draft list', 'U3')).toMatch(refused);
    expect(asked()).toBe(1);
    service.slack.workspace.groups.set('S1', ['U2']);
    service.pass(61);
    expect(await ask('draft list', 'U1')).toMatch(refused);
    expect(await ask('draft list', 'U2')).not.toMatch(refused);
    expect(asked()).toBe(2);
  });

  test('of which Slack tells nothing gives nothing, and the log says why', async () => {
    service.pass(61);
    service.slack.workspace.scopes.delete('usergroups:read');
    expect(await ask('draft list', 'U2')).toMatch(refused);
    expect(service.logged.at(-2)).toMatchObject({
      message: 'Slack did not return who is in a user group',
      about: 'slack:T1:S1',
    });
    expect(JSON.stringify(service.logged.at(-2))).toContain('missing_scope');
    service.slack.workspace.scopes.add('usergroups:read');
    expect(await ask('draft list', 'U2')).not.toMatch(refused);
  });
});

describe('a role of Discord', () => {
  async function ask(user: string, command: string, options = {}, roles: readonly string[] = []) {
    const { discord } = service;
    const asker = person(discord, { guild, channel, user, roles });
    const before = asker.reads().length;
    await asker.answered(asker.command('deskwire', command, options));
    await discord.until(() => asker.reads().length > before && !asker.reads().includes('…thinking'));
    return asker.reads().slice(before).join('\n');
  }

  test('counts in every act of those who have it at that moment', async () => {
    const [admin, member] = ['400000000000000009', '400000000000000005'];
    const grant = { who: `<@&${editors}>`, role: 'editor' };
    expect(await ask(admin, 'roles grant', grant)).toContain(`Everybody in <@&${editors}> is now`);
    expect(await ask(member, 'draft list')).toMatch(refused);
    expect(await ask(member, 'draft list', {}, ['500000000000000002', editors])).not.toMatch(refused);
    expect(await ask(member, 'draft list', {}, ['500000000000000002'])).toMatch(refused);
    expect(refusals(`discord:${guild}:${member}`)).toHaveLength(2);
  });

  test('counts when a button is pressed and a form is handed in', async () => {
    const user = '400000000000000006';
    const place = { guild, channel, user };
    const asEditor = person(service.discord, { ...place, roles: [editors] });
    await asEditor.answered(asEditor.command('deskwire', 'add fact', {}));
    const form = service.discord.world.interactions;
    const opened = [...form.values()].at(-1)?.answered;
    expect(opened?.type).toBe(9);
    const asReader = person(service.discord, place);
    const before = asReader.reads().length;
    await asReader.answered(asReader.fill(opened?.data ?? {}, { title: 'Not any more' }));
    await service.discord.until(() => asReader.reads().length > before);
    expect(asReader.reads().at(-1)).toMatch(refused);
    const drafts = await service.app.store.drafts.list({ desk: 'centralasia', limit: 9 });
    expect(JSON.stringify(drafts)).not.toContain('Not any more');
  });
});

describe('a refusal is logged once, with who, what and why, and nothing that was typed', () => {
  const secret = 'K7QP-3XMD-9RTA';
  const since = (from: number) => service.logged.slice(from);

  test('of a command', async () => {
    const { slack, logged } = service;
    const from = logged.length;
    const refusedTo = async (typed: string) => {
      const shown = slack.workspace.shown.length;
      await slack.send.command(`/deskwire ${typed}`, { user: 'U5' });
      await expect.poll(() => slack.workspace.shown.length, { interval: 5 }).toBeGreaterThan(shown);
    };
    await refusedTo(`add fact title:"${secret}"`);
    await refusedTo(`claim ${secret}`);
    expect(since(from)).toEqual([
      {
        message: 'command refused',
        person: 'slack:T1:U5',
        desk: 'centralasia',
        command: 'add fact',
        needed: 'editor',
        held: 'reader',
      },
      {
        message: 'command refused',
        person: 'slack:T1:U5',
        desk: 'deskwire',
        command: 'claim',
        needed: 'a code from the host',
        held: 'reader',
      },
    ]);
  });

  test('of a button that was made for somebody else, on both platforms', async () => {
    const { slack, discord, logged } = service;
    const from = logged.length;
    const [shown, sent] = [slack.workspace.shown.length, slack.journal.of('response_url').length];
    await slack.send.press({ action_id: 'run', value: secret, user: 'U5' });
    await slack.journal.wait('response_url', sent + 1);
    expect(slack.workspace.shown.length).toBe(shown + 1);
    const asker = person(discord, { guild, channel, user: '400000000000000005' });
    const reads = asker.reads().length;
    await asker.answered(asker.press({ label: 'Forged', id: `nX${secret}`, message: '1' }));
    await discord.until(() => asker.reads().length > reads);
    const needed = 'the person and the place it was made for';
    expect(since(from)).toEqual([
      { message: 'command refused', person: 'slack:T1:U5', command: 'a button', needed },
      {
        message: 'command refused',
        person: `discord:${guild}:400000000000000005`,
        command: 'a button',
        needed,
      },
    ]);
  });
});
