import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renderJson } from '../../../src/platforms/terminal/render.ts';
import { anyReply } from './any-reply.ts';
import { textReply } from './replies.ts';

it('is the reply, whatever it holds, and acts on no terminal', () => {
  fc.assert(
    fc.property(anyReply, (reply) => {
      const json = renderJson(reply);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(reply)));
      expect(json.replaceAll('\n', '').replaceAll('\u200d', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
  );
});

it('leaves readable text readable', () => {
  expect(renderJson(textReply('Тоқаев – Astana'))).toContain('"text": "Тоқаев – Astana"');
  expect(renderJson(textReply('\u202e\u{e0041}'))).toContain('\\u202e\\udb40\\udc41');
});
