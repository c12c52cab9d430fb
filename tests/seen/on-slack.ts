import { bare, links, readBlocks, readMrkdwn } from '../platforms/slack/read-message.ts';
import { asksOf, labelOf, plain, type Seen, type SeenEntry, type SeenSource } from './seen.ts';

interface Element {
  text?: string;
  url?: string;
  style?: object;
}
interface Block {
  type: string;
  text?: { type: string; text: string };
  elements?: (Element & { type: string; elements?: Element[] })[];
}

/** What a reader sees of Slack's blocks, and of nothing else. */
export function seenOnSlack(messages: readonly { blocks?: unknown; text?: unknown }[]): Seen {
  const blocks = messages.flatMap((message) => message.blocks as Block[]);
  return {
    platform: 'slack',
    entries: blocks.flatMap((block, at): SeenEntry[] => {
      const id = /^(?:brief|fact|visit) · (\S+)$/.exec(small(block))?.[1];
      return id === undefined ? [] : [readEntry(id, blocks[at - 1])];
    }),
    sources: blocks.flatMap(readSources),
    choices: blocks
      .filter(({ type }) => type === 'actions')
      .flatMap(({ elements = [] }) => elements.map(readBlocks))
      .map((label) => label.trim())
      .filter((label) => !['‹ Previous', 'Next ›', 'Share to channel'].includes(label)),
    words: plain(bare(readBlocks(blocks))),
    heard: plain(
      messages.map(({ text }) => readMrkdwn(String(text ?? '').replace(/ <https?:[^<>]*>/g, ''))).join('\n'),
    ),
    links: links(blocks),
    presses: parts(blocks)
      .filter(({ type }) => type === 'button')
      .map(readPress),
    live: [
      ...parts(blocks)
        .filter(({ type }) => mentions.includes(String(type)))
        .map((part) => readBlocks(part) || JSON.stringify(part)),
      ...parts(blocks)
        .filter(({ type }) => type === 'mrkdwn')
        .concat(messages as Part[])
        .flatMap(
          ({ text }) => String(text ?? '').match(/<(?!https?:)[^<>]*>?|@(?:here|channel|everyone)/gi) ?? [],
        ),
    ],
  };
}

type Part = Record<string, unknown>;

/** All objects within. */
function parts(value: unknown): Part[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(parts);
  return Array.isArray(value) ? inner : [value as Part, ...inner];
}

const mentions = ['user', 'usergroup', 'channel', 'broadcast', 'team', 'date'];

function readPress({ text, value, accessibility_label: spoken }: Part): Seen['presses'][number] {
  const reported = /^Report a mistake in (\S+)$/.exec(String(spoken ?? ''))?.[1];
  const { text: label } = text as { text: string };
  return { label: reported ?? labelOf(label), asks: asksOf(value) };
}

/** The plain words of a section, or of a line in small print. */
function small({ type, text, elements }: Block): string {
  const own = type === 'section' ? text : elements?.[0];
  return own && 'type' in own && own.type === 'plain_text' ? bare(String(own.text)) : '';
}

const standing = /^\S+ (?:confirmed|reported|disputed|opinion|speculation)$/u;
const cited = /^\[(\d+)\] $/;

function readEntry(id: string, block: Block | undefined): SeenEntry {
  const [first = [], ...rest] = lines(block?.elements?.[0]?.elements ?? []);
  const footing = rest.at(-1)?.some(isFooting) ? (rest.pop() ?? []) : [];
  const dash = first.findIndex((element) => element.text === ' — ' && !element.style);
  const headline = dash >= 0 ? first.slice(dash + 1) : first.filter(({ text = '' }) => !flags.test(text));
  return {
    id,
    when: dash > 0 ? said(first.slice(dash - 1, dash)) : undefined,
    headline: said(headline),
    lines: rest.map(said),
    standing: footing.map(({ text = '' }) => standing.exec(text)?.[0]).find(Boolean),
    remarks: footing.flatMap(({ text = '' }) => /^⚠️ (.*)$/u.exec(bare(text))?.[1] ?? []),
    cites: footing.flatMap(({ text = '' }, at) => {
      const n = cited.exec(text)?.[1];
      return n === undefined ? [] : [{ n: Number(n), publisher: said(footing.slice(at + 1, at + 2)) }];
    }),
  };
}

const flags = /^(?:\p{RI}{2} )+$/u;
const isFooting = ({ text = '' }: Element) =>
  standing.test(text) || cited.test(text) || text.startsWith('⚠️ ');
const said = (line: readonly Element[]) => bare(line.map(({ text = '' }) => text).join(''));

function lines(elements: readonly Element[]): Element[][] {
  const found: Element[][] = [[]];
  for (const element of elements) {
    if (element.text === '\n') found.push([]);
    else found.at(-1)?.push(element);
  }
  return found;
}

function readSources({ type, elements }: Block): SeenSource[] {
  const own = elements?.[0];
  if (type !== 'context' || own?.type !== 'mrkdwn') return [];
  return (own.text ?? '').split('\n').flatMap((line): SeenSource[] => {
    const [, n, about] = /^\[(\d+)\] (.*)$/.exec(line) ?? [];
    if (n === undefined || about === undefined) return [];
    return [{ n: Number(n), words: readMrkdwn(about).split(' · ').join(', '), url: links(about)[0] }];
  });
}
