import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as discord from '../../../src/platforms/web/discord/draw.ts';
import type { Json } from '../../../src/platforms/web/pane.ts';
import * as slack from '../../../src/platforms/web/slack/draw.ts';
import { textOf } from './local-page.ts';
import { drawn, recordedPayloads, said } from './payloads.ts';

const platforms = ['slack', 'discord'] as const;
type Platform = (typeof platforms)[number];

interface Drawers {
  drawBlocks?(blocks: unknown): unknown;
  drawComponents?(components: unknown): unknown;
}

const draw = (platform: Platform, drawers: Drawers, body: Json): string =>
  String(
    platform === 'slack' ? drawers.drawBlocks?.(body.blocks) : drawers.drawComponents?.(body.components),
  );

/** Where what is drawn differs from what the payload says. */
function differences(platform: Platform, drawers: Drawers): string[] {
  return recordedPayloads(platform)
    .filter(({ form }) => !form)
    .flatMap(({ asked, body }) => {
      try {
        const [shown, meant] = [drawn(draw(platform, drawers, body)), said(platform, body)];
        const kinds = ['words', 'links', 'presses', 'alts'] as const;
        return kinds
          .filter((kind) => String(shown[kind]) !== String(meant[kind]))
          .map((kind) => `${asked}: ${kind}\n- ${meant[kind]}\n+ ${shown[kind]}`);
      } catch (error) {
        return [`${asked}: ${String(error)}`];
      }
    });
}

describe.each(platforms)('%s', (platform) => {
  const drawers = { slack, discord }[platform];

  test('a pane says what the payload says, word for word, with every link and button', () => {
    expect(recordedPayloads(platform).length).toBeGreaterThan(100);
    expect(differences(platform, drawers)).toEqual([]);
  });

  test('every form that was recorded can be drawn, with each of its inputs', () => {
    for (const { body } of recordedPayloads(platform).filter(({ form }) => form)) {
      const html = String(
        platform === 'slack' ? slack.drawBlocks(body.blocks) : discord.drawModal(body.components),
      );
      const shown = textOf(html);
      const inputs = ((body.blocks ?? body.components) as Json[]).filter(
        ({ type }) => type === 'input' || type === 18,
      );
      for (const { label } of inputs)
        expect(shown).toContain(typeof label === 'string' ? label : (label as Json).text);
      expect(html.match(/class="field"/g)?.length ?? 0).toBe(inputs.length);
    }
  });
});

test('the text for screen readers is the top-level text on Slack, and the texts on Discord', () => {
  expect(slack.spokenText('A &amp; B <https://a.example/?x=1&amp;y=2> <https://b.example|there>')).toBe(
    'A & B https://a.example/?x=1&y=2 there (https://b.example)',
  );
  const components = [
    { type: 17, components: [{ type: 10, content: '## Visits\n- **one**\n- two' }, { type: 14 }] },
    { type: 1, components: [{ type: 2, label: 'Next', custom_id: 'x', style: 2 }] },
    { type: 10, content: '-# a < b' },
  ];
  expect(discord.spokenText(components)).toBe('Visits\n• one\n• two\n\na < b');
});

test('what no drawer knows is a fault with its type, never left out', () => {
  const draws: [string, () => unknown][] = [
    ['holodeck', () => slack.drawBlocks([{ type: 'holodeck' }])],
    ['dial', () => slack.drawBlocks([{ type: 'actions', elements: [{ type: 'dial' }] }])],
    [
      'rich_text_poem',
      () => slack.drawBlocks([{ type: 'rich_text', elements: [{ type: 'rich_text_poem' }] }]),
    ],
    [
      'slider',
      () => slack.drawBlocks([{ type: 'input', label: { text: 'x' }, element: { type: 'slider' } }]),
    ],
    ['99', () => discord.drawComponents([{ type: 17, components: [{ type: 99 }] }])],
    ['98', () => discord.drawModal([{ type: 18, component: { type: 98 } }])],
  ];
  for (const [type, run] of draws) expect(run, type).toThrow(type);
});

test('hostile text stays text', () => {
  const attack = '<img src=x onerror=alert(1)>"\'&[x](javascript:alert(1))';
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text: attack } },
    {
      type: 'context',
      elements: [{ type: 'mrkdwn', text: `<javascript:alert(1)|x> ${attack.replace(/</g, '&lt;')}` }],
    },
    {
      type: 'rich_text',
      elements: [
        { type: 'rich_text_section', elements: [{ type: 'link', url: 'javascript:alert(1)', text: attack }] },
      ],
    },
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: attack,
          accessibility_label: attack,
          text: { type: 'plain_text', text: attack },
        },
      ],
    },
  ];
  const components = [
    { type: 10, content: attack },
    { type: 1, components: [{ type: 2, style: 2, label: attack, custom_id: attack }] },
    { type: 12, items: [{ media: { url: 'javascript:alert(1)' }, description: attack }] },
  ];
  const input = { block_id: attack, hint: { text: attack }, label: { text: attack } };
  const types = ['plain_text_input', 'static_select', 'checkboxes', 'external_select'];
  const fields = types.map((type) => ({ type: 'input', ...input, element: { type, action_id: attack } }));
  const labelled = [3, 4].map((type) => ({
    ...{ type: 18, label: attack, description: attack },
    component: { type, custom_id: attack, placeholder: attack },
  }));
  const html = [
    slack.drawBlocks([...blocks, ...fields]),
    discord.drawComponents(components),
    discord.drawModal(labelled),
  ].join('');
  expect(html).not.toMatch(/<img src=x|(?:href|src)="javascript:/i);
  for (const [tag] of html.matchAll(/<[a-z][^>]*>/g)) expect(tag).not.toMatch(/ on\w+=(?!alert\(1\)&)/);
});

test('no link of an answer leads to this machine, where it could ask the page in the reader’s name', () => {
  const hosts = ['127.0.0.1:3080', 'localhost:3080', '0x7f.1:3080', '[::1]:3080', 'example.org'];
  const urls = hosts.map((host) => `http://${host}/?line=/deskwire`);
  const run = (url: string) => ({ type: 'link', url, text: 'x' });
  const html = [
    slack.drawBlocks([
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: urls.map(run) }] },
      { type: 'context', elements: urls.map((url) => ({ type: 'mrkdwn', text: `<${url}|x>` })) },
    ]),
    discord.drawComponents(urls.map((url) => ({ type: 10, content: `[x](<${url}>) ${url}` }))),
    discord.drawComponents(urls.map((url) => ({ type: 2, style: 5, label: 'x', url }))),
  ].join('');
  const led = [...html.matchAll(/href="(http[^"]*)"/g)].map(([, url]) => url);
  expect(led).toEqual(Array.from({ length: 5 }, () => 'http://example.org/?line=/deskwire'));
});

test('a moment is shown as such only where it is one, and never within code', () => {
  const words = (content: string) => textOf(String(discord.drawComponents([{ type: 10, content }]))).trim();
  expect(words('until <t:1764547200:R>')).toBe('until 2025-12-01 00:00 UTC');
  expect(words('until <t:99999999999999999>')).toBe('until <t:99999999999999999>');
  expect(words('type `search <t:0>` and `<t:99999999999999999>`')).toBe(
    'type search <t:0> and <t:99999999999999999>',
  );
  expect(words('```\nsearch <t:0>\n```')).toBe('search <t:0>');
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: source code.
/** A line of a drawer, and what breaks it. */
const mutations: Record<string, [Platform, from: string, to: string]> = {
  'headings stay empty': ['slack', '${block.text?.text}</h4>', '</h4>'],
  'what stands beside a section is left out': ['slack', '${drawElement(block.accessory)}</div>', '</div>'],
  'a line ends after its first words': [
    'slack',
    '<p>${element.elements?.map(drawRun)}',
    '<p>${element.elements?.slice(0, 1).map(drawRun)}',
  ],
  'lists lose their first item': [
    'slack',
    'element.elements?.map((item) =>',
    'element.elements?.slice(1).map((item) =>',
  ],
  'links lead nowhere': ['slack', '<a href="${safe(url)}"', '<a href="#"'],
  'signs are shown as Slack escapes them': [
    'slack',
    "text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')",
    'text',
  ],
  'buttons do not know what they do': ['slack', 'data-press="${action_id}"${named}', 'data-press=""${named}'],
  'rules are unknown': ['slack', "case 'divider':", "case 'dividing':"],
  'quotes are left out': ['slack', '<blockquote>${element.elements?.map(drawRun)}', '<blockquote>'],
  'small print is left out': [
    'slack',
    '<div class="sl-context">${block.elements?.map(drawElement)}',
    '<div class="sl-context">',
  ],
  'containers lose their first text': [
    'discord',
    '</svg><div>${components.map(drawComponent)}',
    '</svg><div>${components.slice(1).map(drawComponent)}',
  ],
  'rows are drawn backwards': [
    'discord',
    '<div class="dc-row">${components.map(drawComponent)}',
    '<div class="dc-row">${components.toReversed().map(drawComponent)}',
  ],
  'Markdown is not read': ['discord', 'const drawn = toHTML(', 'const drawn = String('],
  'menus offer nothing': [
    'discord',
    'const { placeholder, options, custom_id } = component as Json;',
    'const { placeholder, custom_id } = component as Json; const options: Option[] = [];',
  ],
  'pictures have no description': ['discord', "${description ?? ''}\" />", '" />'],
};

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: source code.

describe('a drawer that is broken is caught:', () => {
  test.each(Object.keys(mutations))('%s', async (name) => {
    const [platform, from, to] = mutations[name] ?? (['slack', '', ''] as never);
    const file = resolve('src/platforms/web', platform, 'draw.ts');
    const source = await readFile(file, 'utf8');
    expect(source.split(from), `${from} stands once in ${file}`).toHaveLength(2);
    expect(
      differences(
        platform,
        await loaded(
          file,
          source.replace(from, () => to),
        ),
      ),
    ).not.toEqual([]);
  });
});

/** Loads changed source from elsewhere, its imports being those of the file. */
async function loaded(file: string, source: string): Promise<Drawers> {
  const folder = await mkdtemp(join(tmpdir(), 'deskwire-mutant-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { resolve: find } = createRequire(file);
  const script = stripTypeScriptTypes(source)
    .replace(/from '([^']+)'/g, (whole, name: string) =>
      name.startsWith('node:') ? whole : `from '${pathToFileURL(find(name))}'`,
    )
    .replaceAll('import.meta.url', `'${pathToFileURL(file)}'`);
  const mutant = join(folder, 'draw.mjs');
  await writeFile(mutant, script);
  return import(/* @vite-ignore */ pathToFileURL(mutant).href);
}
