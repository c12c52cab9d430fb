import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harbourBriefs, localPage, openedPage, pageNow, textOf } from './local-page.ts';

const textAt = async ({ get }: Awaited<ReturnType<typeof openedPage>>, path: string) => {
  const response = await get(path);
  expect(response.status, path).toBe(200);
  return textOf(await response.text());
};

test('a digest is shown for any window, filter and moment, with buttons that do nothing', async () => {
  const browser = await openedPage(await localPage());
  const year = await textAt(browser, '/digests?desk=centralasia&window=365');
  expect(year).toMatch(/24 Nov 2025 to 23 Nov 2026/);
  const filtered = await textAt(browser, '/digests?desk=centralasia&window=365&country=UZ&topic=visits');
  expect(filtered.length).toBeLessThan(year.length);
  const before = await textAt(browser, '/digests?desk=centralasia&window=7&now=2020-01-06T08:00');
  expect(before).toMatch(/6 Jan 2020/);
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

test('a file that was broken is named at once with all of its faults, each with its line, and its last good revision stays', async () => {
  const { briefs, edit } = harbourBriefs();
  const page = await localPage('reader', briefs);
  const browser = await openedPage(page);
  const before = await textAt(browser, '/content');
  expect(before).toContain('No file has a fault.');

  const changes = await browser.get('/changes');
  const reader = (changes.body as ReadableStream<Uint8Array>).getReader();
  edit('facts/energy.yaml', (text) => text.replace('[energy]', '[fish]').replace('[EE, LV]', '[EE, XX]'));
  await page.app.desks.sync();
  const { value } = await reader.read();
  expect(Buffer.from(value ?? []).toString()).toContain('data: content');
  await reader.cancel();

  const after = await textAt(browser, '/content');
  expect(after).toMatch(/Files with faults 1/);
  expect(after).toMatch(/facts\/energy\.yaml 2 faults/);
  expect(after).toMatch(/^7:\d+ .*fish/m);
  expect(after).toMatch(/^8:\d+ .*XX/m);
  expect(after).toContain('2 faults, the first in line 7');
  expect(after.match(/Facts \d+/)?.[0]).toBe(before.match(/Facts \d+/)?.[0]);

  rmSync(join(briefs, 'harbour'), { recursive: true });
  await page.app.desks.sync();
  expect(await textAt(browser, '/content')).toMatch(
    /desk\.yaml 1 fault[\s\S]*the folder of the desk is gone/,
  );
});

test('a desk that cannot be served yet shows its faults, and files outside every desk are named', async () => {
  const { briefs, edit } = harbourBriefs();
  edit('desk.yaml', (text) => text.replace('zone: Europe/Tallinn', 'zone: Europe/Talin'));
  writeFileSync(join(briefs, 'notes.yaml'), 'a: 1');
  const page = await localPage('reader', briefs);
  const browser = await openedPage(page);
  const text = await textAt(browser, '/content');
  expect(text).toContain('There is no desk yet.');
  expect(text).toMatch(/harbour\/desk\.yaml 1 fault\s+4:\d+ .*Talin/);
  expect(text).toMatch(/notes\.yaml 1 fault\s+1:1 the file is outside every desk/);
  edit('desk.yaml', (desk) => desk.replace('Europe/Talin', 'Europe/Tallinn'));
  rmSync(join(briefs, 'notes.yaml'));
  await page.app.desks.sync();
  expect(await textAt(browser, '/content')).toContain('No file has a fault.');
});

test('the review queue, feed items and reports are one press away and open as in chat, with their buttons', async () => {
  const page = await localPage('editor');
  const wrong = {
    desk: 'centralasia',
    entry: 'hsg-t-4127',
    reporter: 'terminal',
    words: 'The city is wrong.',
  };
  await page.app.store.reports.add({ ...wrong, at: pageNow }, 'one');
  const browser = await openedPage(page);
  const html = await (await browser.get('/content')).text();
  const lines = [...html.matchAll(/href="\/\?line=([^"]*deskwire-edit[^"]*)"/g)].map(([, line = '']) =>
    decodeURIComponent(line),
  );
  expect(lines).toEqual(['/deskwire-edit review', '/deskwire-edit feeds items', '/deskwire-edit reports']);
  for (const line of lines) {
    const { panes } = await browser.act({ act: 'ask', line, where: 'both' });
    const answer = panes.slack.messages.at(-1)?.html ?? '';
    expect(textOf(answer), line).toContain('Only visible to you');
    expect(panes.discord.messages, line).toEqual([]);
    if (!line.endsWith('reports')) continue;
    expect(textOf(answer)).toContain('The city is wrong.');
    expect(answer).toMatch(/<button type="button"[^>]*data-press=/);
  }
});
