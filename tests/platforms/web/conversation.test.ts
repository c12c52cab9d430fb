import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { harbourBriefs, localPage, openedPage, textOf, type Updates } from './local-page.ts';

type Pane = 'slack' | 'discord';
const panes: Pane[] = ['slack', 'discord'];

/** A person at the page, who knows what each pane shows. */
async function person(as: Parameters<typeof localPage>[0] = 'reader', briefs?: string) {
  const page = await localPage(as, briefs);
  const browser = await openedPage(page);
  const shown = { slack: new Map<string, string>(), discord: new Map<string, string>() };
  const modals: Record<Pane, Updates['panes']['slack']['modal']> = { slack: null, discord: null };
  const since = { slack: 0, discord: 0 };
  const act = async (doing: object) => {
    const { panes: updates } = await browser.act(doing, { ...since });
    for (const pane of panes) {
      for (const { id, html } of updates[pane].messages) shown[pane].set(id, html);
      since[pane] = updates[pane].number;
      modals[pane] = updates[pane].modal;
    }
  };
  const messages = (pane: Pane) => [...shown[pane]];
  const last = (pane: Pane) => messages(pane).at(-1) ?? ['', ''];
  return {
    ...{ ...page, ...browser, act, messages, modals, last },
    ask: (line: string, where = 'both') => act({ act: 'ask', line, where }),
    texts: (pane: Pane) => messages(pane).map(([, html]) => textOf(html)),
    /** Presses the last button with that label, or chooses the entry of a menu. */
    async press(pane: Pane, label: string) {
      for (const [message, html] of messages(pane).reverse()) {
        const buttons = [
          ...html.matchAll(
            /<button type="button"[^>]*?data-press="([^"]*)"(?: data-value="([^"]*)")?[^>]*>(.*?)<\/button>/gs,
          ),
        ];
        const button = buttons.findLast(([, , , text = '']) => textOf(text).startsWith(label));
        if (!button) continue;
        const [, control, value] = button;
        return act({ act: 'press', pane, message, control, ...(value !== undefined && { value }) });
      }
      throw new Error(`no button ${label}`);
    },
  };
}

test('one question is answered in both panes, as each platform shows it', async () => {
  const you = await person();
  await you.ask('/centralasia visits kazakhstan');
  for (const pane of panes) expect(you.texts(pane).join('\n'), pane).toContain('Kazakhstan');
  expect(you.texts('discord')[0]).toContain('used /centralasia visits country: kazakhstan');
  expect(you.texts('slack')[1]).toContain('Only visible to you');
  await you.ask('latest', 'discord');
  expect(you.texts('discord').at(-1)).toContain('used /centralasia latest');
  expect(you.texts('slack').join()).not.toContain('/centralasia latest');
});

test.each(panes)(
  'with several desks %s asks once of which, and that desk answers from then on',
  async (pane) => {
    const { briefs } = harbourBriefs();
    cpSync(join(briefs, 'harbour'), join(briefs, 'lagoon'), { recursive: true });
    const file = join(briefs, 'lagoon', 'desk.yaml');
    writeFileSync(
      file,
      readFileSync(file, 'utf8')
        .replace(/^id: .*/m, 'id: lagoon')
        .replace(/^name: .*/m, 'name: Lagoon'),
    );
    const you = await person('reader', briefs);
    await you.ask('latest', pane);
    expect(you.texts(pane).at(-1)).toContain('Which desk is meant?');
    await you.press(pane, 'Lagoon');
    expect(you.texts(pane).at(-1)).toContain('Latest (');
    await you.ask('topics', pane);
    expect(you.texts(pane).at(-1)).toContain('Topics');
    expect(you.texts(pane).join('\n')).toContain('/lagoon topics');
  },
);

test('what several options say goes to Discord as options', async () => {
  const you = await person();
  await you.ask('/centralasia visits uzbekistan since 2015 public');
  expect(you.texts('discord')[0]).toMatch(
    /used \/centralasia visits country: UZ since: 2015-01-01 public: yes/,
  );
  expect(you.texts('discord')[0]).not.toContain('Only you');
  await you.ask('/centralasia visits nowhereland');
  expect(you.texts('discord').at(-1)).toContain('country: nowhereland');
  await you.ask('/centralasia vists kazakhstan');
  expect(you.texts('discord').at(-1)).toMatch(/no command/);
  await you.ask('/deskwire digest list', 'discord');
  expect(you.texts('discord').at(-1)).toContain('used /deskwire digest list');
});

describe.each(panes)('%s', (pane) => {
  test('pages turn in place or below, and a mistake is reported through its form', async () => {
    const you = await person();
    await you.ask('/centralasia facts', pane);
    await you.press(pane, 'Details');
    const before = you.messages(pane).length;
    const first = you.texts(pane).join('\n');
    await you.press(pane, 'Next');
    expect(you.messages(pane).length).toBeGreaterThanOrEqual(before);
    expect(you.texts(pane).join('\n')).not.toBe(first);

    await you.ask('/centralasia brief hsg-t-4127', pane);
    await you.press(pane, 'Details');
    await you.press(pane, pane === 'slack' ? 'Mistake?' : 'Report a mistake');
    const { id = '', html = '' } = you.modals[pane] ?? {};
    expect(textOf(html)).toContain('Report a mistake');
    await you.act({ act: 'submit', pane, modal: id, values: { words: ['The city is wrong.'] } });
    const { items } = await you.app.store.reports.list('centralasia', { limit: 5, offset: 0 });
    expect(items).toMatchObject([{ entry: 'hsg-t-4127', reporter: 'terminal', words: 'The city is wrong.' }]);
  });

  test('a forged or forgotten button does nothing', async () => {
    const you = await person();
    await you.ask('/centralasia latest', pane);
    const [message] = you.last(pane);
    const pressed = await you.post('/act', {
      do: { act: 'press', pane, message, control: 'share:99' },
      since: {},
    });
    expect(pressed.status).toBe(409);
  });

  test('a draft is written in its form, as the person at the terminal', async () => {
    const you = await person('editor');
    await you.ask('/deskwire-edit add fact', pane);
    const opened = you.modals[pane];
    expect(textOf(opened?.html ?? '')).toContain('Add a fact');
    const values = {
      title: ['A minister in Tashkent'],
      statement: ['A minister came to Tashkent.'],
      date: ['May 2006'],
    };
    await you.act({ act: 'submit', pane, modal: opened?.id, values });
    const said = pane === 'slack' ? (you.modals.slack?.html ?? '') : you.last(pane)[1];
    expect(textOf(said)).toMatch(/source|topic/i);
    expect(said).toContain(pane === 'slack' ? 'A minister in Tashkent' : 'Source');
  });
});

test('what changes something is done once', async () => {
  const you = await person('editor');
  await you.ask('/deskwire-edit add fact');
  expect(you.messages('slack')).not.toEqual([]);
  expect(you.messages('discord')).toEqual([]);
});

test('a form on Slack offers names while somebody types', async () => {
  const you = await person('editor');
  await you.ask('/deskwire-edit add fact', 'slack');
  const { id: modal = '', html = '' } = you.modals.slack ?? {};
  const control = /data-suggest="([^"]+)"/.exec(html)?.[1];
  const response = await you.post('/suggest', { pane: 'slack', modal, control, typed: 'min' });
  const { options } = (await response.json()) as { options: { label: string; command: string }[] };
  expect(options.map(({ label }) => label.toLowerCase()).join()).toContain('min');
});

test('the box completes lines', async () => {
  const you = await person();
  const { lines } = (await (await you.post('/complete', { line: '/centralasia visits kaz' })).json()) as {
    lines: string[];
  };
  expect(lines).toContain('/centralasia visits Kazakhstan ');
});

test('pictures are uploaded to the page and shown with their description', async () => {
  const you = await person();
  await you.ask('/centralasia chart visits');
  for (const pane of panes) {
    const all = you.messages(pane).map(([, html]) => html);
    const [, address = '', alt = ''] = /<img src="([^"]+)" alt="([^"]+)"/.exec(all.join()) ?? [];
    expect(alt, pane).toMatch(/visits/i);
    const picture = await you.get(address);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(
      Buffer.from(await picture.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  }
});
