import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { person, textOf } from './fakes/discord/person.ts';
import { feedSite } from './feeds/feed-site.ts';
import { button } from './platforms/slack/desk.ts';
import { serviceOnFakes } from './service-on-fakes.ts';

const guild = '200000000000000001';
const channel = '300000000000000001';
const desk = 'centralasia';

let site: Awaited<ReturnType<typeof feedSite>>;
let service: Awaited<ReturnType<typeof serviceOnFakes>>;

interface Side {
  editor: string;
  reader: string;
  /** What somebody reads of the answer to a command. */
  ask(who: string, command: string, options?: Record<string, string>): Promise<string>;
  /** The same of the press of a button under the last answers. */
  press(who: string, label: string): Promise<string>;
  /** What the bot has written to the person alone. */
  direct(who: string): string;
}

const userOf = (who: string) => who.split(':')[2] ?? '';

async function shownOnSlack(user: string, act: () => Promise<unknown>): Promise<string> {
  const own = () => service.slack.workspace.shown.filter((each) => each.user === user);
  const before = own().length;
  await act();
  await expect.poll(() => own().length, { interval: 5, timeout: 15_000 }).toBeGreaterThan(before);
  return own()
    .slice(before)
    .map(({ text }) => text.replaceAll('\u2060', ''))
    .join('\n');
}

const slackSide: Side = {
  editor: 'slack:T1:U1',
  reader: 'slack:T1:UREADER',
  ask(who, command, options = {}) {
    const typed = Object.entries(options).map(([name, value]) => `${name}:"${value}"`);
    const line = ['/deskwire', command, ...typed].join(' ');
    const user = userOf(who);
    return shownOnSlack(user, () => service.slack.send.command(line, { user }));
  },
  press(who, label) {
    const { shown } = service.slack.workspace;
    const last = shown.findLast(({ blocks }) => JSON.stringify(blocks ?? []).includes(label));
    const user = userOf(who);
    const pressed = { ...button(last?.blocks, label), user };
    return shownOnSlack(user, () => service.slack.send.press(pressed));
  },
  direct: (who) =>
    (service.slack.workspace.messages.get(`D-${userOf(who)}`) ?? []).map(({ text }) => text).join('\n'),
};

type Asker = ReturnType<typeof person>;

async function shownOnDiscord(
  who: string,
  act: (asker: Asker) => ReturnType<Asker['press']>,
): Promise<string> {
  const asker = person(service.discord, { guild, channel, user: userOf(who) });
  // A press may change the message that it is under.
  const read = () => asker.messages().map((message) => `${message.id} ${textOf(message)}`);
  const before = new Set(read());
  await asker.answered(act(asker));
  const fresh = () => read().filter((text) => !before.has(text));
  await service.discord.until(
    () => fresh().length > 0 && !asker.messages().some(({ thinking }) => thinking),
    'a whole answer',
  );
  return fresh().join('\n');
}

const discordSide: Side = {
  editor: `discord:${guild}:400000000000000001`,
  reader: `discord:${guild}:400000000000000004`,
  ask: (who, command, options = {}) =>
    shownOnDiscord(who, (asker) => asker.command('deskwire', command, options)),
  press: (who, label) =>
    shownOnDiscord(who, (asker) => {
      const found = asker.buttons().findLast((each) => each.label === label);
      if (!found) throw new Error(`There is no button “${label}”.`);
      return asker.press(found);
    }),
  direct(who) {
    const [dm] = [...service.discord.world.channels].find(([, at]) => at.recipient === userOf(who)) ?? [];
    const at = dm && person(service.discord, { guild: undefined, channel: dm, user: userOf(who) });
    return at
      ? at
          .messages()
          .map(({ body }) => String(body.content))
          .join('\n')
      : '';
  },
};

describe.each([
  ['Slack', slackSide],
  ['Discord', discordSide],
])('from a feed to a draft, on %s', (_, side) => {
  const { editor, reader } = side;
  beforeEach(async () => {
    site = await feedSite();
    service = await serviceOnFakes({ privateHosts: site.host, admins: 'terminal' });
    const grant = { desk, grantedBy: 'test', grantedAt: service.clock(), role: 'editor' as const };
    await service.app.store.roles.grant({ ...grant, subject: editor });
  });
  afterEach(async () => {
    await service.end();
    await site.close();
  });

  async function tickAfter(minutes: number) {
    service.pass(minutes * 60);
    await service.feeds.run();
  }

  test('found on a page, followed, waiting, dismissed by a press, and never more than that', async () => {
    const names = ['railway', 'b', 'c', 'd', 'e', 'f', 'g'];
    site.feeds.set('/rss', { items: names.map((name) => ({ name })) });
    const head = await service.app.store.publications.head();
    const link = '<link rel="alternate" type="application/rss+xml" title="All news" href="/rss">';
    site.documents.set('/', { type: 'text/html', text: `<html><head>${link}</head><body>Hello` });
    expect(await side.ask(reader, 'feeds add', { url: site.at('/rss') })).toContain('is for the role editor');
    expect(await side.ask(editor, 'feeds add', { url: site.at('/') })).toContain('It names 1 feed');
    expect(await side.press(editor, 'Follow All news')).toContain('is followed from now on');
    await service.feeds.run();

    const waiting = await side.ask(editor, 'feeds items');
    expect(waiting).toContain('railway');
    expect(await side.ask(editor, 'feeds items', { dismiss: '7' })).toContain('does not come back');
    expect(await service.app.store.drafts.list({ desk, limit: 9 })).toEqual([]);
    await side.press(editor, 'What else waits');
    expect(await side.ask(editor, 'feeds items', { dismiss: '5' })).toContain('does not come back');
    expect(await side.ask(editor, 'review')).toContain('From feeds, 5 articles wait.');
    expect(await side.press(editor, 'What feeds brought')).not.toContain('railway');
    expect(site.answered().filter((answer) => answer.startsWith('/rss'))).toEqual(['/rss 200', '/rss 200']);
    await tickAfter(70);
    expect(site.answered()).toEqual(['/rss 304']);
    expect(await service.app.store.publications.head()).toBe(head);
  });

  test('a feed that is gone for good is told to whoever added it, once, and stands in the list', async () => {
    site.feeds.set('/rss', { items: [{ name: 'a' }] });
    await side.ask(editor, 'feeds add', { url: site.at('/rss') });
    await service.feeds.run();
    site.feeds.set('/rss', { items: [], status: 410 });
    await tickAfter(70);
    await tickAfter(24 * 60);
    expect(side.direct(editor).match(/gone for good/g)).toHaveLength(1);
    expect(await side.ask(editor, 'feeds list')).toMatch(/ended[\s\S]*gone for good/);
    await side.press(editor, 'Remove 1');
    expect(await side.ask(editor, 'feeds list')).toContain('follows no feed');
  });
});
