import { rowLines } from '../../src/domain/answer/entry-row.ts';
import { type Mention, mentionOf, nameInWords } from '../../src/domain/answer/named.ts';
import { tableLines } from '../../src/domain/answer/picture.ts';
import {
  type Block,
  type EntryItem,
  type Reply,
  type ReplyCitation,
  type Span,
  shownIn,
} from '../../src/domain/reply.ts';
import { flagEmojis } from '../../src/domain/text.ts';
import { type Standing, standingSigns } from '../../src/domain/vocabulary.ts';

/** What a reader can see of an answer, whatever shows it. */
export interface Seen {
  platform: 'slack' | 'discord';
  entries: SeenEntry[];
  sources: SeenSource[];
  /** What the buttons offer to run instead. */
  choices: string[];
  /** All its words in order, in small letters and with single blanks. */
  words: string;
  /** The same for whoever hears it. */
  heard: string;
  /** Every address that it leads to. */
  links: string[];
  /** What a press asks for, by its label; of an entry of a menu, by the id below. */
  presses: { label: string; asks: string }[];
  /** Mentions and other marks that do more than read: only those of whom the reply names. */
  live: string[];
}

export interface SeenEntry {
  id: string;
  when: string | undefined;
  headline: string;
  lines: string[];
  /** With its sign. */
  standing: string | undefined;
  remarks: string[];
  cites: { n: number; publisher: string }[];
}

export interface SeenSource {
  n: number;
  /** Title, publisher, date and place in it. */
  words: string;
  url: string | undefined;
}

const signed = (standing: Standing) => `${standingSigns[standing]} ${standing}`;
const text = (spans: readonly Span[]) => spans.map((span) => span.text).join('');

const marks = {
  slack: { user: '<@', group: '<!subteam^', channel: '<#' },
  discord: { user: '<@', group: '<@&', channel: '<#' },
};

/** Somebody or something of the platform itself by a mark that it shows as a name; all else in words. */
function asShown(span: Span, platform: Seen['platform']): string {
  const mention = mentionOf(span);
  if (mention?.platform === platform)
    return `${mention.direct ? 'direct messages with ' : ''}${markOf(span, platform)}`;
  return span.style === 'person' || span.style === 'channel' ? nameInWords(span) : span.text;
}

/** The marks by which the platform shows whom and what the reply names. */
function namesIn({ blocks, citations, view }: Reply, platform: Seen['platform']): Set<string> {
  const spans = spansIn(blocks, view, citations) as Span[];
  return new Set(
    spans.filter((span) => mentionOf(span)?.platform === platform).map((span) => markOf(span, platform)),
  );
}

function markOf(span: Span, platform: Seen['platform']): string {
  const { kind, id } = mentionOf(span) as Mention;
  return `${marks[platform][kind]}${id}>`;
}

/** The reply with whom and what it names as the platform shows it. */
function shownOn(reply: Reply, platform: Seen['platform']): Reply {
  const named = (spans: Span[]): Span[] => spans.map((span) => ({ ...span, text: asShown(span, platform) }));
  const blocks = reply.blocks.map((block): Block => {
    if (block.type === 'text' || block.type === 'notice') return { ...block, spans: named(block.spans) };
    if (block.type === 'list') return { ...block, items: block.items.map(named) };
    if (block.type !== 'fields') return block;
    return { ...block, items: block.items.map((item) => ({ ...item, value: named(item.value) })) };
  });
  return { ...reply, blocks };
}
export const plain = (words: string) => words.replace(/\s+/g, ' ').trim().toLowerCase();

/** What the reply itself says that a reader must be able to see. */
export function entriesOf(reply: Reply): SeenEntry[] {
  const { blocks, citations, view } = shownIn(reply);
  if (view === 'glance') return [];
  const publisher = (n: number) => {
    const citation = citations.find((each) => each.n === n);
    return citation?.by ?? citation?.publisher ?? '';
  };
  return blocks
    .flatMap((block) => (block.type === 'entries' ? block.items : []))
    .map((item: EntryItem) => ({
      id: item.id,
      when: item.when,
      headline: text(item.headline),
      lines: item.lines.map(text),
      standing: item.standing && signed(item.standing),
      remarks: item.remarks,
      cites: item.cites.map((n) => ({ n, publisher: publisher(n) })),
    }));
}

export const sourcesOf = (reply: Reply): SeenSource[] =>
  shownIn(reply).citations.map(({ n, title, by, publisher, date, at, url }: ReplyCitation) => ({
    n,
    words: [title, by, publisher, date, at].filter((part) => part?.trim()).join(', '),
    url,
  }));

/** The choices that are offered neither by a button nor, where none can hold them, as a line to type. */
export function choicesMissing({ choices, words }: Seen, reply: Reply): string[] {
  return shownIn(reply)
    .blocks.flatMap((block) => (block.type === 'choices' ? block.options : []))
    .filter(
      ({ label, command }) => !choices.includes(label) && !words.includes(plain(`${label}: ${command}`)),
    )
    .map(({ label }) => label);
}

/** Everything that is said in words, in order. */
export function sayingsOf(reply: Reply): string[] {
  const { blocks, paging, view, citations } = shownIn(reply);
  const page =
    paging && paging.pages > 1
      ? [`page ${paging.page} of ${paging.pages} · ${paging.total} ${paging.unit}`]
      : [];
  const rows = ({ items }: Extract<Block, { type: 'entries' }>) =>
    items.flatMap((item) =>
      item.row ? rowLines({ ...item, row: item.row }, citations, flagEmojis).map(text) : [],
    );
  const said = blocks.flatMap((block) =>
    block.type === 'entries' && view === 'glance' ? rows(block) : sayings(block),
  );
  return [...said, ...page].map(plain);
}

function sayings(block: Block): string[] {
  switch (block.type) {
    case 'heading':
      return [block.text];
    case 'text':
      return [text(block.spans)];
    case 'notice':
      return [text(block.spans)];
    case 'list':
      return block.items.map(text);
    case 'fields':
      return block.items.map(({ label, value }) => `${label}: ${text(value)}`);
    case 'entries':
      return block.items.map(({ headline }) => text(headline));
    case 'code':
      return block.text.trimEnd().split(/\r?\n/);
    case 'picture':
      return tableLines(block.table);
    case 'choices':
      return [block.prompt];
    default:
      return block satisfies never;
  }
}

/** The sayings that cannot be found after the one before. */
export function missingFrom(words: string, said: readonly string[]): string[] {
  let at = 0;
  return said.filter((saying) => {
    const found = words.indexOf(saying, at);
    if (found < 0) return true;
    at = found + saying.length;
    return false;
  });
}

/** A button's state: a letter, twelve characters of proof, and what it asks for. */
export const asksOf = (state: unknown): string => String(state).slice(13);

/** The words of a label, without the arrows that each platform draws in its own way. */
export const labelOf = (label: unknown): string =>
  String(label)
    .replace(/[‹›◀▶]/g, '')
    .trim();

/** An address with its marks written out, as each platform encodes others. */
function address(url: string): string {
  const { href } = new URL(url);
  return href.replace(/%(?:28|29|2A|3C|3E|5C|60|7C|7E)/gi, decodeURIComponent);
}

/** Addresses that the reply has and that may be links, each as often as it stands there. */
function linksOf(reply: Reply): string[] {
  const { citations } = reply;
  const { blocks, view, ...shown } = shownIn(reply);
  const urls = [
    ...spansIn(blocks, view, citations),
    ...shown.citations.map(({ title, url }) => ({ text: title, href: url })),
  ];
  return urls.flatMap(({ text, href }) => (text.trim() && href && mayLink(href) ? [address(href)] : []));
}

function mayLink(href: string): boolean {
  const url = URL.parse(href);
  return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password;
}

interface Linked {
  text: string;
  href?: string | undefined;
}

function spansIn(
  blocks: readonly Block[],
  view: Reply['view'],
  citations: readonly ReplyCitation[],
): Linked[] {
  const cited = (n: number): Linked => {
    const { by, publisher = '', url } = citations.find((each) => each.n === n) ?? {};
    return { text: by ?? publisher, href: url };
  };
  return blocks.flatMap((block): Linked[] => {
    switch (block.type) {
      case 'text':
      case 'notice':
        return block.spans;
      case 'list':
        return block.items.flat();
      case 'fields':
        return block.items.flatMap(({ value }) => value);
      case 'entries':
        return block.items.flatMap((item) => {
          if (view !== 'glance') return [...item.headline, ...item.lines.flat(), ...item.cites.map(cited)];
          return item.row ? rowLines({ ...item, row: item.row }, citations).flat() : item.headline;
        });
      default:
        return [];
    }
  });
}

/** What the reply offers to press: the lines behind it, and the entries that may be wrong. */
function pressesOf(reply: Reply): { label: string; asks: string }[] {
  const { blocks, paging, view, desk } = shownIn(reply);
  const turn = (label: string, asks: string | undefined) => (asks === undefined ? [] : [{ label, asks }]);
  return [
    ...blocks
      .flatMap((block) => (block.type === 'choices' ? block.options : []))
      .map(({ label, command }) => ({ label: labelOf(label), asks: command })),
    ...turn('Previous', paging?.previous),
    ...turn('Next', paging?.next),
    ...(view === 'glance' || desk === undefined
      ? []
      : entriesOf(reply).map(({ id }) => ({ label: id, asks: `${desk}/${id}` }))),
  ];
}

/** Where what is shown differs from what the reply says: one line each. */
export function differences(seen: Seen, meantReply: Reply): string[] {
  const reply = shownOn(meantReply, seen.platform);
  const found: string[] = [];
  const compare = (what: string, shown: unknown, meant: unknown) => {
    const [a, b] = [JSON.stringify(shown), JSON.stringify(meant)];
    if (a !== b) found.push(`${what}: ${a} instead of ${b}`);
  };
  const nothing = (what: string, faults: readonly unknown[]) => {
    if (faults.length > 0) found.push(`${what}: ${JSON.stringify(faults)}`);
  };
  const entries = entriesOf(reply);
  compare('entries', seen.entries, entries);
  compare('sources', seen.sources, sourcesOf(reply));
  nothing('choices are missing', choicesMissing(seen, reply));
  nothing('words are missing', missingFrom(seen.words, sayingsOf(reply)));
  nothing('what is heard lacks', missingFrom(seen.heard, sayingsOf(reply)));
  const parts = entries.flatMap(({ id, when, standing, remarks }) => [
    id,
    when ?? '',
    standing ?? '',
    ...remarks,
  ]);
  nothing(
    'what is heard lacks',
    parts.map(plain).filter((part) => !seen.heard.includes(part)),
  );
  const [shown, meant] = [seen.links.map(address), linksOf(reply)];
  const times = (all: readonly string[], one: string) => all.filter((each) => each === one).length;
  nothing(
    'links are missing',
    meant.filter((one) => times(shown, one) < times(meant, one)),
  );
  nothing(
    'links lead elsewhere',
    shown.filter((one) => !meant.includes(one)),
  );
  for (const { label, asks } of pressesOf(reply)) {
    const pressed = seen.presses.filter((press) => press.label === label);
    // A state that is too long for its button is kept elsewhere, and one that fits nowhere is a line to type.
    if (pressed.length > 0 && !pressed.some((press) => press.asks === asks || press.asks.startsWith('~')))
      found.push(`${label} asks for ${pressed.map((press) => press.asks)} instead of ${asks}`);
    if (pressed.length === 0 && !seen.words.includes(plain(asks))) found.push(`${label} cannot be pressed`);
  }
  const named = namesIn(meantReply, seen.platform);
  nothing(
    'marks are live',
    seen.live.filter((mark) => !named.has(mark)),
  );
  return found;
}
