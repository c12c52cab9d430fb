import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import { composeEdition, composeStart } from '../src/digest/compose/compose.ts';
import { gatherStart, gatherWindow } from '../src/digest/compose/gather.ts';
import { glanceReply } from '../src/digest/compose/glance.ts';
import { onlyPlanned } from '../src/domain/answer/entry-item.ts';
import { unsigned } from '../src/domain/button-actions.ts';
import { everything } from '../src/domain/digests/filter.ts';
import type { Headline } from '../src/domain/feed.ts';
import { chatPageSize } from '../src/domain/ports/answerer.ts';
import { type Reply, shownIn } from '../src/domain/reply.ts';
import { createDigestRenderer as discordDigests } from '../src/platforms/discord/digest/render.ts';
import { createDigestRenderer as slackDigests } from '../src/platforms/slack/digest/render.ts';
import { type OpenDesk, openDesk } from './commands/desk.ts';
import { exampleLines } from './commands/example-lines.ts';
import { budgets, columns, linesOf, shownOn, spokenText, visibleText } from './on-a-screen.ts';

let desk: OpenDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.end());

async function expectWithin(line: string, { lines, characters }: (typeof budgets)['short']) {
  const reply = await desk.ask(line, { pageSize: chatPageSize });
  for (const [platform, messages] of Object.entries(shownOn(reply, `/centralasia ${line}`))) {
    const [first = ''] = messages;
    expect(messages, `${platform}: ${line}`).toHaveLength(1);
    expect(linesOf(first), `${platform}: ${line}\n${first}`).toBeLessThanOrEqual(lines);
    expect(first.length, `${platform}: ${line}\n${first}`).toBeLessThanOrEqual(characters);
  }
}

const withForms = commands.filter(({ forms }) => forms);
const examples = exampleLines
  .filter(({ command }) => withForms.some(({ name }) => name === command))
  .map(({ line }) => line);
const alone = withForms
  .filter(({ options }) => Object.values(options).every(({ required }) => !required))
  .map(({ name }) => name);

describe('an answer is one message within its budget on both platforms', () => {
  test.each([...examples.filter((line) => !/^brief |page/.test(line)), ...alone])('%s', (line) =>
    expectWithin(line, budgets.short),
  );

  test('each fact and each article', async () => {
    const { items } = await desk.entries.list(desk.scope, { order: 'weight' }, { limit: 1000, offset: 0 });
    for (const { body } of items)
      await expectWithin(`brief ${body.id}`, body.type === 'fact' ? budgets.fact : budgets.article);
  }, 60_000);

  test.each(commands.map(({ name }) => `help ${name}`))('%s', (line) => expectWithin(line, budgets.short));

  test.each([
    'visits atlantis',
    'visits since yesteryear',
    'visits tajikistan role:vice-president',
    'country brazil',
    'who clinton',
    'brief no-such-entry',
    'search qwertzuiop',
    'vists',
    'help no-such-command',
    `search ${'x'.repeat(1000)}`,
  ])('a refusal or a question back: %s', (line) => expectWithin(line, budgets.short));
});

describe('and so is each page of all its rows', () => {
  test.each(examples.filter((line) => !line.startsWith('brief ')))('%s', (line) =>
    expectWithin(`${line} show:all`, budgets.pages),
  );
});

test('the short form keeps every standing, dispute and remark that changes the meaning', async () => {
  const listed = examples.filter((line) => !/^(?:brief|help|topics|sources|chart)/.test(line));
  for (const line of ['visits show:all', 'facts show:all', 'latest show:all', 'upcoming', ...listed]) {
    const reply = await desk.ask(line, { pageSize: 300 });
    const items = (one: Reply) => shownIn(one).blocks.flatMap((b) => (b.type === 'entries' ? b.items : []));
    const words = JSON.stringify(shownIn(reply).blocks.filter(({ type }) => type !== 'entries'));
    for (const { id, row, standing, remarks } of items(reply)) {
      if (!row) throw new Error(`${line}: ${id} has no row`);
      const usual = line.startsWith('visits') || row.label?.startsWith('Last') ? 'confirmed' : 'reported';
      if (standing && standing !== usual) expect(row.standing, id).toContain(standing);
      if (standing === 'reported' && usual === 'reported')
        expect(words.toLowerCase()).toContain('reported unless');
      const said = row.notes.join(' ') + row.text.map(({ text }) => text).join('');
      for (const remark of remarks)
        if (remark === 'sources disagree on the date') expect(said, id).toMatch(/disagree|\(or /);
        // “Next” says it of a plan.
        else if (row.label !== 'Next' || remark !== onlyPlanned)
          expect(said.replaceAll(/\d/g, ''), id).toContain(remark.split(/ \d/)[0]);
    }
    // A profile is a choice of entries; a list has all of its page.
    if (/^(?:country|who) /.test(line)) continue;
    const full = shownIn({ ...reply, view: 'details' });
    const ids = (one: Reply) => new Set(items(one).flatMap(({ id, folds = [] }) => [id, ...folds]));
    expect(ids(reply), line).toEqual(ids({ ...full, view: 'details' }));
  }
});

test('a line is counted by what it takes on a screen', () => {
  expect(stringWidth('a'.repeat(columns))).toBe(columns);
  expect(linesOf(`${'a'.repeat(columns)}b\n\nc`)).toBe(3);
});

interface Composed {
  days: number;
  most: number;
  headlines?: Headline[];
}

describe('a digest is within its budget on both platforms, and begins with the news', () => {
  const daily = { lines: 22, characters: 1100, messages: 1 };
  const weekly = { lines: 45, characters: 2200, messages: 2 };
  const room = { lines: 10, characters: 500 };
  /** Seven, each with a title and a publisher that take all of their lines. */
  const headlines = Array.from({ length: 7 }, (_, at) => ({
    item: at,
    title: `${at} Ministers of five countries agree on the water of both rivers after talks of a week`,
    url: `https://example.org/${at}`,
    publisher: 'The Gazette of the Steppe and the Mountains',
  }));
  const withRoom = (budget: typeof daily) => ({
    ...budget,
    lines: budget.lines + room.lines,
    characters: budget.characters + room.characters,
  });
  test.each([
    ['the first', daily, { days: 0, most: 8 }],
    ['a daily one of 5', daily, { days: 400, most: 5 }],
    ['a daily one of a window', daily, { days: 400, most: 8 }],
    ['a weekly one', weekly, { days: 400, most: 40 }],
    ['a daily one with headlines', withRoom(daily), { days: 400, most: 8, headlines }],
    ['one of headlines alone', withRoom(daily), { days: 1, most: 8, headlines }],
    ['a weekly one with headlines', withRoom(weekly), { days: 400, most: 40, headlines }],
  ])('%s', async (_, budget, { days, most, headlines: told = [] }: Composed) => {
    const { store, scope } = desk;
    const of = await store.content.desk('centralasia');
    if (!of) throw new Error('no desk');
    const at = { desk: of, filter: everything, from: 0, to: 9, today: scope.today };
    const edition =
      days === 0
        ? composeStart(await gatherStart(store, scope, everything), at)
        : composeEdition(await gatherWindow(store, scope, days), { ...at, most, mostOfTopic: most });
    const more = '/deskwire digest more abcdefgh12345678';
    const roundup = budget.messages === weekly.messages;
    const options = { number: 12, format: 'full', zone: 'Asia/Almaty', more, roundup } as const;
    const reply = glanceReply(edition, { ...options, headlines: told });
    const context = { channel: 'slack:T1:C1', delivery: 'abcdefgh12345678', more };
    const slack = slackDigests(unsigned).parts(reply, { ...context, ping: 'S123' });
    const discord = discordDigests(unsigned).parts(reply, {
      ...context,
      channel: 'discord:1:2',
      ping: '12345',
    });
    const [first] = reply.blocks.flatMap((block) => (block.type === 'entries' ? block.items : []));
    const headline = first?.row?.text.map(({ text }) => text).join('') ?? '';
    const texts = {
      slack: slack.map(({ body }) => spokenText(body as { text: string })),
      discord: discord.map(({ body }) => visibleText(body as { components: unknown })),
    };
    for (const [platform, messages] of Object.entries(texts)) {
      expect(messages.length, platform).toBeLessThanOrEqual(budget.messages);
      expect(messages[0]?.split('\n')[0], platform).toContain(headline);
      for (const text of messages) {
        expect(linesOf(text), `${platform}\n${text}`).toBeLessThanOrEqual(budget.lines);
        expect(text.length, `${platform}\n${text}`).toBeLessThanOrEqual(budget.characters);
      }
    }
    // Sources are links there too.
    expect(JSON.stringify(discord[0]?.body)).toMatch(/\[\d+\]\(<https?:/);
  });
});
