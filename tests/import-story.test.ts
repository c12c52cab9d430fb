import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replied, ticking } from './commands/import-desk.ts';
import { permission } from './fakes/discord/guilds.ts';
import { person } from './fakes/discord/person.ts';
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
  posted: () => person(service.discord, { guild, channel, user: '400000000000000099' }).reads().join('\n'),
};

/**
 * The forms themselves are filled in where every platform hands them in; all else goes through the real clients.
 */
describe.each([
  ['Slack', slackSide],
  ['Discord', discordSide],
])('from a link to the digest, on %s', (_, side) => {
  const [editor, reviewer, other, reader] = side.people;
  let interactions = 0;
  const fill = (form: string, values: Record<string, string>, who = editor) => {
    interactions += 1;
    const filled = { form, values, person: who, complete: true, interaction: `${who} ${interactions}` };
    return service.deskwire.forms.fill(filled);
  };
  const draftsOf = (act: string) =>
    service.deskwire.store.drafts
      .list({ desk: 'centralasia', limit: 50 })
      .then((all) => all.filter((draft) => draft.act === act));

  beforeAll(async () => {
    service = await serviceOnFakes({ pages: site.rules, admins: 'slack:T1:UADMIN' });
    const grant = { desk: 'centralasia', grantedBy: 'test', grantedAt: service.clock() };
    await service.deskwire.store.roles.grant({ ...grant, subject: editor, role: 'editor' });
    for (const subject of [reviewer, other])
      await service.deskwire.store.roles.grant({ ...grant, subject, role: 'admin' });
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
    const form = await service.deskwire.forms.open(`import-claims-${id}-1`, editor);
    const ticked = ticking({ form } as never, 'opened a second railway crossing on 16 March 2026');
    replied(await fill(form?.id ?? '', ticked));
    replied(await fill(source?.id ?? '', { grade: 'C' }));

    const fact = (await draftsOf('add')).find(({ type }) => type === 'fact')?.id ?? '';
    const words = { title: 'Second rail link to Uzbekistan', topic: 'corridors' };
    const copied = await fill(fact, {
      ...words,
      statement: 'The crossing opened, ending a queue of freight that had grown since 2023.',
    });
    expect(copied).toMatchObject({ outcome: 'kept' });
    expect(JSON.stringify(copied)).toContain('words in a row are the source');
    // The article's other sentences are no more the desk's.
    const elsewhere = await fill(fact, {
      statement:
        'Trains cross where 40 trains a day would cross by the end of 2027, watched the first train by video link.',
    });
    expect(JSON.stringify(elsewhere)).toContain('words in a row are the source');
    replied(
      await fill(fact, {
        statement: 'A second border crossing for trains between the two countries is in use.',
      }),
    );

    expect(await side.ask(editor, 'deskwire', 'draft submit', { draft: fact })).toContain(
      'waits for a reviewer',
    );
    expect(await side.ask(editor, 'deskwire', 'draft approve', { draft: fact })).not.toContain(
      'is published',
    );
    expect(await side.ask(reviewer, 'deskwire', 'draft approve', { draft: fact })).toContain('is published');
    const entry = (await service.deskwire.store.drafts.get(fact))?.entry ?? '';
    const answer = await side.ask(reader, 'centralasia', 'facts', {
      topic: 'corridors',
      since: '2026-03-16',
    });
    expect(answer).toContain('A second border crossing for trains');
    expect(answer).toContain('Steppe Courier');

    await service.tickAt('2026-11-24T08:00:00Z');
    expect(side.posted()).toContain('Second rail link to Uzbekistan');

    await side.ask(editor, 'deskwire', 'correct', { entry, note: 'It opened a day earlier.' });
    const correction = (await draftsOf('correct'))[0]?.id ?? '';
    replied(await fill(correction, { date: '15 March 2026' }));
    await side.ask(editor, 'deskwire', 'draft submit', { draft: correction });
    await side.ask(reviewer, 'deskwire', 'draft approve', { draft: correction });
    await service.tickAt('2026-11-24T08:05:00Z');
    expect(side.posted()).toContain('It opened a day earlier.');
    expect(side.posted()).toContain('15 March 2026');

    await side.ask(editor, 'deskwire', 'undo', { entry });
    const undo = (await draftsOf('undo'))[0]?.id ?? '';
    await side.ask(editor, 'deskwire', 'draft submit', { draft: undo });
    expect(await side.ask(other, 'deskwire', 'draft approve', { draft: undo })).toContain('is published');
    await service.tickAt('2026-11-24T08:10:00Z');
    expect(side.posted()).toContain('Taken back: It opened a day earlier.');
    expect(await side.ask(reader, 'centralasia', 'brief', { id: entry })).toContain('16 March 2026');

    const { items } = await service.deskwire.store.audit.list(
      { desk: 'centralasia' },
      { limit: 50, offset: 0 },
    );
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
});
