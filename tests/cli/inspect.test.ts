import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { inspect, inspectSchema } from '../../src/cli/inspect.ts';
import { readConfig } from '../../src/config.ts';

async function inspected(what: 'feed' | 'article' | 'dates', content: string | Uint8Array, more = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'deskwire-inspect-'));
  writeFileSync(join(folder, 'given'), content);
  const result = readConfig({});
  if (!result.ok) throw new Error(result.faults.join());
  const written: string[] = [];
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text, ...rest) => {
    written.push(String(text));
    for (const done of rest) if (typeof done === 'function') done();
    return true;
  });
  try {
    const code = await inspect(result.config, what, join(folder, 'given'), { format: 'json', ...more });
    return { code, ...(inspectSchema.parse(JSON.parse(written.join(''))) as Record<string, unknown>) };
  } finally {
    out.mockRestore();
  }
}

const feed =
  '<rss><channel><title>T</title><item><title>A</title><link>/1?utm_source=x</link><guid>g</guid></item>';

test('a feed is read as the service reads it, whatever it is packed in', async () => {
  const packed = gzipSync(`${feed}</channel></rss>`);
  expect(await inspected('feed', packed, { url: 'https://a.example/feed' })).toEqual({
    ...{ code: 0, title: 'T', items: [{ title: 'A', url: 'https://a.example/1', id: 'g' }], faults: [] },
  });
  expect(await inspected('feed', 'hello')).toMatchObject({
    code: 1,
    items: [],
    faults: [expect.stringContaining('feed')],
  });
});

test('an article gives its claims, a date its EDTF or why not', async () => {
  const text = 'A title\n\nPresident Tokayev visited Tashkent on 3 May 2026 and signed a treaty there.';
  expect(await inspected('article', text)).toMatchObject({
    ...{ code: 0, title: 'A title' },
    claims: [
      { kind: 'visit', dates: ['2026-05-03'], people: ['kassym-jomart-tokayev'], places: ['tashkent'] },
    ],
  });
  expect(await inspected('dates', 'on 3 May 2026')).toEqual({ code: 0, edtf: '2026-05-03' });
  expect(await inspected('dates', '2026-02-30')).toMatchObject({ code: 1, refusal: expect.any(String) });
});
