import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../../src/platforms/web/pane.ts';
import { readMarkdown } from '../../fakes/discord/reading.ts';

type Platform = 'slack' | 'discord';

interface Payload {
  asked: string;
  body: Json;
  form: boolean;
}

/** Every payload that the product was recorded to send, messages and forms. */
export function recordedPayloads(platform: Platform): Payload[] {
  const folder = join('tests/recorded/answers', platform);
  const recorded = globSync('*.txt', { cwd: folder })
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split(/^(?=\$ )/m))
    .flatMap((step) => {
      const [asked = '', ...rest] = step.split('\n');
      const given: unknown = JSON.parse(rest.join('\n'));
      return [given].flat().flatMap((each) => payloadsOf(platform, each as Json, asked));
    });
  return [...recorded, { asked: 'sample', body: samples[platform], form: false }];
}

function payloadsOf(platform: Platform, given: Json, asked: string): Payload[] {
  if ('opens' in given)
    return [given.opens].flat().map((body) => ({ asked, body: body as Json, form: true }));
  if (!('method' in given)) return [{ asked, body: given, form: true }];
  const body = given.body as Json;
  const message = platform === 'discord' && 'data' in body ? (body.data as Json) : body;
  return 'blocks' in message || 'components' in message ? [{ asked, body: message, form: false }] : [];
}

/** What the product may send and no recorded answer has. */
const samples: Record<Platform, Json> = {
  slack: {
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: 'R&D <today>' } },
      { type: 'divider' },
      { type: 'section', text: { type: 'mrkdwn', text: '*R&amp;D* &lt;today&gt;' } },
      {
        type: 'context',
        elements: [{ type: 'mrkdwn', text: 'a &amp; b <https://a.example/?x=1&amp;y=2|c &lt; d>' }],
      },
      { type: 'image', image_url: 'https://a.example/b.png', alt_text: 'A map of the "region"' },
    ],
  },
  discord: {
    components: [
      {
        type: 17,
        components: [
          { type: 10, content: '## R&D <today>' },
          { type: 14, divider: false, spacing: 2 },
          { type: 10, content: 'a & b [c < d](<https://a.example/?x=1&y=2>)' },
        ],
      },
    ],
  },
};

/** All objects within, in their order. */
const within = (part: unknown): Json[] => {
  if (typeof part !== 'object' || part === null) return [];
  const inner = Object.values(part).flatMap(within);
  return Array.isArray(part) ? inner : [part as Json, ...inner];
};

const words = (text: string) => text.replace(/[\s•]+/g, '');

/** What a payload says, read without the drawers: its words, links, buttons and pictures. */
export function said(platform: Platform, body: Json) {
  const parts = within(platform === 'slack' ? body.blocks : body.components);
  return platform === 'slack' ? saidOnSlack(parts) : saidOnDiscord(parts);
}

function saidOnSlack(parts: readonly Json[]) {
  const texts: string[] = [];
  const links: string[] = [];
  for (const { type, text, url, user_id, usergroup_id, channel_id } of parts) {
    if (type === 'link') links.push(String(url));
    if (type === 'user' || type === 'usergroup') texts.push(`@${user_id ?? usergroup_id}`);
    if (type === 'channel') texts.push(`#${channel_id}`);
    if (type === 'mrkdwn')
      for (const [, target] of String(text).matchAll(/<(https?:[^|>]+)/g)) links.push(entity(target ?? ''));
    if (typeof text !== 'string') continue;
    texts.push(
      type === 'mrkdwn' ? entity(text.replace(/<[^<>|]*\|([^<>]*)>/g, '$1').replace(/[*]/g, '')) : text,
    );
  }
  const presses = parts.filter(({ type }) => type === 'button').map(({ action_id }) => String(action_id));
  const alts = parts.filter(({ type }) => type === 'image').map(({ alt_text }) => String(alt_text));
  return { words: words(texts.join('')), links, presses, alts };
}

function saidOnDiscord(parts: readonly Json[]) {
  const texts: string[] = [];
  const links: string[] = [];
  const presses: string[] = [];
  const alts: string[] = [];
  for (const { type, content, label, placeholder, options, custom_id, items } of parts) {
    if (type === 10) {
      texts.push(readMarkdown(String(content)).text);
      for (const [, target] of String(content).matchAll(/\]\(<?([^)\s>]+)>?\)/g)) links.push(target ?? '');
    }
    if (type === 2) texts.push(String(label));
    if (type === 2) presses.push(String(custom_id));
    if (type === 3) {
      texts.push(String(placeholder));
      for (const option of options as Json[]) {
        texts.push(String(option.label), String(option.description ?? ''));
        presses.push(String(custom_id));
      }
    }
    if (type === 12) alts.push(...(items as Json[]).map(({ description }) => String(description)));
  }
  return { words: words(texts.join('')), links, presses, alts };
}

const entity = (text: string) =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;|&#x27;/g, "'")
    .replace(/&amp;/g, '&');

/** The same, read from the HTML that was drawn. */
export function drawn(html: string) {
  const attribute = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, value]) => entity(value ?? ''));
  return {
    words: words(entity(html.replace(/<[^>]*>/g, ''))),
    links: attribute(/<a [^>]*href="([^"]*)"/g),
    presses: attribute(/data-press="([^"]*)"/g),
    alts: attribute(/<img [^>]*alt="([^"]*)"/g),
  };
}
