import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fixtureDesk } from '../../content/fixture-desk.ts';
import { localPage, openedPage, textOf } from './local-page.ts';

const textAt = async ({ get }: Awaited<ReturnType<typeof openedPage>>, path: string) => {
  const response = await get(path);
  expect(response.status, path).toBe(200);
  return textOf(await response.text());
};

test('a digest is shown for any window, filter and moment, with buttons that do nothing', async () => {
  const browser = await openedPage(await localPage());
  const year = await textAt(browser, '/digests?desk=centralasia&window=365');
  expect(year.slice(0, 900)).toMatch(/23 November 2026/);
  const filtered = await textAt(browser, '/digests?desk=centralasia&window=365&country=UZ&topic=visits');
  expect(filtered.length).toBeLessThan(year.length);
  const before = await textAt(browser, '/digests?desk=centralasia&window=7&now=2020-01-06T08:00');
  expect(before).toMatch(/6 January 2020/);
  const html = await (await browser.get('/digests')).text();
  expect(html).toContain('<fieldset class="bare" disabled>');
  expect(html).not.toContain('data-pane=');
  expect((await browser.get('/digests?window=many')).status).toBe(400);
});

test('content is listed with its files, coverage and spellings', async () => {
  const browser = await openedPage(await localPage());
  const text = await textAt(browser, '/content');
  expect(text).toContain('articles/sanchez-2026-visit.md');
  expect(text).toMatch(/Travels Abroad of the President/);
  expect(text).toMatch(/grade A · reaches to 4 December 2024 · lists all travel of US President/);
  expect(text).toMatch(/Токаев/);
  expect(text).toContain('No file has a fault.');
});

test('a file that was broken is named with its fault at once, and its last good revision stays', async () => {
  const briefs = mkdtempSync(join(tmpdir(), 'deskwire-briefs-'));
  onTestFinished(() => rmSync(briefs, { recursive: true }));
  for (const [path, text] of fixtureDesk('good').files) {
    mkdirSync(dirname(join(briefs, 'harbour', path)), { recursive: true });
    writeFileSync(join(briefs, 'harbour', path), text);
  }
  const page = await localPage('reader', briefs);
  const browser = await openedPage(page);
  const before = await textAt(browser, '/content');
  expect(before).toContain('No file has a fault.');

  const changes = await browser.get('/changes');
  const reader = (changes.body as ReadableStream<Uint8Array>).getReader();
  const [path] = [...fixtureDesk('good').files].flatMap(([name]) =>
    name.startsWith('facts/') ? [name] : [],
  );
  const file = join(briefs, 'harbour', path ?? '');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n- id: [broken\n`);
  await page.app.desks.sync();
  const { value } = await reader.read();
  expect(Buffer.from(value ?? []).toString()).toContain('data: content');
  await reader.cancel();

  const after = await textAt(browser, '/content');
  expect(after).toMatch(/Files with faults 1/);
  expect(after).toMatch(new RegExp(`${path} line \\d+: `));
  expect(after.match(/Facts \d+/)?.[0]).toBe(before.match(/Facts \d+/)?.[0]);
});
