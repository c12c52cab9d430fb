import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shownIn } from '../../src/domain/reply.ts';
import { fact } from '../store/entries-made.ts';
import { items, now, type OpenDesk, openDesk, rows, words } from './desk.ts';

let desk: OpenDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.end());

describe('a country', () => {
  test('visits both ways with their reach, facts by topic, briefs, what changed last', async () => {
    const said = words(await desk.ask('country tajikistan'));
    expect(said).toContain('Covered by the Central Asia desk.');
    expect(said).toContain('8 visits recorded.');
    expect(said).toContain(
      'Last recorded visit: 3 November 2015 (11 years ago); the registers of travel end on 4 December 2024 (US President) and in February 2025 (US Secretary of State).',
    );
    for (const heading of ['Visits', 'Facts', 'Briefs', 'What changed last']) expect(said).toContain(heading);
  });

  test('each entry stands in it once', async () => {
    const shown = items(await desk.ask('country kazakhstan')).map(({ id }) => id);
    expect(new Set(shown).size).toBe(shown.length);
  });

  test('one topic does not crowd out the others', async () => {
    const reply = await desk.ask('country kazakhstan', { pageSize: 5 });
    const topics = reply.blocks.flatMap((block) =>
      block.type === 'heading' && block.text.startsWith('Facts: ') ? [block.text] : [],
    );
    expect(topics).toHaveLength(5);
  });

  test('stops that are left out, with the command line that lists them', async () => {
    expect(words(await desk.ask('country turkmenistan'))).toContain('2 more: /centralasia visits country:TM');
    expect(words(await desk.ask('country turkmenistan as-of 2026-11-20'))).toContain(
      '1 more: /centralasia visits country:TM as-of:2026-11-20',
    );
    expect(words(await desk.ask('who rice'))).toContain(
      '1 more: /centralasia visits person:condoleezza-rice',
    );
  });

  test('where one form is looked at, it is as it stands in the whole reply', async () => {
    const lines = [
      'country kazakhstan',
      'country china',
      'country us',
      'who rice',
      'who tokayev',
      'who xi jinping',
    ];
    for (const line of lines.flatMap((one) => [one, `${one} show:details`, `${one} show:sources`])) {
      const [whole, one] = [await desk.ask(line), await desk.ask(line, { oneForm: true })];
      expect([line, shownIn(one)]).toEqual([line, shownIn(whole)]);
      if (/^(?:country kazakhstan|who rice)$/.test(line))
        expect(one.blocks.length).toBeLessThan(whole.blocks.length);
    }
  });

  test('one the desk deals with: what mentions it, and no register', async () => {
    const reply = await desk.ask('country china');
    expect(reply.outcome).toBe('ok');
    expect(words(reply)[1]).toMatch(/^China is not covered by this desk, only its dealings with the region/);
    expect(words(reply)).not.toContain('Visits');
  });

  test('one it does not know', async () => {
    expect((await desk.ask('country portugal')).outcome).toBe('not_covered');
  });
});

describe('a person', () => {
  test('roles over time, visits with the reach of those roles, facts', async () => {
    const said = words(await desk.ask('who rice'));
    expect(said).toContain('US Secretary of State, January 2005 – January 2009 (no source)');
    expect(said).toContain('4 stops on 2 trips recorded.');
    expect(said).toContain(
      'Last recorded visit: 5 October 2008 (18 years 1 month ago); the register of travel as US Secretary of State ends in February 2025.',
    );
  });

  test('an end that is not known is not taken for none', async () => {
    expect(words(await desk.ask('who vance'))).toContain(
      'US Vice President, since 20 January 2025 (no source); no end recorded, not checked',
    );
    expect(words(await desk.ask('who zhumangarin'))).toContain(
      'Deputy Prime Minister of Kazakhstan, dates not recorded (no source)',
    );
  });

  test('an office names its source and its last check in both forms, and lists them', async () => {
    const reply = await desk.ask('who tokayev');
    const says = 'President of Kazakhstan, since March 2019 [1]; in office 6 April 2024 [2], no end recorded';
    expect(rows(reply)).toContain('President of Kazakhstan since Mar 2019 [1]; still 6 Apr 2024 [2]');
    expect(words(reply)).toContain(says);
    expect(reply.citations.slice(0, 2)).toEqual([
      expect.objectContaining({ source: 'wce-2019-03-20' }),
      expect.objectContaining({ source: 'wce-2024-04-06' }),
    ]);
    const asked = await desk.ask('ask who is president of kazakhstan');
    expect(words(asked).join(' ')).toContain('in office 6 April 2024');
    expect(asked.citations.map(({ source }) => source)).toEqual(['wce-2019-03-20', 'wce-2024-04-06']);
    expect(words(await desk.ask('ask who was us president in 2020')).join(' ')).toContain('no source');
  });

  test('`--details` and `--sources` open those forms, as `show:` does', async () => {
    expect(await desk.ask('who tokayev --details')).toEqual(await desk.ask('who tokayev show:details'));
    expect((await desk.ask('country kazakhstan --sources')).view).toBe('sources');
    expect((await desk.ask('search gas --details')).view).toBe('details');
    expect((await desk.ask('who tokayev --everything')).outcome).toBe('invalid');
  });

  test('a vice president: what single sources have, and that no register covers it', async () => {
    const said = words(await desk.ask('who gore'));
    expect(said).toContain('1 visit recorded.');
    expect(said.join('\n')).toContain(
      'No register here has travel as US Vice President from 20 January 1993 to 20 January 2001;',
    );
  });

  test('an analyst without an office has no visits to speak of', async () => {
    expect(words(await desk.ask('who pannier'))).not.toContain('Visits');
  });

  test('one the desk does not know is not found, with a line to copy', async () => {
    const reply = await desk.ask('who merkel');
    expect(reply.outcome).toBe('not_found');
    expect(words(reply)).toEqual([
      'The desk has no person “merkel”. Write a person, for example /centralasia who Kassym-Jomart Tokayev; also as-of:, show: or public: with a value after it.',
      'Search for it → /centralasia search merkel',
    ]);
  });
});

test('somebody whom no fact lists is named in what a statement says', async () => {
  expect(rows(await desk.ask('who pence')).join('\n')).not.toContain('Named in');
  const statement = 'The minister and Pence spoke of trade.';
  const body = fact('trade-talk', { title: 'Talk of trade', statement, countries: ['KZ'] });
  await desk.store.writer.write({ desk: 'centralasia', body, actor: 'test', base: 0 }, now);
  const said = rows(await desk.ask('who pence')).join('\n');
  expect(said).toContain('No fact lists Mike Pence among its people.');
  expect(said).toMatch(/Named in: .*Talk of trade/i);
});
