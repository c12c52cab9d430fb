import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reply } from '../src/domain/reply.ts';
import { ticking } from './commands/import-desk.ts';
import { permission } from './fakes/discord/guilds.ts';
import { person } from './fakes/discord/person.ts';
import { filled, type OpenView } from './fakes/slack/filled.ts';
import { servePages } from './import/page-server.ts';
import { serviceOnFakes } from './service-on-fakes.ts';

const guild = '200000000000000001';
const channel = '300000000000000001';
type Options = Record<string, string | boolean>;

let site: Awaited<ReturnType<typeof servePages>>;
let service: Awaited<ReturnType<typeof serviceOnFakes>>;

beforeAll(async () => {
  const html = readFileSync('tests/import/articles/railway.html', 'utf8');
  site = await servePages((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  });
});
afterAll(() => site.close());

interface Side {
  /** Full ids of an editor, a reviewer, another reviewer and a reader. */
  people: [editor: string, reviewer: string, other: string, reader: string];
  /** What somebody reads of the answer to a command. */
  ask(who: string, slash: string, command: string, options?: Options): Promise<string>;
  /** Fills in the form that a command opens, in the platform's own way; what is answered. */
  fill(who: string, command: string, options: Options, values: Record<string, string>): Promise<string>;
  /** What stands in the channel for all. */
  posted(): string;
}

const slackSide: Side = {
  people: ['slack:T1:U1', 'slack:T1:U2', 'slack:T1:UADMIN', 'slack:T1:UREADER'],
  async ask(who, slash, command, options = {}) {
    const { slack } = service;
    const typed = Object.entries(options).map(([name, value]) => `${name}:"${value}"`);
    const [before, sent] = [slack.workspace.shown.length, slack.journal.of('response_url').length];
    const user = who.split(':')[2] ?? '';
    await slack.send.command([`/${slash}`, command, ...typed].join(' '), { user });
    if (slack.workspace.shown.length === before) await slack.journal.wait('response_url', sent + 1);
    return slack.workspace.shown
      .slice(before)
      .map(({ text }) => text)
      .join('\n');
  },
  async fill(who, command, options, values) {
    const { slack } = service;
    const opened = slack.journal.of('views.open').length;
    await slackSide.ask(who, 'deskwire', command, options);
    const { answer } = await slack.journal.wait('views.open', opened + 1);
    const { view } = answer as { view: OpenView };
    const before = slack.workspace.shown.length;
    const acked = await slack.send.submit(view, filled(view, values), { user: who.split(':')[2] ?? '' });
    if (JSON.stringify(acked.body).includes('errors')) return JSON.stringify(acked.body);
    await expect.poll(() => slack.workspace.shown.length, { interval: 10 }).toBeGreaterThan(before);
    return slack.workspace.shown
      .slice(before)
      .map(({ text }) => text)
      .join('\n');
  },
  posted: () => (service.slack.workspace.messages.get('C1') ?? []).map(({ text }) => text).join('\n'),
};

const discordSide: Side = {
  people: [
    `discord:${guild}:400000000000000001`,
    `discord:${guild}:400000000000000002`,
    `discord:${guild}:400000000000000003`,
    `discord:${guild}:400000000000000004`,
  ],
  async ask(who, slash, command, options = {}) {
    const { discord } = service;
    const user = who.split(':')[2] ?? '';
    const permissions = permission.manageChannels;
    const asker = person(discord, { guild, channel, user, permissions });
    const before = asker.reads().length;
    await asker.answered(asker.command(slash, command, options));
    await discord.until(() => asker.reads().length > before && !asker.reads().includes('…thinking'));
    return asker.reads().slice(before).join('\n');
  },
  async fill(who, command, options, values) {
    const { discord } = service;
    const asker = person(discord, { guild, channel, user: who.split(':')[2] ?? '' });
    const { answered } = await asker.answered(asker.command('deskwire', command, options));
    const before = asker.reads().length;
    // Several choices have a mark before their name.
    const typed = Object.entries(values).map(([name, value]) => {
      if (name === 'claims') return [`?${name}`, value.split(',')];
      return [name, name === 'grade' ? [value] : value];
    });
    await asker.answered(asker.fill(answered?.data ?? {}, Object.fromEntries(typed)));
    await discord.until(() => asker.reads().length > before && !asker.reads().includes('…thinking'));
    return asker.reads().slice(before).join('\n');
  },
  posted: () => person(service.discord, { guild, channel, user: '400000000000000099' }).reads().join('\n'),
};

describe.each([
  ['Slack', slackSide],
  ['Discord', discordSide],
])('from a link to the digest, on %s', (_, side) => {
  const [editor, reviewer, other, reader] = side.people;
  const draftsOf = (act: string) =>
    service.app.store.drafts
      .list({ desk: 'centralasia', limit: 50 })
      .then((all) => all.filter((draft) => draft.act === act));

  beforeAll(async () => {
    service = await serviceOnFakes({ pages: site.rules, admins: 'slack:T1:UADMIN' });
    const grant = { desk: 'centralasia', grantedBy: 'test', grantedAt: service.clock() };
    await service.app.store.roles.grant({ ...grant, subject: editor, role: 'editor' });
    for (const subject of [reviewer, other])
      await service.app.store.roles.grant({ ...grant, subject, role: 'admin' });
  });
  afterAll(() => service.end());

  test('imported, ticked, written, approved, answered, posted, corrected, undone, and all of it in the audit', async () => {
    const when = { rhythm: 'daily', at: '08:00', timezone: 'UTC' };
    expect(await side.ask(reviewer, 'deskwire', 'digest subscribe', when)).toContain('Subscribed');
    await service.sent();

    const found = await side.ask(editor, 'deskwire', 'import', { what: site.at('/railway') });
    expect(found).toContain('Kazakhstan and Uzbekistan open second rail crossing');
    expect(found).toContain('16 March 2026');
    const [source] = await draftsOf('source');
    const id = source?.excerpt?.import ?? '';
    const list = await service.app.forms.open(`import-claims-${id}-1`, { person: editor });
    const ticked = ticking({ form: list } as Reply, 'opened a second railway crossing on 16 March 2026');
    const drafted = await side.fill(editor, 'import', { draft: id, tick: true }, ticked);
    expect(drafted).toContain('1 fact is drafted');
    expect(await side.fill(editor, 'edit', { entry: source?.id ?? '' }, { grade: 'C' })).toContain('Added');

    const fact = (await draftsOf('add')).find(({ type }) => type === 'fact')?.id ?? '';
    const write = (statement: string) => {
      const words = { title: 'Second rail link to Uzbekistan', topic: 'corridors', statement };
      return side.fill(editor, 'edit', { entry: fact }, words);
    };
    const copied = 'words in a row are the source';
    expect(await write('It opened, ending a queue of freight that had grown since 2023.')).toContain(copied);
    // The article's other sentences are no more the desk's.
    expect(await write('Forty would cross by the end, watched by video link on the first train.')).toContain(
      copied,
    );
    await write('A second border crossing for trains between the two countries is in use.');

    expect(await side.ask(editor, 'deskwire', 'draft submit', { draft: fact })).toContain(
      'waits for a reviewer',
    );
    expect(await side.ask(editor, 'deskwire', 'draft approve', { draft: fact })).not.toContain(
      'is published',
    );
    expect(await side.ask(reviewer, 'deskwire', 'draft approve', { draft: fact })).toContain('is published');
    const entry = (await service.app.store.drafts.get(fact))?.entry ?? '';
    const answer = await side.ask(reader, 'centralasia', 'facts', {
      topic: 'corridors',
      since: '2026-03-16',
      show: 'details',
    });
    expect(answer).toContain('A second border crossing for trains');
    expect(answer).toContain('Steppe Courier');

    await service.tickAt('2026-11-24T08:00:00Z');
    expect(side.posted()).toContain('Second rail link to Uzbekistan');

    const note = 'It opened a day earlier.';
    await side.fill(editor, 'correct', { entry, note }, { date: '15 March 2026' });
    const correction = (await draftsOf('correct'))[0]?.id ?? '';
    await side.ask(editor, 'deskwire', 'draft submit', { draft: correction });
    await side.ask(reviewer, 'deskwire', 'draft approve', { draft: correction });
    await service.tickAt('2026-11-24T08:05:00Z');
    expect(side.posted()).toContain(note);
    expect(side.posted()).toContain('15 Mar 2026');

    await side.ask(editor, 'deskwire', 'undo', { entry });
    const undo = (await draftsOf('undo'))[0]?.id ?? '';
    await side.ask(editor, 'deskwire', 'draft submit', { draft: undo });
    expect(await side.ask(other, 'deskwire', 'draft approve', { draft: undo })).toContain('is taken back');
    await service.tickAt('2026-11-24T08:10:00Z');
    expect(side.posted()).toContain(`Taken back: ${note}`);
    expect(await side.ask(reader, 'centralasia', 'brief', { id: entry })).toContain('16 Mar 2026');

    const { items } = await service.app.store.audit.list({ desk: 'centralasia' }, { limit: 50, offset: 0 });
    const done = items.map(({ actor, action, subject }) => `${actor} ${action} ${subject}`);
    for (const line of [
      `${editor} draft begun draft:${fact}`,
      `${editor} source added source:steppe-courier-2026-03-18`,
      `${editor} draft submitted draft:${fact}`,
      `${reviewer} draft approved draft:${fact}`,
      `${reviewer} draft approved draft:${correction}`,
      `${other} draft approved draft:${undo}`,
    ])
      expect(done).toContain(line);
    expect(await side.ask(reviewer, 'deskwire', 'audit')).toContain(`draft:${undo}`);
    // The source's own words are for those who write.
    expect(side.posted()).not.toContain('ending a queue of freight');
    expect(answer).not.toContain('ending a queue of freight');
  });

  test('entries that are pasted wait for a second person, are answered, and are shown as a file again', async () => {
    const fact = [
      ...['- id: water-talks', '  kind: event', '  title: Talks on water', '  statement: Both adapters met.'],
      ...['  dates: [2026-02]', '  standing: reported', '  topics: [diplomacy]', '  countries: [KZ]'],
      ...['  sources: [sanchez-2026]', '  published: 2026-03-20', ''],
    ].join('\n');
    const wrong = fact.replace('diplomacy', 'diplomcy');
    expect(await side.fill(editor, 'import', {}, { text1: wrong })).toContain('Line 7: unknown topic');
    expect(await draftsOf('import')).toEqual([]);
    expect(await side.fill(editor, 'import', {}, { text1: fact })).toContain('1 new, 0 changed');
    const [draft] = await draftsOf('import');
    expect(draft).toMatchObject({ entry: 'water-talks', state: 'in review', author: editor });
    expect(await side.ask(editor, 'deskwire', 'draft approve', { draft: draft?.id ?? '' })).not.toContain(
      'Approved',
    );
    expect(await side.ask(reviewer, 'deskwire', 'draft approve', { draft: draft?.id ?? '' })).toContain(
      'Approved',
    );
    expect(await side.ask(reader, 'centralasia', 'brief', { id: 'water-talks' })).toContain(
      'Both adapters met.',
    );
    const shown = await side.ask(editor, 'deskwire', 'export', { format: 'yaml', entry: 'water-talks' });
    expect(shown).toContain('id: water-talks\n  title: Talks on water\n');
    expect(await side.ask(reader, 'deskwire', 'export', { entry: 'water-talks' })).not.toContain(
      'id: water-talks',
    );
  });
});
