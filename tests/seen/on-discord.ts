import { isObject, type Json, objects } from '../fakes/discord/json.ts';
import { readMarkdown } from '../fakes/discord/reading.ts';
import { asksOf, labelOf, plain, type Seen, type SeenEntry, type SeenSource } from './seen.ts';

/** What a reader sees of Discord's components, and of nothing else. */
export function seenOnDiscord(messages: readonly { body: Json }[]): Seen {
  const all = messages.flatMap(({ body }) => objects(body.components).flatMap(nested));
  const contents = all.filter((component) => component.type === 10).map(({ content }) => String(content));
  const read = contents.map(readMarkdown);
  const spoken = plain(read.map(({ text }) => text).join('\n'));
  return {
    platform: 'discord',
    entries: contents.flatMap(readEntry),
    sources: contents.flatMap((content) => content.split('\n').flatMap(readSource)),
    choices: all
      .filter((component) => component.type === 2)
      .map(({ label }) => String(label))
      .filter((label) => !['◀ Previous', 'Next ▶', 'Share to channel', 'Report a mistake'].includes(label)),
    words: spoken,
    heard: spoken,
    links: read.flatMap(({ links }) => links.map(({ address }) => address)),
    presses: all.flatMap(readPresses),
    live: read.flatMap(({ live }) => live),
  };
}

function readPresses({ type, label, custom_id, options }: Json): Seen['presses'] {
  if (type === 3)
    return objects(options).map(({ description, value }) => ({
      label: String(description),
      asks: asksOf(String(value).slice(2)),
    }));
  if (type !== 2) return [];
  const asks = asksOf(String(custom_id).slice(2));
  if (label === 'Report a mistake') return [{ label: asks.slice(asks.indexOf('/') + 1), asks }];
  return [{ label: labelOf(label), asks }];
}

const nested = (component: Json): Json[] => [
  component,
  ...objects(component.components).filter(isObject).flatMap(nested),
];

/** Flags, as many as fit, the date in bold, and what the headline says. */
const firstLine = /^(?:(?:\p{RI}{2} ?)+(?:\+\d+)? {1,2})?(?:\*\*((?:(?!\*\*).)+)\*\* · )?(.*)$/su;

function readEntry(content: string): SeenEntry[] {
  const [first = '', ...rest] = content.split('\n');
  const last = rest.pop() ?? '';
  const id = /^-# .*`([^`\s]+)`$/u.exec(last)?.[1];
  if (id === undefined) return [];
  const [, when, headline = ''] = firstLine.exec(first) ?? [];
  const about = said(last).split(' · ');
  return [
    {
      id,
      when: when === undefined ? undefined : said(when),
      headline: said(headline),
      lines: rest.filter((line) => !remark.test(line)).map(said),
      standing: about
        .map((part) => /^\S+ (?:confirmed|reported|disputed|opinion|speculation)$/u.exec(part)?.[0])
        .find(Boolean),
      remarks: rest.filter((line) => remark.test(line)).map((line) => said(line).slice('⚠️ '.length)),
      cites: about.flatMap((part) => {
        const [, n, publisher = ''] = /^(\d+) (.*)$/.exec(part) ?? [];
        return n === undefined ? [] : [{ n: Number(n), publisher }];
      }),
    },
  ];
}

const remark = /^⚠️ \*.*\*$/u;
const said = (markdown: string) => readMarkdown(markdown).text.trim();

function readSource(line: string): SeenSource[] {
  const n = /^-# \*\*(\d+)\*\* /.exec(line)?.[1];
  if (n === undefined) return [];
  const { text, links } = readMarkdown(line);
  return [{ n: Number(n), words: text.trim().slice(n.length).trim(), url: links[0]?.address }];
}
