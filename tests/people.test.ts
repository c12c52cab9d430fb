import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashAdminCode } from '../src/app/access.ts';
import { databaseFile } from '../src/app/reader.ts';
import type { Reply } from '../src/domain/reply.ts';
import { whole } from './commands/desk.ts';
import { button, buttons } from './commands/import-desk.ts';
import { cellsWith } from './every-cell.ts';
import { permission } from './fakes/discord/guilds.ts';
import { person } from './fakes/discord/person.ts';
import { serviceOnFakes } from './service-on-fakes.ts';
import { fact as entry } from './store/entries-made.ts';
import { type PostgresServer, startPostgres } from './store/postgres-server.ts';

const guild = '200000000000000001';
const elsewhere = '200000000000000002';
const channel = '300000000000000001';
const user = '400000000000000777';
const ada = `discord:${guild}:${user}`;
const bob = 'slack:T1:UBOB';
const admin = 'slack:T1:UADMIN';
const desk = 'centralasia';

let server: PostgresServer | undefined;
afterAll(() => server?.stop());

describe.each(['SQLite', 'PostgreSQL'])('a person who has used every command, on %s', (database) => {
  let service: Awaited<ReturnType<typeof serviceOnFakes>>;
  let cells: (word?: string) => Promise<string[]>;
  /** The commands of `/deskwire` that Ada has used. */
  const used = new Set<string>();

  beforeAll(async () => {
    if (database === 'PostgreSQL') server = await startPostgres();
    const databaseUrl = await server?.database();
    service = await serviceOnFakes({ admins: admin, databaseUrl });
    cells = (word = user) =>
      cellsWith([word], databaseUrl ? { databaseUrl } : { file: databaseFile(service.config) });
  });
  afterAll(() => service.end());

  async function ask(line: string, by = ada): Promise<Reply> {
    const { slashes, answerer } = service.app;
    const command = slashes
      .flatMap(({ commands }) => commands)
      .find(({ name }) => `${line} `.startsWith(`${name} `));
    if (!command) throw new Error(`no command is in “${line}”`);
    if (by === ada) used.add(command.name);
    const text = `/deskwire ${line}`;
    const where = by.startsWith('discord') ? `discord:${guild}:${channel}` : 'slack:T1:C1';
    return answerer.answer({ text, person: by, channel: where, audience: 'person', pageSize: 20 });
  }
  async function done(line: string, by = ada): Promise<string> {
    const reply = await ask(line, by);
    expect(reply.outcome, `${line}: ${whole(reply)}`).toBe('ok');
    return whole(reply);
  }
  let interactions = 0;
  async function fill(form: string, values: Record<string, string>) {
    interactions += 1;
    const filled = { form, values, person: ada, complete: true, interaction: `i${interactions}` };
    return service.app.forms.fill(filled);
  }
  const draftOf = (says: string) => /Draft (\w{5}):/.exec(says)?.[1] ?? '';
  const fact = (title: string) =>
    `add fact title:"${title}" statement:"${title}, both said." date:"Feb 2026" country:KZ topic:diplomacy source:sanchez-2026`;

  test('every command is used', async () => {
    const { store } = service.app;
    const later = new Date(service.clock().getTime() + 60_000);
    await store.codes.open(hashAdminCode('K7QP-3XMD-9RTA'), later);
    await done('claim K7QP-3XMD-9RTA');
    await done('help');
    await done('visibility public');
    await done('review post:here');
    await done(`roles grant ${bob} admin every desk`);
    await done(`roles grant ${bob} reviewer`);
    await done('roles grant slack:T1:UCAY editor');
    await done('roles revoke slack:T1:UCAY');
    await done('roles list');
    await done(`roles grant ${ada} reviewer`, bob);
    await done(`roles grant discord:${elsewhere}:${user} editor`, bob);

    await done('digest subscribe daily at 08:00 in UTC');
    await service.sent();
    await done('digest list');
    await done('digest show');
    await done('digest preview');
    await done('digest edit headlines');
    await done('digest now');
    await service.sent();
    await done('digest why');
    await done('digest history');
    await done('digest skip');
    await done('digest pause');
    await done('digest resume how:from-now');
    await ask('digest more 0123456789abcdef');
    await done('digest unsubscribe');

    const article = readFileSync('docs/example-article.txt', 'utf8');
    const read = JSON.stringify(await fill(`import-text-${desk}`, { text1: article }));
    const id = /draft:([0-9a-z]{5})/.exec(read)?.[1];
    await done(`import draft:${id} brief:yes`);
    expect((await ask(`add link draft:${id}`)).form?.opener?.label).toBe('Draft');

    await done('add source title:"Ada’s notes" publisher:"Steppe Courier" kind:press grade:C until:2026-03');
    // Names are added through review, as sources are.
    for (const line of [
      'add person name:"Aigul Serikova" country:Kazakhstan',
      'add office name:"Mayor of Osh" country:Kyrgyzstan',
      'add organisation name:"Steppe Watch"',
      'add place name:Kokpekty country:Kazakhstan',
      'add topic name:Falconry',
    ])
      await done(line);
    const brief = await ask('add brief title:"A brief that waits" topic:diplomacy');
    expect(brief.form?.id).toBeDefined();
    const [one, two] = [
      draftOf(await done(fact('Lease renewed'))),
      draftOf(await done(fact('Visa rules eased'))),
    ];
    await done('draft list');
    await done('export');
    for (const id of [one, two]) await done(`draft submit ${id}`);
    await done('review', bob);
    for (const id of [one, two]) await done(`draft approve ${id}`, bob);
    const theirs = draftOf(await done(fact('Bridge opened'), bob));
    await done(`draft submit ${theirs}`, bob);
    await done('review');
    await done(`draft return ${theirs} reason:"Which bridge? Ask <@!${user}> or ${ada}."`);
    await done(`edit ${theirs}`);
    await done(`draft submit ${theirs}`, bob);
    await done(`draft approve ${theirs}`, admin);
    const mine = draftOf(await done(fact('Ferry sunk')));
    await done('review post:here', bob);
    for (const id of [mine, draftOf(await done(fact('Tunnel dug')))]) await done(`draft submit ${id}`);
    await service.sent();
    await done(`draft return ${mine} reason:"<@${user}>, where?"`, bob);
    const kept = entry('kept-by-ada', {
      title: 'Kept by Ada',
      topics: ['diplomacy'],
      sources: [],
      owner: ada,
    });
    await store.writer.write({ desk, body: kept, actor: 'test', base: 0 }, service.clock());
    const failed = {
      key: 'failed:x',
      desk,
      platform: 'terminal',
      text: 'A digest was not sent.',
      subscriber: ada,
    };
    await store.adminLines.keep(failed, service.clock());
    await service.sent();
    await done(`draft discard ${draftOf(await done(fact('Nothing')))}`);
    await ask(`edit lease-renewed`);
    await ask('correct lease-renewed note:"It was extended."');
    await done('supersede lease-renewed by:visa-rules-eased');
    await done('retract bridge-opened reason:"It was no bridge."');
    await ask('undo visa-rules-eased');
    const approved = draftOf(await done(fact('Border opened'), bob));
    await done(`draft submit ${approved}`, bob);
    await done(`draft approve ${approved}`);
    await done('history lease-renewed');
    await done('audit every desk');
    await done('reports');
    await done('gaps');
    const { added } = await store.feeds.add(
      desk,
      ['rss', 'atom'].map((name) => ({ title: name, url: `https://feeds.example/${name}` })),
      ada,
      service.clock(),
    );
    expect(await ask('feeds add http://127.0.0.1/rss')).toMatchObject({ outcome: 'not_found' });
    await done('feeds list');
    await done(`feeds edit ${added[1]?.id} keywords:water`);
    await done('feeds items');
    await done(`feeds remove ${added[1]?.id}`);
    const news = { text: `/${desk} new`, person: ada, audience: 'person', pageSize: 5 } as const;
    expect(await service.app.answerer.answer(news)).toMatchObject({ outcome: 'ok', visibility: 'private' });
    await done('me desk');
    await done('me show');
    expect(await ask('me forget')).toMatchObject({ outcome: 'question' });
    const all = service.app.slashes.flatMap(({ commands }) => commands).map(({ name }) => name);
    expect(all.filter((name) => !used.has(name))).toEqual([]);
  });

  test('also on the platform itself: a mistake reported, and a button too long for its message', async () => {
    const { discord } = service;
    const reader = person(discord, { guild, channel, user, permissions: permission.manageChannels });
    const answered = async (act: () => ReturnType<typeof reader.command>) => {
      const before = reader.reads().length;
      const interaction = await reader.answered(act());
      await discord.until(() => reader.reads().length > before && !reader.reads().includes('…thinking'));
      return interaction;
    };
    await answered(() => reader.command(desk, 'brief', { id: 'lease-renewed', show: 'details' }));
    const report = reader.buttons().find(({ label }) => label === 'Report a mistake');
    const form = await reader.answered(reader.press(report!));
    await answered(() => reader.submit(form.answered?.data ?? {}, `It was the 28th, <@${user}> saw it.`));
    await answered(() => reader.command('deskwire', 'audit', { who: ada, since: '2026-01-01', desk: '*' }));
  });

  test('is found in every table where people are', async () => {
    expect(await cells()).toEqual([
      'admin_codes.used_by',
      'admin_lines.subscriber',
      'audit.actor',
      'audit.after',
      'audit.subject',
      'button_states.state',
      'cards.body',
      'cards.channel',
      'cards.reply',
      'chosen_desks.person',
      'documents.doc',
      'drafts.author',
      'drafts.editor',
      'drafts.reason',
      'drafts.reviewer',
      'feeds.added_by',
      'grants.granted_by',
      'grants.subject',
      'imports.actor',
      'listed_revisions.actor',
      'read_marks.person',
      'reports.reporter',
      'reports.words',
      'revisions.actor',
      'subscriptions.created_by',
    ]);
  });

  test('is shown all of it, privately', async () => {
    const reply = await ask('me show');
    expect(reply.visibility).toBe('private');
    const says = whole(reply);
    for (const kind of [
      'Roles: 3',
      'Roles given to others: 2',
      'Admin codes used: 1',
      'Articles imported: 1',
      'Feeds added: 1',
      'What “new” has shown, on each desk: 1',
      'Your desk, which “me desk” changes: 1',
    ])
      expect(says).toContain(kind);
    for (const kind of [
      'Mistakes reported: 1',
      'Digests subscribed: 1',
      'Changes of entries:',
      'Drafts written',
    ])
      expect(says).toContain(kind);
    expect(says).toContain('lease-renewed');
  });

  test('is in no cell of any table after it is removed; what was written stays', async () => {
    const before = await service.app.store.recordState.at(service.clock());
    const asked = await ask('me forget');
    expect(await cells()).not.toEqual([]);
    const line = button(asked, 'Remove for good').replace('/deskwire ', '');
    expect(await done(line)).toContain('nothing here names you any more');
    expect(await cells()).toEqual([]);
    const { store, answerer } = service.app;
    expect(await store.recordState.at(service.clock())).not.toBe(before);
    expect(whole(await ask('me show'))).toContain('Nothing here names you');
    expect(buttons(await ask('me show'))).toEqual([]);
    expect(await ask('review')).toMatchObject({ outcome: 'forbidden' });
    expect(await done('history lease-renewed', bob)).toContain('Mon 23 Nov 2026, 17:00 GMT+5, by removed');
    const audit = await done('audit every desk', admin);
    expect(audit).toContain('removed removed a person’s id everywhere');
    expect(audit).toMatch(/removed sent draft \w+ to review/);
    expect(await done('audit who:removed every desk', admin)).toMatch(/removed sent draft \w+ to review/);
    const text = `/${desk} brief visa-rules-eased`;
    const brief = await answerer.answer({ text, person: bob, audience: 'person', pageSize: 9 });
    expect(whole(brief)).toContain('Visa rules eased, both said.');
    expect((await store.reports.open(desk, { limit: 1, offset: 0 })).items[0]).toMatchObject({
      reporter: 'removed',
      words: 'It was the 28th, removed saw it.',
    });
    await service.sent();
    const { discord, slack } = service;
    const card = person(discord, { guild, channel, user: '400000000000000099' })
      .reads()
      .find((one) => one.includes('Tunnel dug'));
    expect(card).toContain('By: removed');
    // Nobody else was taken out with her.
    expect((await store.roles.grants()).map(({ subject }) => subject)).toContain(bob);
    expect(
      slack.workspace.messages
        .get('C1')
        ?.map(({ text }) => text)
        .join(),
    ).toContain('UBOB');
  });

  test('another one, of Slack, is too, by an admin', async () => {
    expect(await cells('UBOB')).toContain('cards.body');
    expect(await done(`me forget ${bob} sure:yes`, admin)).toContain(`nothing here names ${bob} any more`);
    expect(await cells('UBOB')).toEqual([]);
  });
});
