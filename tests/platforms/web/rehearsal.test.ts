import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { harbourBriefs, localPage, openedPage, textOf } from './local-page.ts';

/** A browser on the page with the desk `harbour`, whose last entries were published on 10 and 11 January 2026. */
async function rehearsing() {
  const own = mkdtempSync(join(tmpdir(), 'deskwire-temporary-'));
  vi.stubEnv('TMPDIR', own);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(own, { recursive: true });
  });
  const { briefs, edit } = harbourBriefs();
  const page = await localPage('reader', briefs);
  const browser = await openedPage(page);
  const perform = async (act: object) => {
    const answer = await browser.post('/rehearse', act);
    return answer.status === 200 ? 'done' : ((await answer.json()) as { fault: string }).fault;
  };
  const weekdays = { rhythm: 'weekdays', time: '08:00', weekday: 'Monday', cron: '', zone: '' };
  const settings = { desk: 'harbour', onEmpty: 'skip', format: 'full', ...weekdays };
  return {
    ...{ page, edit, perform },
    begin: (changes: object = {}) =>
      perform({ act: 'begin', ...settings, from: '2026-01-09T10:00', ...changes }),
    /** The text of each pane and of the ledger. */
    async shown() {
      const html = await (await browser.get('/rehearsal')).text();
      const [, slack = '', discord = '', ledger = ''] = html.split('<section class="pane').map(textOf);
      return { clock: textOf(html).match(/The clock shows (.*)/)?.[1], slack, discord, ledger };
    },
    stores: () => readdirSync(own).filter((name) => name.startsWith('deskwire-rehearsal-')),
  };
}

test('a digest comes at its time on both platforms, with the ledger beside it, and the store in service has none of it', async () => {
  const { page, perform, begin, shown, stores } = await rehearsing();
  expect(await begin()).toBe('done');
  const first = await shown();
  expect(first.clock).toMatch(/Fri,? 9 Jan 2026,? 12:00, Europe\/Tallinn/);
  for (const pane of ['slack', 'discord'] as const) {
    expect(first[pane]).toContain('A cable between the two countries');
    expect(first[pane]).not.toContain('The cable is laid');
  }
  expect(first.ledger).toMatch(
    /Digest 1 · delivered[\s\S]*edition 1: all up to publication 3[\s\S]*parts: sent/,
  );

  expect(await perform({ act: 'move', to: 'time', weekday: 'Monday', time: '8' })).toBe('done');
  const second = await shown();
  expect(second.clock).toMatch(/Mon,? 12 Jan 2026,? 08:00/);
  for (const pane of ['slack', 'discord'] as const) {
    expect(second[pane]).toContain('The cable is laid');
    expect(second[pane]).toContain('A day at the harbour');
  }
  expect(second.ledger).toMatch(
    /Cursorpublication 5[\s\S]*Digest 2 · delivered[\s\S]*slot Mon,? 12 Jan 2026,? 08:00[\s\S]*publications after 3, up to 5/,
  );
  expect(await perform({ act: 'move', to: 'next' })).toBe('done');
  const third = await shown();
  expect(third.clock).toMatch(/Tue,? 13 Jan 2026,? 08:00/);
  expect(third.ledger).toContain('No digest: empty');

  expect(await page.app.store.subscriptions.list({ ended: true })).toEqual([]);
  expect((await page.app.store.ledger.counts()).deliveries).toEqual({});
  expect(stores()).toHaveLength(1);
  expect(await perform({ act: 'end' })).toBe('done');
  expect(stores()).toEqual([]);
  expect((await shown()).clock).toBeUndefined();
});

test('several digests on the way come each at its own time', async () => {
  const { perform, begin, shown } = await rehearsing();
  await begin({ rhythm: 'daily', from: '2026-01-09T10:00' });
  await perform({ act: 'move', to: 'time', weekday: 'Monday', time: '08:00' });
  const { ledger, slack } = await shown();
  for (const slot of ['10 Jan 2026', '11 Jan 2026']) expect(ledger).toContain(slot);
  expect(ledger).toMatch(/Digest 3 · delivered/);
  expect(slack.match(/The cable is laid/g)?.length).toBeGreaterThan(0);
});

test('a correction in a file reaches the message that was sent', async () => {
  const { edit, perform, begin, shown } = await rehearsing();
  await begin({ from: '2026-01-12T10:00' });
  edit('facts/energy.yaml', (text) =>
    text.replace(
      'weight: 5',
      'weight: 5\n  state: corrected\n  corrections: [{ on: 2026-01-12, note: It was laid at night. }]',
    ),
  );
  expect(await perform({ act: 'move', to: 'here' })).toBe('done');
  const { slack, discord, ledger } = await shown();
  for (const pane of [slack, discord]) {
    expect(pane).toContain('It was laid at night.');
    expect(pane).toMatch(/Mon,? 12 Jan 2026,? 12:00, edited Mon,? 12 Jan 2026,? 12:00/);
  }
  expect(ledger).toContain('Correction of digest 1 · delivered');
});

test('what cannot be rehearsed is refused with what to do, and a begun one stays', async () => {
  const { perform, begin, shown, stores } = await rehearsing();
  expect(await perform({ act: 'move', to: 'day' })).toBe('Begin a rehearsal before you move its clock.');
  expect(await begin()).toBe('done');
  expect(await begin({ time: '25 past' })).toMatch(/no time of day.*Write hours and minutes/);
  expect(await begin({ topics: ['fish'] })).toMatch(/Harbour has no “fish”/);
  expect(await begin({ from: 'yesterday' })).toMatch(/could not be read/);
  expect((await shown()).clock).toMatch(/9 Jan 2026/);
  expect(await begin({ rhythm: 'cron', cron: '30 8 * * 1' })).toBe('done');
  expect(stores()).toHaveLength(1);
});
