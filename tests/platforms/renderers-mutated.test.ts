import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createActionCodec } from '../../src/command/action-codec.ts';
import type { EntryItem, Reply } from '../../src/domain/reply.ts';
import * as discord from '../../src/platforms/discord/render/render.ts';
import * as slack from '../../src/platforms/slack/render/render.ts';
import { seenOnDiscord } from '../seen/on-discord.ts';
import { seenOnSlack } from '../seen/on-slack.ts';
import { differences } from '../seen/seen.ts';
import { visit, visits } from './slack/example-reply.ts';

type Platform = 'slack' | 'discord';
interface Renderers {
  slack: Pick<typeof slack, 'renderMessages'>;
  discord: Pick<typeof discord, 'renderMessages'>;
}

const second: EntryItem = {
  ...visit,
  id: 'fact-uranium-2024',
  type: 'fact',
  flags: ['UZ'],
  when: 'May 2024',
  headline: [{ text: 'Uranium: “@everyone <!here> <@U1> *said*”' }],
  lines: [[{ text: 'The text', href: 'https://example.org/agreement?a=1&b=2' }, { text: ' is public.' }]],
  standing: 'disputed',
  remarks: ['sources disagree on the date'],
  cites: [1, 2],
};
const rows: EntryItem[] = [visit, second].map((item) => ({
  ...item,
  row: { when: item.when, text: item.headline, standing: item.standing, notes: item.remarks },
}));
const whole: Reply = {
  ...visits,
  blocks: [
    ...visits.blocks.map((block) => (block.type === 'entries' ? { ...block, items: rows } : block)),
    { type: 'fields', items: [{ label: 'Region', value: [{ text: 'Central Asia', style: 'strong' }] }] },
    {
      type: 'choices',
      prompt: 'Also:',
      options: ['Astana', 'Tashkent', 'Dushanbe'].map((label) => ({
        label,
        command: `/centralasia visits ${label.toLowerCase()}`,
      })),
    },
  ],
  citations: [
    ...visits.citations,
    {
      ...{ n: 2, source: 'report', title: 'A report', publisher: 'A newspaper', by: 'A. Writer' },
      ...{ date: '3 May 2024', at: 'page 7', url: 'https://example.org/report' },
    },
  ],
};
/** In full, in short, and its sources alone. */
const replies: Reply[] = [
  whole,
  { ...whole, version: 2, view: 'glance' },
  { ...whole, version: 2, view: 'details' },
  { ...whole, version: 2, view: 'sources' },
];

/** Where what a platform would show differs from the replies. */
function faults<P extends Platform>(platform: P, { renderMessages }: Renderers[P]): string[] {
  const actions = createActionCodec('secret');
  const binding = { person: `${platform}:T1:U1`, channel: 'C1' };
  const [line, visibility] = ['/centralasia visits', 'private'] as const;
  return replies.flatMap((reply) => {
    const seen =
      platform === 'slack'
        ? seenOnSlack(
            (renderMessages as typeof slack.renderMessages)(reply, {
              ...{ line, visibility },
              buttons: { actions, binding },
            }),
          )
        : seenOnDiscord(
            (renderMessages as typeof discord.renderMessages)(reply, {
              ...{ line, visibility, actions, binding },
            }).map((body) => ({ body: { ...body } })),
          );
    return differences(seen, reply);
  });
}

test('as they are, both renderers say what the reply says', () => {
  expect(faults('slack', slack)).toEqual([]);
  expect(faults('discord', discord)).toEqual([]);
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: source code.
/** A file of a renderer, a line in it, what breaks it, and what the comparison says. */
const mutations: Record<string, [Platform, file: string, from: string, to: string, says: RegExp]> = {
  'Slack: a date is dropped': [
    ...(['slack', 'entries'] as const),
    "...(when ? [textRun(clean(when)), textRun(' — ')] : []),",
    '',
    /^entries: .*instead of .*May 2024/,
  ],
  'Slack: rows stand in another order': [
    ...(['slack', 'entries'] as const),
    'items.flatMap((item) =>',
    'items.toReversed().flatMap((item) =>',
    /^words are missing: .*Uranium/i,
  ],
  'Slack: a source leads nowhere': [
    ...(['slack', 'blocks'] as const),
    '{ text: shown, ...(href && { href }) },',
    '{ text: shown },',
    /^sources: /,
  ],
  'Slack: the source of a row leads nowhere': [
    ...(['slack', 'entries'] as const),
    'citations, flagEmojis).map(lineOf)',
    'citations, flagEmojis).map((spans) => lineOf(spans.map(({ text }) => ({ text }))))',
    /^links are missing: .*example\.org\/report/,
  ],
  'Slack: a standing has no sign': [
    ...(['slack', 'entries'] as const),
    'textRun(`${standingSigns[standing]} ${standing}`)',
    'textRun(standing)',
    /^entries: .*instead of .*⚖️ disputed/,
  ],
  'Slack: coverage is dropped': [
    ...(['slack', 'blocks'] as const),
    "return richPieces([[...noticeMark[block.tone], ...lineOf(block.spans)]], 'quote');",
    "return block.tone === 'gap' ? [] : richPieces([lineOf(block.spans)], 'quote');",
    /^words are missing: .*later visits are not covered/,
  ],
  'Slack: each button asks what the next one should': [
    ...(['slack', 'blocks'] as const),
    'options.map((option) => ({ option, button: choiceButton(option, buttons) }))',
    'options.map((option, at) => ({ option, button: choiceButton({ ...option, command: (options[at + 1] ?? option).command }, buttons) }))',
    /^Astana asks for .*tashkent instead of .*astana/,
  ],
  'Slack: Next leads to the page before': [
    ...(['slack', 'blocks'] as const),
    "text: next }, 'Next ›'",
    "text: previous ?? next }, 'Next ›'",
    /^Next asks for .*page 1 instead of .*page 3/,
  ],
  'Slack: a mistake is reported in no entry': [
    ...(['slack', 'entries'] as const),
    'text: `${desk}/${id}`',
    'text: `${desk}/${type}`',
    /^visit-blinken-astana-2023 asks for centralasia\/visit instead/,
  ],
  'Slack: less is heard than seen': [
    ...(['slack', 'message'] as const),
    ".filter((text) => text !== '')",
    ".filter((text) => text !== '').slice(0, 2)",
    /^what is heard lacks: /,
  ],
  'Slack: a mention is not escaped': [
    ...(['slack', 'escape'] as const),
    ".replace(/</g, '&lt;')",
    '',
    /^marks are live: .*<!here/,
  ],
  'Discord: a date is dropped': [
    ...(['discord', 'pieces'] as const),
    "...(item.when ? [{ text: item.when, style: 'strong' as const }, { text: ' · ' }] : []),",
    '',
    /^entries: .*instead of .*May 2024/,
  ],
  'Discord: rows stand in another order': [
    ...(['discord', 'pieces'] as const),
    'items.flatMap((item) =>\n      item.row',
    'items.toReversed().flatMap((item) =>\n      item.row',
    /^words are missing: .*Uranium/i,
  ],
  'Discord: a source leads nowhere': [
    ...(['discord', 'pieces'] as const),
    '...(url === undefined ? {} : { href: url }) },',
    '},',
    /^sources: /,
  ],
  'Discord: an entry’s own source leads nowhere': [
    ...(['discord', 'pieces'] as const),
    '...(source?.url === undefined ? {} : { href: source.url })',
    '',
    /^links are missing: .*example\.org\/report/,
  ],
  'Discord: a standing has no sign': [
    ...(['discord', 'pieces'] as const),
    'add({ text: `${standingSigns[item.standing]} ${item.standing}` })',
    'add({ text: item.standing })',
    /^entries: .*instead of .*⚖️ disputed/,
  ],
  'Discord: coverage is dropped': [
    ...(['discord', 'pieces'] as const),
    "case 'notice':\n",
    "case 'notice':\n if (block.tone === 'gap') return [];\n",
    /^words are missing: .*later visits are not covered/,
  ],
  'Discord: small print is lost': [
    ...(['discord', 'pieces'] as const),
    'smallLine(aboutEntry(item, sources)),',
    '',
    /^entries: \[\]/,
  ],
  'Discord: each button asks what the next one should': [
    ...(['discord', 'buttons'] as const),
    'state(reads.kind, option.command)',
    'state(reads.kind, (options[options.indexOf(option) + 1] ?? option).command)',
    /^Astana asks for .*tashkent instead of .*astana/,
  ],
  'Discord: Next leads to the page before': [
    ...(['discord', 'buttons'] as const),
    "page('Next ▶', shown.paging?.next, 'N')",
    "page('Next ▶', shown.paging?.previous, 'N')",
    /^Next asks for .*page 1 instead of .*page 3/,
  ],
  'Discord: a mistake is reported in another entry': [
    ...(['discord', 'report-menu'] as const),
    'value: `${reportMenuId}${states.get(id)}`',
    'value: `${reportMenuId}${states.get(first.id)}`',
    /^fact-uranium-2024 asks for centralasia\/visit-blinken/,
  ],
  'Discord: a mention is not escaped': [
    ...(['discord', 'markdown'] as const),
    String.raw`.replace(/[\\*_~${'`'}|<>[\]@]/g, '\\$&')`,
    String.raw`.replace(/[\\*_~${'`'}|>[\]]/g, '\\$&')`,
    /^marks are live: .*@everyone/,
  ],
};
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: source code.

describe('a renderer that is broken is caught:', () => {
  test.each(Object.keys(mutations))('%s', async (name) => {
    const [platform, file, from, to, says] = mutations[name] as (typeof mutations)[string];
    const broken = await loaded(platform, file, (source) => {
      expect(source.split(from), `${from} stands once in ${file}.ts`).toHaveLength(2);
      return source.replace(from, () => to);
    });
    expect(faults(platform, broken)).toContainEqual(expect.stringMatching(says));
  });
});

/** Loads a renderer from elsewhere with one of its files changed; what it imports from without stays the same. */
async function loaded(
  platform: Platform,
  changed: string,
  change: (source: string) => string,
): Promise<Renderers[Platform]> {
  const folder = resolve('src/platforms', platform, 'render');
  const copy = await mkdtemp(join(tmpdir(), 'deskwire-mutant-'));
  onTestFinished(() => rm(copy, { recursive: true, force: true }));
  const files = await readdir(folder);
  for (const name of files) {
    const source = await readFile(join(folder, name), 'utf8');
    const script = stripTypeScriptTypes(name === `${changed}.ts` ? change(source) : source);
    await writeFile(
      join(copy, name.replace(/ts$/, 'mjs')),
      script.replace(/from '(\.[^']+)'/g, (_, path: string) =>
        path.startsWith('./')
          ? `from '${path.replace(/ts$/, 'mjs')}'`
          : `from '${pathToFileURL(resolve(folder, path))}'`,
      ),
    );
  }
  return import(/* @vite-ignore */ pathToFileURL(join(copy, 'render.mjs')).href);
}
