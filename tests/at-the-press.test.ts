import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person } from './fakes/discord/person.ts';
import { filled, type OpenView } from './fakes/slack/filled.ts';
import { button } from './platforms/slack/desk.ts';
import { serviceOnFakes } from './service-on-fakes.ts';

const guild = '200000000000000001';
const channel = '300000000000000001';
const desk = 'centralasia';
type Values = Record<string, string>;

let service: Awaited<ReturnType<typeof serviceOnFakes>>;

interface Side {
  channel: string;
  /** Full ids of an editor, two reviewers, and another editor. */
  people: [ada: string, bob: string, cay: string, eve: string];
  ask(who: string, command: string, options?: Values): Promise<string>;
  /** What is answered to a press of a button in what was shown last; `by` may be another than it was made for. */
  press(label: string, by: string): Promise<string>;
  /** Opens the form of a command; what is answered when it is sent, by whoever it may be. */
  form(
    who: string,
    command: string,
    options: Values,
  ): Promise<(by: string, values: Values) => Promise<string>>;
  /** Whatever was shown to all. */
  forAll(): string;
}

const foreign = /made for someone else|belongs to another person/;
const userOf = (who: string) => who.split(':')[2] ?? '';

const slackSide: Side = {
  channel: 'slack:T1:C1',
  people: ['slack:T1:U1', 'slack:T1:U2', 'slack:T1:UCAY', 'slack:T1:UEVE'],
  async ask(who, command, options = {}) {
    const typed = Object.entries(options).map(([name, value]) => `${name}:"${value}"`);
    const line = ['/deskwire', command, ...typed].join(' ');
    return shownBy(() => service.slack.send.command(line, { user: userOf(who) }));
  },
  press: (label, by) => {
    const { blocks } = service.slack.workspace.shown.findLast((one) => hasButton(one.blocks, label)) ?? {};
    return shownBy(() => service.slack.send.press({ ...button(blocks, label), user: userOf(by) }));
  },
  async form(who, command, options) {
    const { journal, send, workspace } = service.slack;
    const opened = journal.of('views.open').length;
    await slackSide.ask(who, command, options);
    const { answer } = await journal.wait('views.open', opened + 1);
    const { view } = answer as { view: OpenView };
    return async (by, values) => {
      const before = workspace.shown.length;
      const { body } = await send.submit(view, filled(view, values), { user: userOf(by) });
      const said = foreign.test(JSON.stringify(body)) || JSON.stringify(body).includes('errors');
      if (!said) await expect.poll(() => workspace.shown.length, { interval: 5 }).toBeGreaterThan(before);
      return [JSON.stringify(body), ...workspace.shown.slice(before).map(({ text }) => text)].join('\n');
    };
  },
  forAll: () =>
    service.slack.workspace.shown
      .filter(({ user, channel }) => user === undefined && channel === 'C1')
      .map(({ text }) => text)
      .join('\n'),
};

const hasButton = (blocks: unknown, label: string) => JSON.stringify(blocks ?? '').includes(`"${label}"`);

async function shownBy(act: () => Promise<unknown>): Promise<string> {
  const { shown } = service.slack.workspace;
  const before = shown.length;
  await act();
  await expect.poll(() => shown.length, { interval: 5 }).toBeGreaterThan(before);
  return shown
    .slice(before)
    .map(({ text }) => text)
    .join('\n');
}

const onDiscord = (who: string) => person(service.discord, { guild, channel, user: userOf(who) });

async function readBy(
  who: string,
  act: (asker: ReturnType<typeof person>) => ReturnType<ReturnType<typeof person>['command']>,
) {
  const asker = onDiscord(who);
  const before = JSON.stringify(asker.reads());
  const { answered } = await asker.answered(act(asker));
  if (answered?.type !== 9)
    await service.discord.until(
      () => JSON.stringify(asker.reads()) !== before && !asker.reads().includes('…thinking'),
    );
  return { text: asker.reads().at(-1) ?? '', answered };
}

const discordSide: Side = {
  channel: `discord:${guild}:${channel}`,
  people: ['1', '2', '3', '4'].map((n) => `discord:${guild}:40000000000000000${n}`) as Side['people'],
  ask: async (who, command, options = {}) =>
    (await readBy(who, (asker) => asker.command('deskwire', command, options))).text,
  async press(label, by) {
    const all = discordSide.people.flatMap((who) => onDiscord(who).buttons());
    const found = all
      .filter((one) => one.label === label)
      .sort((a, b) => (BigInt(a.message) < BigInt(b.message) ? 1 : -1))[0];
    if (!found) throw new Error(`There is no button “${label}”.`);
    return (await readBy(by, (asker) => asker.press(found))).text;
  },
  async form(who, command, options) {
    const { answered } = await readBy(who, (asker) => asker.command('deskwire', command, options));
    return async (by, values) => (await readBy(by, (asker) => asker.fill(answered?.data ?? {}, values))).text;
  },
  forAll: () => onDiscord(`discord:${guild}:400000000000000099`).reads().join('\n'),
};

describe.each([
  ['Slack', slackSide],
  ['Discord', discordSide],
])('what counts is the moment of the press, on %s', (_, side) => {
  const [ada, bob, cay, eve] = side.people;
  const admin = 'slack:T1:UADMIN';
  beforeAll(async () => {
    service = await serviceOnFakes({ admins: admin });
    for (const [who, role] of [
      [ada, 'editor'],
      [bob, 'reviewer'],
      [cay, 'reviewer'],
      [eve, 'editor'],
    ] as const)
      await grant(who, role);
    // Answers in this channel are seen by all, where nothing says otherwise.
    const { store, clock: now } = { ...service.app, clock: service.clock() };
    await store.channels.setVisibility(side.channel, 'public', admin, now);
  });
  afterAll(() => service.end());

  const grant = (subject: string, role: 'editor' | 'reviewer') =>
    service.app.store.roles.grant({
      ...{ subject, role, desk, grantedBy: admin, grantedAt: service.clock() },
    });
  const revoke = (who: string) => service.app.store.roles.revoke(who, desk, admin, service.clock());
  const stateOf = async (id: string) => (await service.app.store.drafts.get(id))?.state;

  let count = 0;
  async function submitted(handling = 'public'): Promise<string> {
    count += 1;
    const title = `Treaty ${count} signed`;
    const fact = {
      title,
      statement: `${title} by both.`,
      date: 'Feb 2026',
      country: 'KZ',
      topic: 'diplomacy',
    };
    const says = await side.ask(ada, 'add fact', { ...fact, source: 'sanchez-2026', handling });
    expect(says).toContain('waits for a reviewer');
    const drafts = await service.app.store.drafts.list({ desk, author: ada, limit: 50 });
    const { id = '' } = drafts.find(({ values }) => values.title === title) ?? {};
    return id;
  }
  /** What is logged of refusals while something is done. */
  async function refusals(act: () => Promise<unknown>) {
    const from = service.logged.length;
    await act();
    return service.logged.slice(from).filter(({ message }) => message.includes('refused'));
  }

  test('a role that was taken back meanwhile does not press', async () => {
    const id = await submitted();
    await side.ask(bob, 'review');
    await revoke(bob);
    const logged = await refusals(async () =>
      expect(await side.press('Approve', bob)).toContain(
        'is for the role reviewer and above; you are a reader here',
      ),
    );
    expect(logged).toEqual([
      expect.objectContaining({
        person: bob,
        desk,
        command: 'draft approve',
        needed: 'reviewer',
        held: 'reader',
      }),
    ]);
    expect(await stateOf(id)).toBe('in review');
    await grant(bob, 'reviewer');
    await side.ask(cay, 'draft return', { draft: id, reason: 'Where?' });
  });

  test('what somebody else has decided meanwhile is not decided again, and who it was is told', async () => {
    const id = await submitted();
    await side.ask(bob, 'review');
    await side.ask(cay, 'draft approve', { draft: id });
    const logged = await refusals(async () =>
      expect(await side.press('Approve', bob)).toMatch(
        new RegExp(`${id} was approved by .*${userOf(cay)}>? already`),
      ),
    );
    expect(logged).toEqual([
      expect.objectContaining({ person: bob, command: 'draft approve', needed: 'that nobody was quicker' }),
    ]);
    const { items } = await service.app.store.audit.list({ subject: `draft:${id}` }, { limit: 9, offset: 0 });
    expect(items.filter(({ action }) => action === 'draft approved')).toHaveLength(1);
  });

  test('a button is its own person’s: another reviewer cannot press it, though they may approve', async () => {
    const id = await submitted();
    await side.ask(bob, 'review');
    const logged = await refusals(async () => expect(await side.press('Approve', cay)).toMatch(foreign));
    expect(logged).toEqual([expect.objectContaining({ person: cay, command: 'a button' })]);
    expect(await stateOf(id)).toBe('in review');
    await side.ask(cay, 'draft approve', { draft: id });
  });

  test('nobody approves their own, nor changes what another editor writes; each is logged once', async () => {
    const id = await submitted();
    await grant(ada, 'reviewer');
    const own = await refusals(async () =>
      expect(await side.ask(ada, 'draft approve', { draft: id })).toContain('needs a second pair of eyes'),
    );
    expect(own).toEqual([expect.objectContaining({ person: ada, needed: 'a second pair of eyes' })]);
    await grant(ada, 'editor');
    const others = await refusals(async () =>
      expect(await side.ask(eve, 'draft discard', { draft: id })).toContain('Only its author and reviewers'),
    );
    expect(others).toEqual([expect.objectContaining({ person: eve, needed: 'reviewer, or its author' })]);
    expect(await stateOf(id)).toBe('in review');
    await side.ask(bob, 'draft return', { draft: id, reason: 'Where?' });
  });

  test('a form that another person sends, or that is sent without the role, changes nothing', async () => {
    service.pass(1);
    const sent = await side.form(ada, 'add fact', { title: 'Half' });
    const [draft] = await service.app.store.drafts.list({ desk, author: ada, limit: 1 });
    const stolen = await refusals(async () => expect(await sent(eve, { title: 'Stolen' })).toMatch(foreign));
    expect(stolen).toEqual([expect.objectContaining({ person: eve, command: 'a form' })]);
    await revoke(ada);
    const without = await refusals(async () =>
      expect(await sent(ada, { title: 'Too late' })).toContain('is for the role editor and above'),
    );
    expect(without).toEqual([expect.objectContaining({ person: ada, needed: 'editor', held: 'reader' })]);
    expect((await service.app.store.drafts.get(draft?.id ?? ''))?.values.title).toBe('Half');
    await grant(ada, 'editor');
  });

  test('a form of a draft that was discarded meanwhile says so', async () => {
    service.pass(1);
    const sent = await side.form(ada, 'add fact', { title: 'Half' });
    const [draft] = await service.app.store.drafts.list({ desk, author: ada, limit: 1 });
    await side.ask(bob, 'draft discard', { draft: draft?.id ?? '' });
    const logged = await refusals(async () =>
      expect(await sent(ada, { title: 'Too late' })).toContain('was discarded'),
    );
    expect(logged).toEqual([expect.objectContaining({ person: ada, needed: 'that nobody was quicker' })]);
  });

  test('what is not published, or for few, is shown to one person alone, whatever the channel is set to', async () => {
    for (const handling of ['internal', 'restricted']) {
      const id = await submitted(handling);
      await side.ask(bob, 'review');
      await side.press('Approve', bob);
      expect(await stateOf(id)).toBe('published');
    }
    const sent = await side.form(ada, 'add fact', { title: 'A secret' });
    await sent(ada, { title: 'A secret still' });
    for (const command of ['review', 'draft list', 'audit', 'reports', 'me show'])
      await side.ask(bob, command);
    await side.ask(ada, 'history', { entry: 'treaty-1-signed' });
    expect(side.forAll()).toBe('');
  });
});
