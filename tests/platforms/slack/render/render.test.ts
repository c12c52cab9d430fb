import { describe, expect, test } from 'vitest';
import { createActionCodec } from '../../../../src/command/action-codec.ts';
import { renderMessages, renderSlack } from '../../../../src/platforms/slack/render/render.ts';
import { question, said, visit, visits } from '../example-reply.ts';
import { readBlocks } from '../read-message.ts';

const actions = createActionCodec('secret');
const binding = { person: 'slack:T1:U1', channel: 'C1' };
const context = {
  visibility: 'private' as const,
  buttons: { actions, binding },
  line: '/centralasia visits',
};

const only = <T>(all: T[]): T => {
  expect(all).toHaveLength(1);
  return all[0]!;
};

describe('an answer about visits', () => {
  const message = only(renderMessages(visits, context));
  const seen = readBlocks(message.blocks);

  test('shows flag, date, who, standing, source and id at one glance', () => {
    expect(seen).toContain('🇰🇿 🇺🇸 28 February 2023 — Antony Blinken in Astana');
    expect(seen).toContain('✅ confirmed · [1] Office of the Historian');
    expect(seen).toContain('visit · visit-blinken-astana-2023');
    expect(JSON.stringify(message.blocks)).toContain(
      '"url":"https://history.state.gov/departmenthistory/travels/secretary"',
    );
  });

  test('says the same in the text that screen readers hear', () => {
    expect(message.text).toMatchInlineSnapshot(`
      "Visits to Kazakhstan

      🇰🇿 🇺🇸 28 February 2023 — Antony Blinken in Astana
      Secretary of State. Met President Tokayev; C5+1 ministerial.
      ✅ confirmed · [1] Office of the Historian
      visit · visit-blinken-astana-2023

      📭 Coverage: the record reaches to February 2025; later visits are not covered.

      [1] Travels of the Secretary of State <https://history.state.gov/departmenthistory/travels/secretary> · Office of the Historian · reaches to February 2025

      Page 2 of 3 · 23 stops

      Buttons: ‹ Previous, Next ›, Share to channel"
    `);
  });

  test('has buttons that only this person in this channel can press', () => {
    const buttons = JSON.stringify(message.blocks).match(/"value":"([^"]+)"/g)!;
    const values = buttons.map((each) => each.slice(9, -1));
    expect(values.map((value) => actions.decode(value, binding))).toEqual([
      { kind: 'report', text: 'centralasia/visit-blinken-astana-2023' },
      { kind: 'run', text: '/centralasia visits kazakhstan page 1' },
      { kind: 'run', text: '/centralasia visits kazakhstan page 3' },
      { kind: 'share', text: '/centralasia visits' },
    ]);
    for (const value of values) expect(actions.decode(value, { ...binding, channel: 'C2' })).toBeUndefined();
  });
});

test('an answer for all has no share button, and a report button for whoever reads it', () => {
  const { blocks } = only(renderMessages(visits, { ...context, visibility: 'public' }));
  expect(JSON.stringify(blocks)).not.toContain('Share to channel');
  const value = /"value":"(m[^"]+)"/.exec(JSON.stringify(blocks))![1]!;
  expect(actions.decode(value, { person: 'slack:T1:*', channel: 'C1' })).toMatchObject({ kind: 'report' });
});

test('what fits no button is shown as the line to type', () => {
  const command = `/centralasia visits ${'x'.repeat(2000)}`;
  const options = [{ label: 'Kazakhstan', command }];
  const reply = { ...question, blocks: [{ type: 'choices' as const, prompt: 'Did you mean:', options }] };
  const messages = renderMessages(reply, context);
  expect(JSON.stringify(messages)).not.toContain('"button"');
  expect(messages.map(({ blocks }) => readBlocks(blocks)).join('')).toContain(command);
});

test('a long answer is divided and says so', () => {
  const items = Array.from({ length: 20 }, (_, at) => ({
    ...visit,
    id: `visit-${at}`,
    lines: [[{ text: 'A long line. '.repeat(40) }]],
  }));
  const messages = renderMessages({ ...visits, blocks: [{ type: 'entries', items }] }, context);
  expect(messages.length).toBeGreaterThan(2);
  for (const [at, { text }] of messages.entries())
    expect(text.startsWith(`Part ${at + 1} of ${messages.length}\n`)).toBe(true);
  for (const { id } of items)
    expect(messages.filter(({ text }) => text.includes(`visit · ${id}\n`) || text.endsWith(id))).toHaveLength(
      1,
    );
});

test('a request is what is sent: several use the address, the last the channel, and one alone answers the command', () => {
  const long = said('A long line of words. '.repeat(1300));
  const paths = (visibility: 'private' | 'public') =>
    renderSlack(long, { visibility }).map(({ path }) => path);
  expect(paths('private')).toEqual([
    ...Array(4).fill('response_url'),
    ...Array(7).fill('chat.postEphemeral'),
  ]);
  expect(paths('public').at(-1)).toBe('chat.postMessage');
  expect(renderSlack(said('Hello <!here> *you*'), { visibility: 'private' })).toEqual([
    {
      method: 'POST',
      path: 'ack',
      body: {
        response_type: 'ephemeral',
        replace_original: false,
        text: 'Hello &lt;!here\u2060&gt; \u2060*\u2060you\u2060*\u2060',
        blocks: [
          {
            type: 'rich_text',
            elements: [
              { type: 'rich_text_section', elements: [{ type: 'text', text: 'Hello <!here> *you*' }] },
            ],
          },
        ],
        unfurl_links: false,
        unfurl_media: false,
      },
    },
  ]);
});

test('nothing unseen is shown, and a label that is an address of elsewhere says where its link leads', () => {
  const href = 'https://evil.example/x';
  const [message] = renderMessages(
    {
      ...said('Al\u00admaty\u200b, \u200eAst\ufeffana\u061c'),
      blocks: [
        ...said('Al\u00admaty\u200b, \u200eAst\ufeffana\u061c').blocks,
        { type: 'text', spans: [{ text: 'history.state.gov', href }] },
      ],
      citations: [{ n: 1, source: 's', title: 'www.state.gov', publisher: 'P', date: '2006', url: href }],
    },
    { visibility: 'private' },
  );
  const seen = readBlocks(message!.blocks);
  for (const shown of [seen, message!.text]) {
    expect(shown).toContain('Almaty, Astana');
    expect(shown).toContain('history.state.gov (evil.example)');
    expect(shown).toContain('www.state.gov (evil.example)');
  }
});
