import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { harbourBriefs, localPage, openedPage } from './local-page.ts';

test('the page asks what init asks, says what is wrong, and makes the desk once', async () => {
  const around = mkdtempSync(join(tmpdir(), 'deskwire-own-'));
  onTestFinished(() => rmSync(around, { recursive: true }));
  const folder = join(around, 'clone');
  mkdirSync(folder);
  const { get, post } = await openedPage(await localPage('reader', harbourBriefs().briefs, folder));
  const form = await (await get('/own')).text();
  for (const name of ['name', 'countries', 'topics', 'feeds', 'out'])
    expect(form).toContain(`name="${name}"`);
  for (const says of [
    '<h2>',
    'value="../deskwire-briefs"',
    'Optional; empty: that of',
    'Usual: Visits, Summits,',
  ])
    expect(form).toContain(says);
  expect(await (await get('/')).text()).toContain('<a href="/own">My own desk</a>');
  const made = async (answers: Record<string, string>) =>
    (await (await post('/own', answers)).json()) as {
      made: boolean;
      lines: string[];
      faults: { option: string; says: string }[];
    };
  const feeds = 'Baltic News, http://10.0.0.1/rss';
  const wrong = await made({ name: '', countries: 'EE, Germny', out: 'here', feeds });
  expect(wrong).toEqual({
    made: false,
    faults: [
      { option: 'name', says: 'The region needs a name; write one such as "Horn of Africa".' },
      { option: 'countries', says: 'No country is called "Germny"; did you mean Germany?' },
      { option: 'out', says: expect.stringContaining('"here" is no path') },
      { option: 'feeds', says: expect.stringContaining('"Baltic News" is a name') },
    ],
  });
  const answers = { name: 'Baltics', countries: 'EE LV LT', out: '../mine', zone: '' };
  expect(await made({ ...answers, feeds: 'http://10.0.0.1/rss' })).toMatchObject({
    made: false,
    faults: [{ option: 'feeds', says: expect.stringContaining('private') }],
  });
  const done = await made(answers);
  expect(done.made).toBe(true);
  expect(done.lines.join('\n')).toContain(
    'Countries: Estonia, Latvia and Lithuania. Time zone: Europe/Tallinn.',
  );
  expect(done.lines.join('\n')).toContain('serves /baltics');
  expect(readFileSync(join(around, 'mine', 'baltics', 'desk.yaml'), 'utf8')).toContain('name: Latvia');
  expect(readFileSync(join(folder, '.env'), 'utf8')).toContain(join(around, 'mine'));
  expect(await made(answers)).toMatchObject({
    made: false,
    faults: [{ option: 'out', says: expect.stringContaining('exists') }],
  });
});
