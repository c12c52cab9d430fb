import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundedFetch, boundedText, TooLong } from '../../src/runtime/bounded-text.ts';

/** A body that never ends, and what became of it. */
function endless(chunk: Uint8Array) {
  const seen = { chunks: 0, closed: false };
  async function* body() {
    try {
      for (;;) {
        seen.chunks += 1;
        yield chunk;
      }
    } finally {
      seen.closed = true;
    }
  }
  return { body: body(), seen };
}

test('an answer that does not end is dropped at the first byte over the limit', async () => {
  const { body, seen } = endless(new Uint8Array(10));
  await expect(boundedText(body, 95)).rejects.toBeInstanceOf(TooLong);
  expect(seen).toEqual({ chunks: 10, closed: true });
});

test('whatever pieces an answer comes in, it is read as it was written', async () => {
  const pieces = fc.tuple(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 7 }));
  await fc.assert(
    fc.asyncProperty(pieces, async ([text, size]) => {
      const bytes = new TextEncoder().encode(text);
      async function* body() {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      }
      expect(await boundedText(body(), bytes.length)).toBe(new TextDecoder().decode(bytes));
    }),
  );
});

test.each([
  [200, 'ok'],
  [500, 'something broke'],
  [429, ''],
])('an answer %i is handed on with its status, its headers and its body', async (status, text) => {
  const fetch = boundedFetch(async () => new Response(text, { status, headers: { 'retry-after': '3' } }));
  const response = await fetch('http://localhost');
  expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
    status,
    '3',
    text,
  ]);
});

test('an answer that may have no body is handed on', async () => {
  const fetch = boundedFetch(async () => new Response(null, { status: 204 }));
  expect((await fetch('http://localhost')).status).toBe(204);
});
