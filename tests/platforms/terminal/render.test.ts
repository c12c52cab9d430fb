import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src/domain/reply.ts';
import { renderText } from '../../../src/platforms/terminal/render.ts';
import { citation, entries, entry, plain80, reply, span } from './replies.ts';

function plain(block: Block, width = 80): string[] {
  return renderText(reply([block]), { ...plain80, width })
    .trimEnd()
    .split('\n');
}

describe('blocks', () => {
  it('underlines the first heading where there is no colour', () => {
    expect(plain({ type: 'heading', level: 1, text: 'Visits' })).toEqual(['Visits', '──────']);
    expect(plain({ type: 'heading', level: 2, text: '2006' })).toEqual(['2006']);
  });

  it('wraps text inside the margin', () => {
    const lines = plain({ type: 'text', spans: [span('word '.repeat(20))] }, 40);
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toMatch(/^ {2}word/u);
  });

  it('keeps a date on one line', () => {
    const text = 'The last one that is on record was on 27 February 2023 in Astana.';
    expect(plain({ type: 'text', spans: [span(text)] }, 50)).toEqual([
      '  The last one that is on record was on',
      '  27 February 2023 in Astana.',
    ]);
  });

  it('marks matched words with asterisks where there is no colour', () => {
    const spans = [span('the '), span('mineral', 'mark'), span(' forum')];
    expect(plain({ type: 'text', spans })).toEqual(['  the *mineral* forum']);
  });

  it('prints the address of a link under its text, or makes it a hyperlink', () => {
    const block: Block = { type: 'text', spans: [{ text: 'the page', href: 'https://example.org/x' }] };
    expect(plain(block)).toEqual(['  the page', '  https://example.org/x']);
    expect(renderText(reply([block]), { ...plain80, links: true })).toBe(
      '  \u001b]8;;https://example.org/x\u0007the page\u001b]8;;\u0007\n',
    );
  });

  it('hangs list items behind their bullets', () => {
    const items = [[span('one '.repeat(12))], [span('two')]];
    expect(plain({ type: 'list', items }, 40)).toEqual([
      '  • one one one one one one one one one',
      '    one one one',
      '  • two',
    ]);
  });

  it('aligns the values of fields, wide letters included', () => {
    const items = [
      { label: 'Country', value: [span('Uzbekistan')] },
      { label: '国', value: [span('UZ')] },
      { label: 'A label that is much longer than the others', value: [span('x')] },
    ];
    expect(plain({ type: 'fields', items }, 60)).toEqual([
      '  Country  Uzbekistan',
      '  国       UZ',
      '  A label that is much longer than the others',
      '           x',
    ]);
  });

  it.each([
    ['info', 'Note:'],
    ['gap', 'Gap:'],
    ['warning', 'Warning:'],
  ] as const)('names the tone of a notice: %s', (tone, word) => {
    expect(plain({ type: 'notice', tone, spans: [span('take care')] })).toEqual([`  ${word} take care`]);
  });

  it('numbers choices through the whole reply and shows what to type', () => {
    const ask = (prompt: string, ...names: string[]): Block => ({
      type: 'choices',
      prompt,
      options: names.map((name) => ({ label: name, command: `/centralasia who ${name.toLowerCase()}` })),
    });
    const output = renderText(reply([ask('Who?', 'Karimov', 'Rahmon'), ask('Or?', 'Akayev')]), plain80);
    expect(output.split('\n')).toEqual([
      '  Who?',
      '  1  Karimov  /centralasia who karimov',
      '  2  Rahmon   /centralasia who rahmon',
      '',
      '  Or?',
      '  3  Akayev  /centralasia who akayev',
      '',
    ]);
  });

  it('puts commands under their labels where they do not fit beside', () => {
    const options = [
      { label: 'Jamshid Karimov, of Tajikistan', command: '/centralasia who jamshid-karimov' },
    ];
    expect(plain({ type: 'choices', prompt: 'Who?', options }, 50)).toEqual([
      '  Who?',
      '  1  Jamshid Karimov, of Tajikistan',
      '       /centralasia who jamshid-karimov',
    ]);
  });
});

describe('entries', () => {
  it('stand beside a column of dates, with id, countries and sources last', () => {
    const older = entry({
      id: 'baker',
      when: 'February 1992',
      standing: 'reported',
      remarks: ['out of date'],
    });
    expect(renderText(entries(entry(), older), plain80).split('\n')).toEqual([
      '  27–28 February 2023  Antony Blinken, US Secretary of State, in Astana',
      '                       Met President Tokayev and the foreign ministers of the',
      '                       five countries.',
      '                       blinken-astana-2023 [KZ US] [1][2]',
      '',
      '  February 1992        Antony Blinken, US Secretary of State, in Astana',
      '                       (reported)',
      '                       Met President Tokayev and the foreign ministers of the',
      '                       five countries.',
      '                       ! out of date',
      '                       baker [KZ US] [1][2]',
      '',
    ]);
  });

  it('give up the column on a narrow screen', () => {
    const lines = renderText(entries(entry()), { ...plain80, width: 50 }).split('\n');
    expect(lines.slice(0, 3)).toEqual([
      '  27–28 February 2023  Antony Blinken, US',
      '    Secretary of State, in Astana',
      '    Met President Tokayev and the foreign',
    ]);
  });

  it('let a long date push its own headline on, not the column', () => {
    const vague = entry({ when: 'some day within 10–16 September 1991' });
    const lines = renderText(entries(entry(), vague), plain80).split('\n');
    expect(lines).toContain('  some day within 10–16 September 1991  Antony Blinken, US Secretary of State,');
    expect(lines).toContain('                       in Astana');
  });

  it('put a date above its headline when it fills the line', () => {
    const when = 'either 21 September 2023 or 19 September 2023';
    const lines = renderText(entries(entry({ when })), { ...plain80, width: 50 }).split('\n');
    expect(lines[0]).toBe(`  ${when}`);
    expect(lines[1]).toBe('    Antony Blinken, US Secretary of State, in');
  });

  it('take one line each when there is nothing beneath them', () => {
    const one = entry({ when: '2005', lines: [], id: 'base' });
    const two = entry({ when: '2006', lines: [], id: 'visit', cites: [] });
    expect(renderText(entries(one, two), plain80).split('\n')).toEqual([
      '  2005  Antony Blinken, US Secretary of State, in Astana  base [KZ US] [1][2]',
      '  2006  Antony Blinken, US Secretary of State, in Astana  visit [KZ US]',
      '',
    ]);
  });
});

describe('the end of an answer', () => {
  it('says which page it is and how to go on', () => {
    const paging = {
      page: 2,
      pages: 4,
      total: 1038,
      unit: 'stops',
      next: '/a page:3',
      previous: '/a page:1',
    };
    expect(renderText(reply([], { paging }), plain80)).toBe(
      '  Page 2 of 4, 1,038 stops · next: /a page:3 · previous: /a page:1\n',
    );
  });

  it('lists sources with publisher, title, date, place and address', () => {
    const citations = [citation({ at: 'row 12' }), citation({ n: 12, url: 'no address', date: '2006' })];
    expect(renderText(reply([], { citations }), { ...plain80, width: 100 }).split('\n')).toEqual([
      'Sources',
      '  [1]  US Office of the Historian · Travels of the Secretary of State · reaches to February 2025,',
      '       row 12',
      '       https://history.state.gov/departmenthistory/travels/secretary',
      '  [12] US Office of the Historian · Travels of the Secretary of State · 2006',
      '       no address',
      '',
    ]);
  });

  it('names a publisher once whose source is called so too', () => {
    const citations = [citation({ title: 'US Office of the Historian', url: undefined })];
    expect(renderText(reply([], { citations }), plain80)).toContain(
      '[1] US Office of the Historian · reaches to',
    );
  });

  it('hides the address behind the title where links work', () => {
    const output = renderText(reply([], { citations: [citation()] }), {
      width: 100,
      colour: false,
      links: true,
    });
    expect(output).toContain(
      '\u001b]8;;https://history.state.gov/departmenthistory/travels/secretary\u0007Travels of the',
    );
    expect(output.split('\n')).toHaveLength(3);
  });

  it('never breaks an address', () => {
    const url = `https://example.org/${'long/'.repeat(30)}`;
    expect(renderText(reply([], { citations: [citation({ url })] }), plain80).split('\n')).toContain(
      `      ${url}`,
    );
  });
});

it('uses colour only when asked to', () => {
  const sample = entries(entry({ standing: 'disputed' }));
  expect(renderText(sample, plain80)).not.toContain('\u001b');
  expect(renderText(sample, { ...plain80, colour: true })).toContain('\u001b[33m(disputed)\u001b[39m');
});

it('never gets wider than is readable nor narrower than works', () => {
  const block: Block = { type: 'text', spans: [span('word '.repeat(60))] };
  const widest = (lines: string[]) => Math.max(...lines.map((line) => line.length));
  expect(widest(plain(block, 400))).toBeLessThanOrEqual(100);
  expect(widest(plain(block, 5))).toBeGreaterThan(30);
});
