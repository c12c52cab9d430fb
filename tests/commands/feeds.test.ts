import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { replySchema } from '../../src/domain/reply.ts';
import { whole } from './desk.ts';
import { editor, openFeeds, reader } from './feeds-desk.ts';
import { button, buttons } from './import-desk.ts';

let desk: Awaited<ReturnType<typeof openFeeds>>;
beforeEach(async () => {
  desk = await openFeeds();
});
afterEach(() => desk.end());

const named = (...names: string[]) => names.map((name) => ({ name }));
const add = (path: string) => desk.ask(`/deskwire-edit feeds add ${desk.site.at(path)}`);
async function ask(line: string) {
  const reply = await desk.ask(line);
  expect(replySchema.parse(reply)).toEqual(reply);
  return whole(reply);
}
const queue = () => ask('/deskwire-edit feeds items');
const list = () => ask('/deskwire-edit feeds list');

async function followed(path: string, ...names: string[]) {
  desk.site.feeds.set(path, { items: named(...names) });
  expect(await add(path)).toMatchObject({ outcome: 'ok' });
  await desk.tick();
}

describe('a feed', () => {
  test('is followed: its newest ten wait, and then what is new, without being sent twice', async () => {
    const names = Array.from({ length: 14 }, (_, n) => `n${14 - n}`);
    desk.site.feeds.set('/rss', { items: named(...names) });
    const reply = await add('/rss');
    expect(whole(reply)).toContain('“Feed of /rss” is followed from now on');
    await desk.tick();
    const first = await desk.ask('/deskwire-edit feeds items');
    expect(first.paging).toMatchObject({ total: 10, pages: 1 });
    expect(whole(first)).toContain('Article n14 (feed 1)');
    expect(whole(first)).not.toContain('Article n4');
    expect(desk.site.answered()).toEqual(['/rss 200', '/rss 200']);

    await desk.tickAfter(30);
    expect(desk.site.answered()).toEqual([]);
    await desk.tickAfter(40);
    expect(desk.site.answered()).toEqual(['/rss 304']);
    desk.site.feeds.set('/rss', { items: named('n15', ...names) });
    await desk.tickAfter(70);
    expect(desk.site.answered()).toEqual(['/rss 200']);
    expect((await desk.ask('/deskwire-edit feeds items')).paging).toMatchObject({ total: 11 });
    expect(await queue()).toMatch(/Article n15.*Article n14/s);
    expect(await list()).toContain('11 articles waiting');
  });

  test('is followed once, under whatever address it is given again', async () => {
    await followed('/rss', 'a');
    expect(whole(await add('/rss#top'))).toContain('The desk follows one already.');
    expect(buttons(await desk.ask('/deskwire-edit feeds list')).map(({ label }) => label)).toEqual([
      'What waits',
      'Remove 1',
    ]);
  });

  test('that cannot be read is asked less and less often, and the list says why', async () => {
    await followed('/rss', 'a');
    desk.site.answered();
    desk.site.feeds.set('/rss', { items: [], status: 503 });
    for (const minutes of [70, 50, 20, 110, 30]) await desk.tickAfter(minutes);
    expect(desk.site.answered()).toEqual(['/rss 503', '/rss 503', '/rss 503']);
    expect(await list()).toContain('Failed 3 times: The site reports an error.');
    desk.site.feeds.set('/rss', { items: [], status: 429, headers: { 'retry-after': '36000' } });
    await desk.tickAfter(5 * 60);
    await desk.tickAfter(9 * 60);
    expect(desk.site.answered()).toEqual(['/rss 429']);
    desk.site.feeds.set('/rss', { items: named('a', 'b') });
    await desk.tickAfter(2 * 60 + 60);
    expect(await list()).not.toContain('Failed');
    expect(await queue()).toContain('Article b');
  });

  test('that is gone for good is not asked any more, and whoever added it is told once', async () => {
    await followed('/rss', 'a');
    desk.site.feeds.set('/rss', { items: [], status: 410 });
    await desk.tickAfter(70);
    await desk.tickAfter(60 * 24 * 30);
    expect(desk.site.answered().filter((answer) => answer.includes('410'))).toHaveLength(1);
    expect(desk.told).toEqual([expect.stringMatching(/^slack:T1:UEDITOR: The feed 1 .*gone for good/)]);
    expect(await list()).toMatch(/ended.*gone for good/);
    expect(await queue()).toContain('Article a');
  });

  test('that becomes a web page is a fault like any other', async () => {
    await followed('/rss', 'a');
    desk.site.feeds.delete('/rss');
    await desk.tickAfter(70);
    expect(await list()).toContain('A web page is at this address');
  });

  test('that is narrowed to keywords lets only articles with one of them wait, and says how many it passed over', async () => {
    const titles = ['Cotton harvest', 'Cup final', 'Water talks', 'A film', 'The cottons'];
    const all = titles.map((title, at) => ({ name: `n${at}`, title }));
    desk.site.feeds.set('/rss', { items: all.slice(2) });
    const added = await desk.ask(`/deskwire-edit feeds add ${desk.site.at('/rss')} keywords:"cotton; WATER"`);
    expect(whole(added)).toContain('with cotton or WATER wait');
    await desk.tick();
    expect((await queue()).match(/Water talks|A film|The cottons/g)).toEqual(['Water talks', 'The cottons']);
    expect(await list()).toContain('only cotton or WATER; 1 without these words');
    expect(await ask('/deskwire-edit feeds edit 1 keywords:cup')).toContain('only articles with cup of');
    desk.site.feeds.set('/rss', { items: all });
    await desk.tickAfter(70);
    expect(await queue()).toContain('Cup final');
    expect(await queue()).not.toContain('Cotton harvest');
    expect(await ask('/deskwire-edit feeds edit 1 keywords:none')).toContain('all articles of');
    expect(await ask('/deskwire-edit feeds edit 2 keywords:cup')).toContain('follows no feed 2');
    expect(await ask(`/deskwire-edit feeds edit 1 keywords:${'x'.repeat(61)}`)).toContain('at most 60');
  });

  test('is removed with what waits of it', async () => {
    await followed('/rss', 'a');
    const removed = await desk.ask(button(await desk.ask('/deskwire-edit feeds list'), 'Remove 1'));
    expect(whole(removed)).toContain('“Feed of /rss” is not followed any more');
    expect(await queue()).toContain('No article from a feed waits');
    expect(await ask('/deskwire-edit feeds remove 1')).toContain('follows no feed 1');
    expect(await list()).toContain('follows no feed');
    expect(await ask(button(removed, 'Follow it again'))).toContain('is followed from now on');
  });
});

describe('an address that is no feed', () => {
  test('of a page offers the feeds that it names', async () => {
    desk.site.feeds.set('/rss', { items: named('a') });
    const link = '<link rel="alternate" type="application/rss+xml" title="All news" href="/rss">';
    desk.site.documents.set('/', { type: 'text/html', text: `<html><head>${link}</head><body>Hello` });
    const offered = await add('/');
    expect(offered).toMatchObject({ outcome: 'question' });
    expect(whole(offered)).toContain('It names 1 feed');
    expect(await ask(button(offered, 'Follow All news'))).toContain('“Feed of /rss” is followed from now on');
    expect(whole(await add('/railway'))).toContain('names no feed');
  });

  test('of a list shows it, and follows all of it at a press, unless it has changed by then', async () => {
    const outline = (path: string) => `<outline text="Of ${path}" xmlUrl="${desk.site.at(path)}"/>`;
    const opml = (...paths: string[]) => ({
      type: 'text/xml',
      text: `<opml version="2.0"><body>${paths.map(outline).join('')}</body></opml>`,
    });
    const paths = ['/1', '/2', '/3', '/4', '/5', '/6'];
    for (const path of paths) desk.site.feeds.set(path, { items: named(`item${path.slice(1)}`) });
    desk.site.documents.set('/list', opml(...paths));
    const shown = await desk.ask(`/deskwire-edit import ${desk.site.at('/list')}`);
    expect(whole(shown)).toContain('That is a feed');
    const listed = await desk.ask(button(shown, 'Follow it'));
    expect(listed).toMatchObject({ outcome: 'question', paging: { total: 6, pages: 2 } });
    expect(whole(listed)).toContain('A list of 6 feeds');
    expect(await list()).toContain('follows no feed');

    desk.site.documents.set('/list', opml(...paths.slice(1)));
    const again = await desk.ask(button(listed, 'Follow all 6'));
    expect(whole(again)).toContain('The list has changed since you saw it');
    expect(await ask(button(again, 'Follow all 5'))).toContain('5 feeds are followed from now on');
    await desk.tick();
    expect((await desk.ask('/deskwire-edit feeds items')).paging).toMatchObject({ total: 5 });
  });

  test.each([
    ['http://127.0.0.1:22/rss', 'Only ports 80 and 443'],
    ['http://10.0.0.1/rss', 'DESKWIRE_PRIVATE_HOSTS'],
    ['/srv/feed.xml', 'is no web address'],
    ['file:///etc/passwd', 'Only https:// and http://'],
    ['words', 'no web address'],
  ])('%s is refused: %s', async (address, says) => {
    expect(await ask(`/deskwire-edit feeds add url:"${address}"`)).toContain(says);
  });

  test('that is broken or nothing of the kind is refused with what to do', async () => {
    desk.site.documents.set('/bomb', { type: 'text/xml', text: `<rss version="2.0">${'<a>'.repeat(1000)}` });
    expect(whole(await add('/bomb'))).toContain('broken');
    for (const [path, type, text] of [
      ['/xml', 'text/xml', '<svg/>'],
      ['/pdf', 'application/pdf', '%PDF'],
      ['/png', 'image/png', 'PNG'],
    ] as const) {
      desk.site.documents.set(path, { type, text });
      expect(whole(await add(path))).toMatch(/neither a feed nor .+ Check the address/);
    }
  });
});

describe('an article from a feed', () => {
  test('opens the form of a fact as its address does, and waits until one was sent', async () => {
    await followed('/rss', 'railway');
    const waiting = await desk.ask('/deskwire-edit feeds items');
    const read = await desk.ask(button(waiting, 'Draft'));
    expect(whole(read)).toContain('Kazakhstan and Uzbekistan open second rail crossing');
    expect(await queue()).toContain('Article railway');
    const values = { statement: 'Trains cross the border at a second place.', topic: 'corridors' };
    const filled = { form: read.form?.id ?? '', values, person: editor, complete: true, interaction: 'fed' };
    const sent = JSON.stringify(await desk.app.forms.fill(filled));
    expect(sent).toContain('waits for a reviewer');
    expect(await queue()).toContain('No article from a feed waits');
    expect(await ask(button(waiting, 'Draft'))).toContain('somebody has imported or dismissed it');
    const [, id] = /[Dd]raft ([a-z0-9]{5})\b/.exec(sent) ?? [];
    expect(await ask(`/deskwire-edit draft discard ${id}`)).toContain(
      'Its article waits in feeds items again',
    );
    expect(await queue()).toContain('Article railway');
    expect(whole(await desk.ask(button(waiting, 'Draft')))).toContain('second rail crossing');
  });

  test('whose page cannot be read waits on, and its text is asked for', async () => {
    await followed('/rss', 'pdf');
    desk.site.documents.set('/pdf', { type: 'application/pdf', text: '%PDF' });
    const refused = await desk.ask(button(await desk.ask('/deskwire-edit feeds items'), 'Draft'));
    expect(refused.form?.id).toBe('import-text-centralasia');
    expect(await queue()).toContain('Article pdf');
  });

  test('that is dismissed does not come back', async () => {
    await followed('/rss', 'a');
    const waiting = await desk.ask('/deskwire-edit feeds items');
    expect(await ask(button(waiting, 'Dismiss'))).toContain('does not come back');
    desk.site.feeds.set('/rss', { items: named('b', 'a') });
    await desk.tickAfter(70);
    const now = await queue();
    expect(now).toContain('Article b');
    expect(now).not.toContain('Article a');
    const { items } = await desk.store.audit.list({ desk: 'centralasia' }, { limit: 9, offset: 0 });
    expect(items.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      `${editor} feed item dismissed`,
      `${editor} feed added`,
    ]);
  });

  test('is dismissed by number, range, feed, or with all that is older; twenty stand on a page', async () => {
    const numbers = async () => {
      const { items } = await desk.store.feedItems.waiting('centralasia', { limit: 99, offset: 0 });
      return items.map(({ number }) => number);
    };
    const dismiss = (which: string) => ask(`/deskwire-edit feeds items dismiss:"${which}"`);
    const names = Array.from({ length: 25 }, (_, n) => `n${25 - n}`);
    await followed('/rss', ...names.slice(-10));
    desk.site.feeds.set('/rss', { items: named(...names) });
    await desk.tickAfter(70);
    await followed('/two', 'a', 'b');
    const first = await desk.ask('/deskwire-edit feeds items');
    expect(first.paging).toMatchObject({ total: 27, pages: 2 });
    expect(buttons(first).map(({ label }) => label)).toEqual([
      ...[27, 26, 25, 24, 23, 22, 21, 20].map((number) => `Draft ${number}`),
      ...['Dismiss these 20', 'Dismiss all older'],
    ]);
    expect(await ask(button(first, 'Dismiss all older'))).toContain('7 articles are dismissed');
    expect((await numbers()).at(-1)).toBe(8);
    expect(await dismiss('12-10, 14 and 16')).toContain('5 articles are dismissed');
    expect(await numbers()).not.toContain(11);
    expect(await dismiss('10-12')).toContain('No article waits that “10-12” means');
    expect(await dismiss('feed 2')).toContain('2 articles are dismissed');
    expect(await dismiss('older 20')).toContain('7 articles are dismissed');
    expect(await numbers()).toEqual([25, 24, 23, 22, 21, 20]);
    expect(await dismiss('feed 9')).toContain('follows no feed 9');
    for (const [words, says] of [
      ['all older', 'Older than which?'],
      ['3-x', 'Write numbers of the list'],
    ] as const)
      expect(await dismiss(words)).toContain(says);
    expect(await dismiss('all')).toContain('6 articles are dismissed and do not come back');
    await desk.tickAfter(70);
    expect(await numbers()).toEqual([]);
    const { items } = await desk.store.audit.list({ desk: 'centralasia' }, { limit: 1, offset: 0 });
    expect(items[0]).toMatchObject({ actor: editor, action: 'feed items dismissed', after: '6: all' });
  });

  test('that the desk has from an import, as a source or from another feed is not offered again', async () => {
    await desk.ask(
      button(await desk.ask(`/deskwire-edit import ${desk.site.at('/railway')}`), 'Write the brief'),
    );
    const cited = desk.app.desks.all()[0]?.desk.sources.find(({ url }) => url !== undefined)?.url;
    if (!cited) throw new Error('no source of the desk has an address');
    desk.site.feeds.set('/one', {
      items: [...named('railway', 'new'), { name: 'cited', link: `${cited}#chapter` }],
    });
    await add('/one');
    await desk.tick();
    await followed('/two', 'new', 'other');
    const now = await queue();
    expect(now.match(/Article [a-z]+/g)?.toSorted()).toEqual(['Article new', 'Article other']);
    const [one, two] = (await list()).split('2: ');
    expect(one).toContain('2 that the desk had already');
    expect(two).toContain('1 that the desk had already');
  });

  test('that is imported by its address meanwhile does not wait any more', async () => {
    await followed('/rss', 'railway', 'other');
    await desk.ask(
      button(await desk.ask(`/deskwire-edit import ${desk.site.at('/railway')}`), 'Write the brief'),
    );
    const now = await queue();
    expect(now.match(/Article [a-z]+/g)).toEqual(['Article other']);
    expect(await ask('/deskwire-edit feeds items import:2')).toContain(
      'somebody has imported or dismissed it',
    );
  });

  test('is told in one line of the review', async () => {
    expect(await ask('/deskwire-edit review')).not.toContain('From feeds');
    await followed('/rss', 'a', 'b');
    const review = await desk.ask('/deskwire-edit review');
    expect(whole(review)).toContain('From feeds, 2 articles wait.');
    expect(await ask(button(review, 'What feeds brought'))).toContain('Article a');
  });

  test('reaches no reader: its title is shown to editors alone', async () => {
    desk.site.feeds.set('/rss', { items: [{ name: 'x', title: '&lt;b&gt;Turkmenbashi&lt;/b&gt; opens' }] });
    await add('/rss');
    await desk.tick();
    expect(await queue()).toContain('Turkmenbashi opens');
    for (const line of ['search Turkmenbashi opens', 'latest', 'sources'])
      expect(whole(await desk.ask(`/centralasia ${line}`, reader)), line).not.toContain('Feed of /rss');
    for (const line of [
      'feeds list',
      'feeds items',
      'feeds items import:1',
      'feeds items dismiss:1',
      'feeds remove 1',
    ])
      expect(await desk.ask(`/deskwire ${line}`, reader), line).toMatchObject({ outcome: 'forbidden' });
    expect(await desk.ask(`/deskwire-edit feeds add ${desk.site.at('/rss')}`, reader)).toMatchObject({
      outcome: 'forbidden',
    });
    expect(await queue()).toContain('Turkmenbashi opens');
  });
});
