import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { doctor } from '../src/cli/doctor.ts';
import { initIn } from './cli/init-in.ts';
import { permission } from './fakes/discord/guilds.ts';
import { person } from './fakes/discord/person.ts';
import { filled, type OpenView } from './fakes/slack/filled.ts';
import { feedSite } from './feeds/feed-site.ts';
import { button } from './platforms/slack/desk.ts';
import { serviceOnFakes } from './service-on-fakes.ts';

const guild = '200000000000000001';
const channel = '300000000000000001';
const desk = 'horn-of-africa';
const start = new Date('2026-11-23T12:00:00Z');

let site: Awaited<ReturnType<typeof feedSite>>;
let made: Awaited<ReturnType<typeof initIn>>;
let service: Awaited<ReturnType<typeof serviceOnFakes>>;

/** What the lead of the new desk does on one platform. */
interface Side {
  lead: string;
  second: string;
  invited(): Promise<unknown>;
  /** Presses this of the greeting. */
  pressed(label: string): Promise<unknown>;
  ask(command: string, options?: Record<string, string>): Promise<string>;
  /** Opens the form of a waiting article, and sends it with these values. */
  draft(number: number, values: Record<string, string>): Promise<string>;
  posted(): string[];
}

const userOf = (who: string) => who.split(':')[2] ?? '';

/** A page that is read takes its time on a busy machine. */
const soon = (happened: () => unknown) =>
  expect.poll(happened, { interval: 10, timeout: 60_000 }).toBeTruthy();

const slackLead = 'slack:T1:UADMIN';
const slackSide: Side = {
  lead: slackLead,
  second: 'slack:T1:U2',
  invited: () => service.slack.send.joinChannel(),
  async pressed(label) {
    await expect
      .poll(() => service.slack.workspace.messages.get('C1')?.length ?? 0, { interval: 5 })
      .toBeGreaterThan(0);
    const greeting = service.slack.workspace.messages.get('C1')?.[0];
    await service.slack.send.press({ ...button(greeting?.blocks, label), user: userOf(slackLead) });
    await service.slack.journal.wait('response_url');
  },
  async ask(command, options = {}) {
    const { slack } = service;
    const [before, sent] = [slack.workspace.shown.length, slack.journal.of('response_url').length];
    const typed = Object.entries(options).map(([name, value]) => `${name}:"${value}"`);
    await slack.send.command(['/deskwire', command, ...typed].join(' '), { user: userOf(slackLead) });
    if (slack.workspace.shown.length === before) await slack.journal.wait('response_url', sent + 1);
    return slack.workspace.shown
      .slice(before)
      .map(({ text }) => text)
      .join('\n');
  },
  async draft(number, values) {
    const { slack } = service;
    const before = new Set(slack.workspace.views.keys());
    const user = userOf(slackLead);
    await slack.send.command(`/deskwire-edit feeds items import:${number}`, { user });
    const own = () =>
      [...slack.workspace.views].find(([id, view]) => !before.has(id) && view.callback_id === 'form')?.[1];
    await expect.poll(own, { interval: 5 }).toBeDefined();
    const view = own() as unknown as OpenView;
    const shown = slack.workspace.shown.length;
    const acked = await slack.send.submit(view, filled(view, values), { user });
    await expect
      .poll(() => slack.workspace.shown.length, { interval: 5, message: JSON.stringify(acked.body) })
      .toBeGreaterThan(shown);
    return slack.workspace.shown
      .slice(shown)
      .map(({ text }) => text)
      .join('\n');
  },
  posted: () => (service.slack.workspace.messages.get('C1') ?? []).map(({ text }) => text),
};

const leadOnDiscord = () =>
  person(service.discord, {
    ...{ guild, channel, user: '400000000000000001', permissions: permission.manageChannels },
  });

const discordSide: Side = {
  lead: `discord:${guild}:400000000000000001`,
  second: `discord:${guild}:400000000000000002`,
  async invited() {
    service.discord.gateway.dispatch('GUILD_CREATE', {
      ...{
        id: guild,
        // Chat goes by the clock of the machine.
        joined_at: new Date().toISOString(),
        system_channel_id: channel,
        unavailable: false,
      },
      ...{ channels: [], members: [], roles: [], emojis: [], stickers: [], threads: [], presences: [] },
      ...{ voice_states: [], stage_instances: [], guild_scheduled_events: [], name: 'A server' },
    });
  },
  async pressed(label) {
    const lead = leadOnDiscord();
    const found = () => lead.buttons().find((one) => one.label === label);
    await soon(found);
    const before = lead.reads().length;
    await lead.answered(lead.press(found()!));
    await soon(() => lead.reads().length > before && !lead.reads().includes('…thinking'));
  },
  async ask(command, options = {}) {
    const lead = leadOnDiscord();
    const before = lead.reads().length;
    await lead.answered(lead.command(slashOf(command), command, options));
    await soon(() => lead.reads().length > before && !lead.reads().includes('…thinking'));
    return lead.reads().slice(before).join('\n');
  },
  async draft(number, values) {
    const lead = leadOnDiscord();
    const before = lead.buttons().length;
    await lead.answered(lead.command('deskwire-edit', 'feeds items', { import: String(number) }));
    const draft = () =>
      lead
        .buttons()
        .slice(before)
        .findLast(({ label }) => label === 'Draft');
    await soon(draft);
    const modal = (await lead.answered(lead.press(draft()!))).answered?.data;
    const seen = lead.reads().length;
    await lead.answered(lead.fill(modal ?? {}, values));
    await soon(() => lead.reads().length > seen && !lead.reads().includes('…thinking'));
    return lead.reads().slice(seen).join('\n');
  },
  posted: () => person(service.discord, { guild, channel, user: '400000000000000099' }).reads(),
};

const slashOf = (command: string) => (/^(digest|roles)\b/.test(command) ? 'deskwire' : 'deskwire-edit');

const headlines = [
  'Ethiopia and Somalia open the port road to Berbera',
  'Kenya lends Somalia two hundred police instructors',
  'Djibouti raises the fee for the railway to Ethiopia',
];

const articleOf = (title: string, day: Date) => `<!doctype html><html><head><title>${title}</title>
  <meta property="og:site_name" content="Horn Courier"><meta property="og:title" content="${title}">
  <meta property="article:published_time" content="${day.toISOString()}"></head>
  <body><article><h1>${title}</h1><p>${title}, the governments said on ${day.toISOString().slice(0, 10)}.</p>
  ${'<p>Officials of both sides signed the papers in the capital after two days of talks, and said that the work begins next month. Traders in the border towns, who have waited for it since the drought, were told of the plan in spring.</p>'.repeat(4)}</article></body></html>`;

beforeEach(async () => {
  site = await feedSite();
  const items = Array.from({ length: 60 }, (_, at) => {
    const title = headlines[at] ?? `Notes of day ${at} on other things`;
    const date = new Date(start.getTime() - (at + 1) * 6 * 3_600_000);
    site.documents.set(`/n${at}`, { type: 'text/html; charset=utf-8', text: articleOf(title, date) });
    return { name: `n${at}`, title, date };
  });
  site.feeds.set('/rss', { items });
});
afterEach(async () => {
  await service?.end();
  made?.[Symbol.dispose]();
  await site.close();
});

describe.each([
  ['Slack', slackSide],
  ['Discord', discordSide],
])('from a feed of sixty to the first digest, on %s', (_, side) => {
  test('three articles become facts of one person, and the digest of two presses begins with one of them', async () => {
    const data = mkdtempSync(join(tmpdir(), 'deskwire-first-desk-'));
    const region = {
      name: 'Horn of Africa',
      countries: 'Ethiopia, Somalia, DJ, Kenya',
      feeds: site.at('/rss'),
    };
    made = await initIn(region, {
      env: { DESKWIRE_DATA: data, DESKWIRE_PRIVATE_HOSTS: site.host },
      clock: () => start,
    });
    expect(made.text).toContain('60 articles of the last 30 days wait');
    service = await serviceOnFakes({ privateHosts: site.host, admins: side.lead, briefs: made.out, data });

    const { items } = await service.app.store.feedItems.waiting(desk, { limit: 3, offset: 0 });
    expect(items.map(({ title }) => title)).toEqual(headlines);
    for (const { number, title } of items) {
      const sent = await side.draft(number, { statement: `${title}.`, topic: 'transport' });
      expect(sent).toContain('It waits for a reviewer.');
    }
    const drafts = (await service.app.store.drafts.list({ desk, limit: 20 })).filter(
      ({ act, type }) => act === 'add' && type === 'fact',
    );
    for (const { id } of drafts) expect(await side.ask('draft approve', { draft: id })).toContain('Approved');
    expect(drafts).toHaveLength(3);
    const told: string[] = [];
    const env = { DESKWIRE_DATA: data, DESKWIRE_BRIEFS: made.out };
    expect(await doctor(env, {}, (line) => told.push(line))).toBe(0);
    expect(told.join('')).toContain(`${desk}: 0 briefs, 3 facts, 3 sources, 0 people: no faults`);

    await side.invited();
    await side.pressed('Subscribe at 08:00');
    await service.sent();
    const [, first = ''] = side.posted();
    const head = first.split('\n').slice(0, 2).join(' ');
    expect(
      headlines.filter((title) => head.includes(title)),
      first,
    ).toHaveLength(1);
    const [subscription] = await service.app.store.subscriptions.list({ desk });
    expect(subscription?.schedule).toMatchObject({ rhythm: 'daily', cron: '0 8 * * *' });

    const granted = await side.ask('roles grant', { who: side.second, role: 'editor' });
    expect(granted).toContain('a draft of Horn of Africa is approved by somebody else than its author');
  });
});
