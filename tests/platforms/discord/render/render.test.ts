import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RenderedMessages } from '../../../../src/domain/answer/rendered.ts';
import type { ActionCodec } from '../../../../src/domain/button-actions.ts';
import type { Reply, Span } from '../../../../src/domain/reply.ts';
import { linkLabel } from '../../../../src/domain/text.ts';
import { prefixLength, withKeptStates } from '../../../../src/platforms/discord/render/buttons.ts';
import { cleanText, safeAddress } from '../../../../src/platforms/discord/render/markdown.ts';
import type { MessageBody } from '../../../../src/platforms/discord/render/message.ts';
import { renderDiscord, renderMessages } from '../../../../src/platforms/discord/render/render.ts';
import { messageFaults } from '../../../fakes/discord/check-message.ts';
import { readMarkdown } from '../../../fakes/discord/reading.ts';
import { anyReply, codec, context, evil, replyOf } from '../replies.ts';

const contents = (messages: MessageBody[]) =>
  messages.flatMap((message) =>
    message.components.flatMap((top) =>
      top.type === 17 ? top.components.flatMap((each) => (each.type === 10 ? [each.content] : [])) : [],
    ),
  );

/** As the eye compares: spaces, and brackets that a link's label shows as parentheses, make no difference. */
const squeeze = (text: string) =>
  cleanText(text)
    .replace(/part \d+ of \d+/g, '')
    .replace(/[\s\u200b]/g, '')
    .replaceAll('[', '(')
    .replaceAll(']', ')');

const seen = (messages: MessageBody[]) =>
  squeeze(
    contents(messages)
      .map((content) => readMarkdown(content).text)
      .join('\n'),
  );

const addresses = (reply: Reply) => {
  const spans = reply.blocks.flatMap((block) => {
    if (block.type === 'text' || block.type === 'notice') return block.spans;
    if (block.type === 'list') return block.items.flat();
    if (block.type === 'fields') return block.items.flatMap((item) => item.value);
    if (block.type === 'entries')
      return block.items.flatMap((item) => [...item.headline, ...item.lines.flat()]);
    return [];
  });
  const all = [...spans.map((span) => span.href), ...reply.citations.map((citation) => citation.url)];
  return new Set(all.map((each) => each && safeAddress(each, 512)).filter(Boolean));
};

/** What a reader sees of a span: an address that cannot be linked, or that a label hides, in words. */
const said = ({ text, href }: Span) => {
  if (href === undefined || !cleanText(text).trim()) return text;
  return safeAddress(href, 512) ? linkLabel(cleanText(text), href) : `${text} (${href})`;
};

const linesOf = (span: Span): Span[] =>
  cleanText(span.text)
    .split('\n')
    .map((text) => ({ ...span, text }));

describe('any reply', () => {
  test('keeps every limit of Discord', () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        for (const message of renderMessages(reply, context))
          expect(messageFaults({ ...message })).toEqual([]);
      }),
      { numRuns: 120, endOnFailure: true },
    );
  });

  test('loses no id, date, headline, line, source or number', () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const all = seen(renderMessages(reply, context));
        const has = (text: string) => expect(all).toContain(squeeze(text));
        for (const block of reply.blocks) {
          if (block.type === 'heading') has(block.text);
          if (block.type === 'code') has(cleanText(block.text));
          if (block.type === 'notice') has(block.spans.map(said).join(''));
          // Each of its lines is one of its own.
          if (block.type === 'text') has(block.spans.flatMap((span) => linesOf(span).map(said)).join(''));
          if (block.type !== 'entries') continue;
          for (const item of block.items) {
            has(item.id);
            has(item.when ?? '');
            has(item.headline.map(said).join(''));
            for (const line of item.lines) has(line.map(said).join(''));
            for (const remark of item.remarks) has(remark);
            has(item.standing ?? '');
            for (const n of item.cites) has(String(n));
          }
        }
        for (const each of reply.citations) has(`${each.n} ${each.title || each.source}`);
      }),
      { numRuns: 120, endOnFailure: true },
    );
  });

  test('can mention nobody, link nowhere else and begin no heading, list or quote of its own', () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const messages = renderMessages(reply, context);
        const allowed = addresses(reply);
        for (const { live, links } of contents(messages).map(readMarkdown)) {
          expect(live).toEqual([]);
          for (const { address } of links) expect(allowed).toContain(address);
        }
        for (const message of messages) expect(message.allowed_mentions).toEqual({ parse: [] });
      }),
      { numRuns: 120, endOnFailure: true },
    );
  });

  test('is split where it must be, and each part says which one it is', () => {
    let splits = 0;
    fc.assert(
      fc.property(anyReply, (reply) => {
        const messages = renderMessages(reply, context);
        if (messages.length === 1) return;
        splits += 1;
        messages.forEach((message, index) => {
          expect(contents([message])[0]).toBe(`-# part ${index + 1} of ${messages.length}`);
        });
      }),
      { numRuns: 120, endOnFailure: true },
    );
    expect(splits).toBeGreaterThan(20);
  });
});

test.each(evil)('an entry saying %j shows it as it is and does nothing', (text) => {
  const reply = replyOf({
    blocks: [
      { type: 'heading', level: 2, text },
      { type: 'text', spans: [{ text }] },
      { type: 'list', items: [[{ text }, { text }]] },
      { type: 'notice', tone: 'gap', spans: [{ text, style: 'mark' }] },
      { type: 'code', text: `${text}\n\`\`\`${text}` },
      { type: 'fields', items: [{ label: text, value: [{ text, href: 'https://ours.example/' }] }] },
    ],
    citations: [],
  });
  const readings = contents(renderMessages(reply, context)).map(readMarkdown);
  expect(readings.flatMap((reading) => reading.live)).toEqual([]);
  expect(new Set(readings.flatMap((reading) => reading.links).map((link) => link.address))).toEqual(
    new Set(text.trim() && cleanText(text).trim() ? ['https://ours.example/'] : []),
  );
  expect(squeeze(readings.map((reading) => reading.text).join(''))).toContain(squeeze(text.repeat(2)));
  const starts = new Set(['###', '', '-', '>']);
  for (const start of readings.flatMap((reading) => reading.starts)) expect(starts).toContain(start);
});

test('an entry gives flag, date, who, standing, source and id at one glance', () => {
  const [message] = renderMessages(replyOf(), context);
  expect(contents([message!])[1]).toBe(
    [
      '🇺🇸 🇰🇿  **27 February 2023** · **Antony Blinken**, US Secretary of State',
      'Kazakhstan (Astana)',
      '-# ✅ confirmed · [1 Office of the Historian](<https://history.state.gov/departmenthistory/travels>) · `hsg-t-4127`',
    ].join('\n'),
  );
});

test('what would be sent for a long answer is one reply and its follow-ups', () => {
  const long = replyOf({ blocks: [{ type: 'text', spans: [{ text: 'word '.repeat(1500) }] }] });
  const sent = renderDiscord(long, context);
  expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /interactions/:interaction/:token/callback',
    ...Array(sent.length - 1).fill('POST /webhooks/:application/:token'),
  ]);
  expect(sent.length).toBe(3);
});

test('a heading never stands alone at the end of a part', () => {
  for (let filler = 3000; filler < 4000; filler += 7) {
    const reply = replyOf({
      blocks: [
        { type: 'text', spans: [{ text: 'x'.repeat(2600) }] },
        { type: 'text', spans: [{ text: 'y'.repeat(filler - 2600) }] },
        { type: 'heading', level: 2, text: 'Below' },
        { type: 'text', spans: [{ text: 'z'.repeat(500) }] },
      ],
    });
    for (const message of renderMessages(reply, context))
      expect(contents([message]).at(-1)).not.toMatch(/### Below$/);
  }
});

const snowflake = fc.bigInt({ min: 10n ** 16n, max: 10n ** 18n }).map(String);

test('messages that are remembered are those that would be rendered, to the byte, for whoever asks where', async () => {
  let buttons = 0;
  await fc.assert(
    fc.asyncProperty(
      anyReply,
      fc.constantFrom('private' as const, 'public' as const),
      fc.array(fc.tuple(snowflake, snowflake, snowflake), { minLength: 3, maxLength: 4 }),
      async (reply, visibility, askers) => {
        const memory = new RenderedMessages<MessageBody[]>(prefixLength);
        let renders = 0;
        for (const [guild, user, channel] of askers) {
          const binding = { person: `discord:${guild}:${user}`, channel: `discord:${guild}:${channel}` };
          const keep = async (text: string) =>
            createHash('sha256').update(text).digest('base64url').slice(0, 16);
          const render = (actions: ActionCodec) =>
            withKeptStates(actions, keep, (kept) =>
              renderMessages(reply, { ...context, visibility, binding, actions: kept }),
            );
          const recalled = await memory.recall({ reply, as: 'same', actions: codec, binding }, (actions) => {
            renders += 1;
            return render(actions);
          });
          expect(JSON.stringify(recalled)).toBe(JSON.stringify(await render(codec)));
          buttons += JSON.stringify(recalled).split('"custom_id"').length - 1;
        }
        expect(renders).toBe(2);
      },
    ),
    { numRuns: 40 },
  );
  expect(buttons).toBeGreaterThan(40);
});
