import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { harbourBriefs, localPage, openedPage } from './local-page.ts';

test('the page asks what init asks, says what is wrong, and makes the desk once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskwire-own-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { get, post } = await openedPage(await localPage('reader', harbourBriefs().briefs, folder));
  const form = await (await get('/own')).text();
  for (const name of ['name', 'countries', 'feeds', 'out']) expect(form).toContain(`name="${name}"`);
  const made = async (answers: Record<string, string>) =>
    (await (await post('/own', answers)).json()) as { made: boolean; lines: string[] };
  const wrong = await made({ name: 'Baltics', countries: 'EE, Germny' });
  expect(wrong).toEqual({ made: false, lines: [expect.stringContaining('did you mean Germany?')] });
  const answers = { name: 'Baltics', countries: 'EE LV LT', out: 'mine', zone: '' };
  const done = await made(answers);
  expect(done.made).toBe(true);
  expect(done.lines.join('\n')).toContain('serves /baltics');
  expect(readFileSync(join(folder, 'mine', 'baltics', 'desk.yaml'), 'utf8')).toContain('name: Latvia');
  expect(readFileSync(join(folder, '.env'), 'utf8')).toContain(join(folder, 'mine'));
  expect(await made(answers)).toMatchObject({ made: false, lines: [expect.stringContaining('exists')] });
});
