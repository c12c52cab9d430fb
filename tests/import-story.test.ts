import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { permission } from './fakes/discord/guilds.ts';
import { buttonsOf, person, textOf } from './fakes/discord/person.ts';
import { filled, type OpenView } from './fakes/slack/filled.ts';
import { servePages } from './import/page-server.ts';
import { button } from './platforms/slack/desk.ts';
import { serviceOnFakes } from './service-on-fakes.ts';

const guild = '200000000000000001';
const channel = '300000000000000001';
const desk = 'centralasia';
type Options = Record<string, string | boolean>;
type Service = Awaited<ReturnType<typeof serviceOnFakes>>;

let site: Awaited<ReturnType<typeof servePages>>;
let service: Service;

beforeAll(async () => {
  site = await servePages((request, response) => {
    const item = (title: string, path: string) =>
      `<item><title>${title}</title><link>${site.at(path)}</link></item>`;
    const items = [
      ...[item('Water talks in Dushanbe', '/water'), item('Water talks in Dushanbe', '/elsewhere')],
      item('Football', '/football'),
    ];
    const rss = `<rss version="2.0"><channel><title>News</title>${items.join('')}</channel></rss>`;
    if (request.url === '/rss')
      return void response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(rss);
    const name = /^\/(railway|water)$/.exec(request.url ?? '')?.[1];
    const html = name ? readFileSync(`tests/import/articles/${name}.html`, 'utf8') : stranger(request.url);
    response.writeHead(html ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  });
});
afterAll(() => site.close());

/** An article whose news is of somebody the desk does not know. */
const stranger = (url: string | undefined) =>
  url === '/envoy' &&
  `<html><head><title>Talks in Astana</title><meta property="og:site_name" content="Steppe Courier">
  <meta property="article:published_time" content="2026-03-20"></head><body><article><h1>Talks in Astana</h1>
  <p>Foreign minister of Tajikistan Davlat Karimzoda signed a treaty on water in Astana on 19 March 2026.</p>
  ${'<p>The rain fell on the guests for most of that morning, and some of them had brought umbrellas.</p>'.repeat(4)}
  </article></body></html>`;

/** A form as one person sees it: what stands beside its fields, and how it is sent. */
interface Shown {
  says: string;
  send(values: Record<string, string>): Promise<string>;
}

interface Side {
  /** Full ids of an editor, a reviewer, another reviewer and a reader. */
  people: [editor: string, reviewer: string, other: string, reader: string];
  /** Payloads of this person that have reached us. */
  presses(who: string): number;
  /** What somebody reads of the answer to a command. */
  ask(who: string, command: string, options?: Options, slash?: string): Promise<string>;
  /** "Add to desk" on a message with this text. */
  act(who: string, text: string): Promise<Shown>;
  /** The form that a command opens. */
  form(who: string, command: string, options?: Options): Promise<Shown>;
  /** Presses a button of the newest card in the channel that has it. */
  press(who: string, label: string): Promise<unknown>;
  /** The form that a button of such a card opens. */
  pressed(who: string, label: string): Promise<Shown>;
  /** What stands in the channel for all. */
  posted(): string;
}

const userOf = (who: string) => who.split(':')[2] ?? '';

async function slackForm(user: string, begin: () => Promise<unknown>): Promise<Shown> {
  const { slack } = service;
  const before = new Set(slack.workspace.views.keys());
  await begin();
  const own = () =>
    [...slack.workspace.views].find(([id, view]) => !before.has(id) && view.callback_id === 'form')?.[1];
  await expect.poll(own, { interval: 5, timeout: 60_000 }).toBeDefined();
  const view = own() as unknown as OpenView;
  return {
    says: JSON.stringify(view.blocks).replaceAll('\u2060', ''),
    async send(values) {
      const shown = slack.workspace.shown.length;
      const acked = await slack.send.submit(view, filled(view, values), { user });
      const answer = JSON.stringify(acked.body).replaceAll('\u2060', '');
      if (!/It is sent\.|is being kept/.test(answer)) return answer;
      const more = () => slack.workspace.shown.length;
      await expect.poll(more, { interval: 5, timeout: 60_000 }).toBeGreaterThan(shown);
      return slack.workspace.shown
        .slice(shown)
        .map(({ text }) => text)
        .join('\n');
    },
  };
}

const slackLine = (command: string, options: Options, slash = 'deskwire') =>
  [`/${slash}`, command, ...Object.entries(options).map(([name, value]) => `${name}:"${value}"`)].join(' ');

const slackSide: Side = {
  people: ['slack:T1:U1', 'slack:T1:U2', 'slack:T1:UADMIN', 'slack:T1:UREADER'],
  presses: (who) => service.slack.send.presses(userOf(who)),
  async ask(who, command, options = {}, slash = 'deskwire') {
    const { slack } = service;
    const [before, user] = [slack.workspace.shown.length, userOf(who)];
    await slack.send.command(slackLine(command, options, slash), { user });
    // What somebody else pressed before may be answered meanwhile.
    const own = () =>
      slack.workspace.shown.slice(before).filter((one) => [undefined, user].includes(one.user));
    await vi.waitFor(() => expect(own()).not.toEqual([]), { interval: 5, timeout: 60_000 });
    return own()
      .map(({ text }) => text)
      .join('\n');
  },
  act: (who, text) => slackForm(userOf(who), () => service.slack.send.act(text, { user: userOf(who) })),
  form(who, command, options = {}) {
    const { url, ...rest } = options;
    const line = url === undefined ? slackLine(command, rest) : `/deskwire-edit add ${url}`;
    return slackForm(userOf(who), () => service.slack.send.command(line, { user: userOf(who) }));
  },
  pressed: (who, label) => slackForm(userOf(who), () => slackSide.press(who, label)),
  press(who, label) {
    const { blocks, ts } = (service.slack.workspace.messages.get('C1') ?? []).findLast((message) =>
      JSON.stringify(message.blocks).includes(`"${label}"`),
    ) as { blocks: unknown; ts: string };
    return service.slack.send.press({
      ...button(blocks, label),
      user: userOf(who),
      message: ts,
      public: true,
    });
  },
  posted: () => (service.slack.workspace.messages.get('C1') ?? []).map(({ text }) => text).join('\n'),
};

async function discordForm(
  who: string,
  begin: (asker: ReturnType<typeof person>) => ReturnType<ReturnType<typeof person>['press']>,
): Promise<Shown> {
  const { discord } = service;
  const asker = person(discord, { guild, channel, user: userOf(who) });
  const before = new Set(asker.messages().map(({ id }) => id));
  const begun = await asker.answered(begin(asker));
  let [says, modal] = ['', begun.answered?.data];
  if (begun.answered?.type !== 9) {
    const card = () =>
      asker
        .messages()
        .findLast((one) => !before.has(one.id) && buttonsOf(one).some(({ label }) => label === 'Draft'));
    await discord.until(() => card() !== undefined, 'a card with the button Draft');
    const found = card()!;
    says = textOf(found);
    const draft = buttonsOf(found).find(({ label }) => label === 'Draft')!;
    modal = (await asker.answered(asker.press(draft))).answered?.data;
    expect(modal?.components).toHaveLength(5);
  }
  return {
    says: says + JSON.stringify(modal),
    async send(values) {
      const seen = asker.reads().length;
      await asker.answered(asker.fill(modal ?? {}, values));
      await discord.until(() => asker.reads().length > seen && !asker.reads().includes('…thinking'));
      return asker.reads().slice(seen).join('\n');
    },
  };
}

const discordSide: Side = {
  people: [
    `discord:${guild}:400000000000000001`,
    `discord:${guild}:400000000000000002`,
    `discord:${guild}:400000000000000003`,
    `discord:${guild}:400000000000000004`,
  ],
  presses: (who) => person(service.discord, { guild, channel, user: userOf(who) }).presses(),
  async ask(who, command, options = {}, slash = 'deskwire') {
    const { discord } = service;
    const asker = person(discord, {
      guild,
      channel,
      user: userOf(who),
      permissions: permission.manageChannels,
    });
    const before = asker.reads().length;
    await asker.answered(asker.command(slash, command, options));
    await discord.until(() => asker.reads().length > before && !asker.reads().includes('…thinking'));
    return asker.reads().slice(before).join('\n');
  },
  act: (who, text) => discordForm(who, (asker) => asker.act('Add to desk', text)),
  form: (who, command, options = {}) =>
    discordForm(who, (asker) => asker.command('deskwire-edit', command, options)),
  pressed: (who, label) =>
    discordForm(who, (asker) => asker.press(asker.buttons().findLast((one) => one.label === label)!)),
  press(who, label) {
    const asker = person(service.discord, { guild, channel, user: userOf(who) });
    return asker.answered(asker.press(asker.buttons().findLast((one) => one.label === label)!));
  },
  posted: () => person(service.discord, { guild, channel, user: '400000000000000099' }).reads().join('\n'),
};

describe.each([
  ['Slack', slackSide],
  ['Discord', discordSide],
])('from a link to the digest, on %s', (_, side) => {
  const [editor, reviewer, other, reader] = side.people;
  const drafts = () => service.app.store.drafts.list({ desk, limit: 50 });
  const draftsOf = async (act: string) => (await drafts()).filter((draft) => draft.act === act);
  const facts = async () => (await draftsOf('add')).filter(({ type }) => type === 'fact');

  beforeAll(async () => {
    service = await serviceOnFakes({ privateHosts: site.host, admins: 'slack:T1:UADMIN' });
    const grant = { desk, grantedBy: 'test', grantedAt: service.clock() };
    await service.app.store.roles.grant({ ...grant, subject: editor, role: 'editor' });
    for (const subject of [reviewer, other])
      await service.app.store.roles.grant({ ...grant, subject, role: 'admin' });
    const when = { rhythm: 'daily', at: '08:00', timezone: 'UTC' };
    expect(await side.ask(reviewer, 'digest subscribe', when)).toContain('Subscribed');
    expect(await side.ask(reviewer, 'review', { post: 'here' })).toContain('is posted here');
    await service.sent();
  });
  afterAll(() => service.end());

  /** Two presses of the editor at most before the sentence, one to send it, and one of the reviewer. */
  async function inThree(open: () => Promise<Shown>, statement: string, begun: Record<string, string> = {}) {
    const before = [side.presses(editor), side.presses(reviewer)];
    const form = await open();
    // A form that is open, and may be left, keeps nothing.
    expect(await drafts()).toHaveLength(stored);
    const sent = await form.send({ ...begun, statement });
    expect(sent).toContain('It waits for a reviewer.');
    await service.sent();
    const cards = side.posted();
    expect(cards).toContain(statement.slice(0, -1));
    await side.press(reviewer, 'Approve');
    const fact = (await facts()).find(({ values }) => values.statement === statement);
    await expect
      .poll(async () => (await service.app.store.drafts.get(fact?.id ?? ''))?.state)
      .toBe('published');
    const after = [side.presses(editor), side.presses(reviewer)];
    expect(after[0]! - before[0]!).toBeLessThanOrEqual(3);
    expect(after[1]! - before[1]!).toBe(1);
    stored = (await drafts()).length;
    return { form, cards, entry: fact?.entry ?? '' };
  }
  let stored = 0;

  test('a message, one sentence, Send, Approve: answered, posted, corrected and undone in a line each', async () => {
    const text = `Worth a note: second railway crossing opened ${site.at('/railway')}`;
    const statement = 'A second border crossing for trains between the two countries is in use.';
    const message = () => side.act(editor, text);
    const { entry, form } = await inThree(message, statement, { topic: 'corridors' });
    expect(form.says).toContain('opened a second railway crossing on 16 March 2026');
    expect(form.says).toContain('Steppe Courier');
    const [fact] = await facts();
    expect(fact?.body).toMatchObject({
      ...{ title: statement.slice(0, -1), topics: ['corridors'], countries: ['KZ', 'UZ'] },
      dates: [{ edtf: '2026-03-16' }],
    });
    expect((await draftsOf('source'))[0]).toMatchObject({ state: 'published', author: editor });

    const options = { topic: 'corridors', since: '2026-03-16', show: 'details' };
    const answer = await side.ask(reader, 'facts', options, desk);
    expect(answer).toContain('A second border crossing for trains');
    expect(answer).toContain('Steppe Courier');
    expect(answer).not.toContain('ending a queue of freight');
    await service.tickAt('2026-11-24T08:00:00Z');
    expect(side.posted()).toContain('A second border crossing for trains');

    const note = 'It opened a day earlier.';
    const correction = { entry, note, date: '15 March 2026' };
    expect(await side.ask(editor, 'correct', correction)).toContain('It waits for a reviewer.');
    await service.sent();
    await side.press(reviewer, 'Approve');
    await expect.poll(async () => (await draftsOf('correct'))[0]?.state).toBe('published');
    await service.tickAt('2026-11-24T08:05:00Z');
    expect(side.posted()).toContain(note);
    expect(side.posted()).toContain('15 Mar');

    await side.ask(editor, 'undo', { entry });
    await service.sent();
    await side.press(other, 'Approve');
    await expect.poll(async () => (await draftsOf('undo'))[0]?.state).toBe('published');
    await service.tickAt('2026-11-24T08:10:00Z');
    expect(side.posted()).toContain(`Taken back: ${note}`);

    const { items } = await service.app.store.audit.list({ desk }, { limit: 50, offset: 0 });
    const done = items.map(({ actor, action, subject }) => `${actor} ${action} ${subject}`);
    for (const line of [
      `${editor} source added source:steppe-courier-2026-03-18`,
      `${editor} draft submitted draft:${fact?.id}`,
      `${reviewer} draft approved draft:${fact?.id}`,
    ])
      expect(done).toContain(line);
    expect(side.posted()).not.toContain('ending a queue of freight');
    stored = (await drafts()).length;
  });

  test('a link, and an article of a feed', async () => {
    const link = () => side.form(editor, 'add link', { url: site.at('/railway') });
    await inThree(link, 'Trade between the two has grown since.', { topic: 'trade' });

    await side.ask(editor, 'feeds add', { url: site.at('/rss') });
    const followed = async () => (await service.app.store.feeds.list(desk)).length;
    await expect.poll(followed, { interval: 5, timeout: 60_000 }).toBe(1);
    await service.feeds.run();
    const waiting = () => service.app.store.feedItems.waiting(desk, { limit: 5, offset: 0 });
    await service.sent();
    // One story once, and nothing that is not the desk's.
    expect(side.posted().match(/Water talks in Dushanbe/g)).toHaveLength(1);
    expect(side.posted()).not.toContain('Football');
    const card = () => side.pressed(editor, 'Draft');
    await inThree(card, 'Both governments want the rivers shared by another rule.', { topic: 'diplomacy' });
    await service.sent();
    expect(side.posted()).toMatch(/Water talks in Dushanbe[^\n]*\s+[^\n]*Drafted by/);
    expect((await waiting()).items.map(({ title }) => title).toSorted()).toEqual([
      'Football',
      'Water talks in Dushanbe',
    ]);
  });

  test('a link to news of somebody unknown: the form has the person, and one press adds both', async () => {
    const statement = 'Both governments have agreed by treaty how the rivers are shared.';
    const link = () => side.form(editor, 'add link', { url: site.at('/envoy') });
    const { form, cards } = await inThree(link, statement, { topic: 'diplomacy' });
    expect(form.says).toContain('Davlat Karimzoda (new: Tajikistan)');
    expect(form.says).toMatch(/Tajikistan|TJ/);
    expect(cards).toContain('New person: Davlat Karimzoda, Tajikistan');
    const told = await side.ask(reader, 'facts', { person: 'Karimzoda', country: 'tajikistan' }, desk);
    expect(told).toContain('how the rivers are shared');
  });

  test('entries that are pasted wait for a second person, are answered, and are shown as a file again', async () => {
    const fact = [
      ...['- id: water-talks', '  kind: event', '  title: Talks on water', '  statement: Both adapters met.'],
      ...['  dates: [2026-02]', '  standing: reported', '  topics: [diplomacy]', '  countries: [KZ]'],
      ...['  sources: [sanchez-2026]', '  published: 2026-03-20', ''],
    ].join('\n');
    const wrong = fact.replace('diplomacy', 'diplomcy');
    const paste = async (text1: string) => (await side.form(editor, 'import')).send({ text1 });
    expect(await paste(wrong)).toContain('Line 7: unknown topic');
    expect(await draftsOf('import')).toEqual([]);
    expect(await paste(fact)).toContain('1 new, 0 changed');
    const [draft] = await draftsOf('import');
    expect(draft).toMatchObject({ entry: 'water-talks', state: 'in review', author: editor });
    expect(await side.ask(editor, 'draft approve', { draft: draft?.id ?? '' })).not.toContain('Approved');
    expect(await side.ask(reviewer, 'draft approve', { draft: draft?.id ?? '' })).toContain('Approved');
    expect(await side.ask(reader, 'brief', { id: 'water-talks' }, desk)).toContain('Both adapters met.');
    const shown = await side.ask(editor, 'export', { format: 'yaml', entry: 'water-talks' });
    expect(shown).toContain('id: water-talks\n  title: Talks on water\n');
    expect(await side.ask(reader, 'export', { entry: 'water-talks' })).not.toContain('id: water-talks');
  });
});
