import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/domain/reply.ts';
import { renderText } from '../../../src/platforms/terminal/render.ts';
import { cleanText } from '../../../src/platforms/terminal/text.ts';
import { anyReply, anyText } from './any-reply.ts';

const settings = fc.record({
  width: fc.integer({ min: 40, max: 130 }),
  colour: fc.boolean(),
  links: fc.boolean(),
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences that the renderer may write
const ours = /\u001b\[(?:[1-4]|2[2-4]|3[3-69])m|\u001b\]8;;(?:https?:\/\/[\x21-\x7e]+)?\u0007/gu;
const address = /^\s*https?:\/\/[\x21-\x7e]+$/u;
const joiners = /(?<=\p{ExtPict}|\p{EMod}|\ufe0f|\p{L}|\p{M})[\u200c\u200d](?=\p{ExtPict}|\p{L}|\p{M})/gu;

function withoutOurs(output: string): string {
  return output.replace(ours, '');
}

/** Text may be broken anywhere a line is too short for it, so it is looked for without its white space. */
function squeezed(text: string): string {
  return text.replace(/\s/gu, '');
}

function promised(reply: Reply): string[] {
  const items = reply.blocks.flatMap((block) => (block.type === 'entries' ? block.items : []));
  return [
    ...items.flatMap((item) => [item.id, item.when ?? '', ...item.cites.map((n) => `[${n}]`)]),
    ...items.flatMap((item) => item.flags),
    ...reply.citations.flatMap((citation) => [`[${citation.n}]`, citation.date]),
  ];
}

describe('any reply at all', () => {
  it('comes out without a control, bidi or invisible character that is not ours', () => {
    fc.assert(
      fc.property(anyReply, settings, (reply, how) => {
        const rest = withoutOurs(renderText(reply, how)).replaceAll('\n', '').replace(joiners, '');
        expect(rest).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('has no escape sequence at all without colour and links', () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        expect(renderText(reply, { width: 80, colour: false, links: false })).not.toContain('\u001b');
      }),
    );
  });

  it('keeps within the width, addresses and what is to be copied apart', () => {
    fc.assert(
      fc.property(anyReply, settings, (reply, how) => {
        const blocks = reply.blocks.filter(({ type }) => type !== 'code');
        for (const line of withoutOurs(renderText({ ...reply, blocks }, how)).split('\n')) {
          if (!address.test(line)) expect(stringWidth(line), line).toBeLessThanOrEqual(how.width);
        }
      }),
    );
  });

  it('shows every id, date, country and citation number', () => {
    fc.assert(
      fc.property(anyReply, settings, (reply, how) => {
        const output = squeezed(withoutOurs(renderText(reply, how)));
        for (const text of promised(reply)) expect(output).toContain(squeezed(cleanText(text)));
      }),
    );
  });

  it('cannot begin a line where only headings begin', () => {
    fc.assert(
      fc.property(anyText, settings, (text, how) => {
        const hostile: Reply = {
          version: 1,
          outcome: 'ok',
          visibility: 'private',
          blocks: [{ type: 'text', spans: [{ text }] }],
          citations: [],
        };
        for (const line of withoutOurs(renderText(hostile, how)).split('\n'))
          expect(line).toMatch(/^( {2}|$)/u);
      }),
    );
  });
});
