import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createActionCodec } from '../../../../src/command/action-codec.ts';
import { tableLines } from '../../../../src/domain/answer/picture.ts';
import { RenderedMessages } from '../../../../src/domain/answer/rendered.ts';
import type { Block, Reply } from '../../../../src/domain/reply.ts';
import { limits } from '../../../../src/platforms/slack/limits.ts';
import { clean, linkable } from '../../../../src/platforms/slack/render/escape.ts';
import type { SlackMessage } from '../../../../src/platforms/slack/render/message.ts';
import { renderMessages, renderSlack } from '../../../../src/platforms/slack/render/render.ts';
import { messageRefusal } from '../../../fakes/slack/check-message.ts';
import { cases } from '../../../seed.ts';
import { replies } from '../arbitrary-reply.ts';
import { bare, kinds, links, readBlocks, readMrkdwn } from '../read-message.ts';

const binding = { person: 'slack:T1:U1', channel: 'C1' };
const context = {
  visibility: 'private' as const,
  buttons: { actions: createActionCodec('a secret'), binding },
  line: '/centralasia visits',
};
const runs = { numRuns: cases(100) };

test('no message is over a limit, counted as Slack counts and as we do', () => {
  let divided = 0;
  fc.assert(
    fc.property(replies, (reply) => {
      const messages = renderMessages(reply, context);
      expect(messages.length).toBeGreaterThan(0);
      if (messages.length > 1) divided += 1;
      messages.forEach((message, at) => {
        expect(messageRefusal(message)?.faults).toBeUndefined();
        expect(message.text.length).toBeLessThanOrEqual(limits.messageText);
        expect(JSON.stringify(message.blocks).length).toBeLessThanOrEqual(limits.blocksJson);
        if (messages.length > 1) expect(message.text).toContain(`Part ${at + 1} of ${messages.length}`);
      });
    }),
    runs,
  );
  // The property would say nothing about splitting if no reply had been long enough.
  expect(divided).toBeGreaterThan(runs.numRuns / 10);
});

const squeeze = (text: string) => bare(text).replace(/Part \d+ of \d+|Buttons: .*|[•\s]/g, '');

/** Everything of a reply that a reader is owed. */
function owed(reply: Reply): string[] {
  const said = reply.blocks.flatMap(words);
  const cited = reply.citations.flatMap(({ n, title, publisher, date, at }) => [
    `[${n}]`,
    title,
    publisher,
    date,
    at ?? '',
  ]);
  return [...said, ...cited].map((text) => squeeze(clean(text))).filter((text) => text !== '');
}

function words(block: Block): string[] {
  switch (block.type) {
    case 'heading':
      return [block.text];
    case 'code':
      return block.text.split('\n');
    case 'text':
    case 'notice':
      return block.spans.map(({ text }) => text);
    case 'list':
      return block.items.flat().map(({ text }) => text);
    case 'fields':
      return block.items.flatMap(({ label, value }) => [label, ...value.map(({ text }) => text)]);
    case 'picture':
      return tableLines(block.table);
    case 'choices':
      return [block.prompt, ...block.options.map(({ label }) => label)];
    case 'entries':
      return block.items.flatMap((item) => [
        item.id,
        item.when ?? '',
        ...item.remarks,
        item.standing ?? '',
        ...[...item.headline, ...item.lines.flat()].map(({ text }) => text),
        ...item.cites.map((n) => `[${n}]`),
      ]);
  }
}

test('nothing is lost: every word stands in the blocks and in the text, over all parts', () => {
  fc.assert(
    fc.property(replies, (reply) => {
      const messages = renderMessages(reply, context);
      const seen = squeeze(messages.map(({ blocks }) => readBlocks(blocks)).join('\n'));
      const heard = squeeze(messages.map(({ text }) => readMrkdwn(text)).join('\n'));
      for (const text of owed(reply)) {
        expect(seen).toContain(text);
        expect(heard).toContain(text);
      }
    }),
    runs,
  );
});

test('nothing in a reply mentions anyone or leads where the reply does not', () => {
  fc.assert(
    fc.property(replies, (reply) => {
      const allowed = new Set(
        JSON.stringify(reply) === '' ? [] : [...collectUrls(reply)].flatMap((url) => linkable(url) ?? []),
      );
      for (const { text, blocks } of renderMessages(reply, context)) {
        for (const url of [...links(text), ...links(blocks)]) expect(allowed).toContain(url);
        expect(text.replace(/<https?:[^<>|]*>/g, '')).not.toMatch(/[<>]/);
        const used = new Set(kinds(blocks));
        for (const kind of ['user', 'usergroup', 'broadcast', 'channel', 'team', 'date', 'emoji'])
          expect(used).not.toContain(kind);
      }
    }),
    runs,
  );
});

function* collectUrls(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    if ((key === 'href' || key === 'url') && typeof each === 'string') yield each;
    else yield* collectUrls(each);
  }
}

test('links never unfold, and the same reply renders the same', () => {
  fc.assert(
    fc.property(replies, (reply) => {
      const requests = renderSlack(reply, context);
      for (const { body } of requests)
        expect(body).toMatchObject({ unfurl_links: false, unfurl_media: false });
      expect(renderSlack(reply, context)).toEqual(requests);
    }),
    { numRuns: cases(50) },
  );
});

const asker = fc.record({
  person: fc.tuple(fc.constantFrom('T1', 'T2'), fc.stringMatching(/^U[0-9A-Z]{1,12}$/)),
  channel: fc.stringMatching(/^C[0-9A-Z]{1,12}$/),
});

test('messages that are remembered are those that would be rendered, to the byte, for whoever asks where', async () => {
  let buttons = 0;
  await fc.assert(
    fc.asyncProperty(
      replies,
      fc.constantFrom('private' as const, 'public' as const),
      fc.array(asker, { minLength: 3, maxLength: 4 }),
      async (reply, visibility, askers) => {
        const memory = new RenderedMessages<SlackMessage[]>(0);
        const { actions } = context.buttons;
        let renders = 0;
        for (const { person, channel } of askers) {
          const binding = { person: `slack:${person.join(':')}`, channel };
          const render = (codec: typeof actions) =>
            renderMessages(reply, { ...context, visibility, buttons: { actions: codec, binding } });
          const recalled = await memory.recall({ reply, as: 'same', actions, binding }, (codec) => {
            renders += 1;
            return render(codec);
          });
          expect(JSON.stringify(recalled)).toBe(JSON.stringify(render(actions)));
          buttons += JSON.stringify(recalled).split('"action_id"').length - 1;
        }
        expect(renders).toBe(2);
      },
    ),
    { numRuns: cases(40) },
  );
  expect(buttons).toBeGreaterThan(40);
});

test('messages of another reply, line or codec are rendered anew', async () => {
  const memory = new RenderedMessages<SlackMessage[]>(0);
  const { actions } = context.buttons;
  const [one, other] = fc.sample(replies, 2) as [Reply, Reply];
  const usual = { reply: one, as: 'same', actions, binding };
  const shown = async (wanted: typeof usual, text: string) =>
    (await memory.recall(wanted, () => [{ text, blocks: [] }]))[0]?.text;
  expect(await shown(usual, 'first')).toBe('first');
  expect(await shown(usual, 'second')).toBe('second');
  expect(await shown(usual, 'third')).toBe('second');
  expect(await shown({ ...usual, as: 'another line' }, 'line')).toBe('line');
  expect(await shown({ ...usual, actions: { ...actions } }, 'codec')).toBe('codec');
  expect(await shown({ ...usual, reply: other }, 'reply')).toBe('reply');
  const failing = { ...usual, reply: { ...one } };
  await shown(failing, 'seen');
  await expect(memory.recall(failing, () => Promise.reject(new Error('not kept')))).rejects.toThrow(
    'not kept',
  );
  expect(await shown(failing, 'after it')).toBe('after it');
});
