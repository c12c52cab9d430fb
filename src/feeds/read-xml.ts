import { Parser } from 'htmlparser2';
import { bareText, plainEntities } from './feed-text.ts';

/** What an RSS, RDF or Atom document says, addresses resolved against `xml:base`. */
export interface SaidFeed {
  title?: string;
  /** Minutes. */
  ttl?: number;
  items: Said[];
  /** The document ends before its root element does; an item that was open then is left out. */
  isCut: boolean;
}

/** Fields of an item in any format. */
export interface Said {
  id?: string;
  /** Best first; they may be relative or no web addresses. */
  links: { url: string; base: string }[];
  /** Plain text. */
  title?: string;
  /** Plain text of the summary or the body. */
  text?: string;
  /** Best first. */
  dates: string[];
}

type Family = 'rss' | 'atom' | 'dc' | 'terms' | 'media' | 'content' | 'itunes' | 'rdf' | 'other';

/** By what a namespace's address contains; prefixes are the document's own choice. */
const namespaces: readonly [RegExp, Family][] = [
  [/w3\.org\/2005\/atom|purl\.org\/atom/i, 'atom'],
  [/purl\.org\/rss\/1\.0\/?$|purl\.org\/net\/rss|netscape\.com|userland\.com/i, 'rss'],
  [/purl\.org\/dc\/terms/i, 'terms'],
  [/purl\.org\/dc\/elements/i, 'dc'],
  [/search\.yahoo\.com/i, 'media'],
  [/modules\/content/i, 'content'],
  [/itunes\.com/i, 'itunes'],
  [/22-rdf-syntax-ns/i, 'rdf'],
];
/** For documents that use a prefix without declaring it. */
const usualPrefixes: Readonly<Record<string, Family>> = {
  atom: 'atom',
  rss: 'rss',
  dc: 'dc',
  dcterms: 'terms',
  media: 'media',
  content: 'content',
  itunes: 'itunes',
  rdf: 'rdf',
};

const deepest = 200;
/** Characters kept of one field. */
const longestField = 20_000;

interface Field {
  parts: string[];
  length: number;
  attributes: Readonly<Record<string, string>>;
  hasMarkup: boolean;
}

const isNative = (family: Family | undefined) => family === 'rss' || family === 'atom';

interface Frame {
  family: Family;
  local: string;
  base: string;
  prefixes: ReadonlyMap<string, Family>;
  item?: ItemDraft;
  field?: Field;
}

/** Values of an item with their rank, best lowest. */
interface ItemDraft {
  id?: string;
  links: { url: string; base: string; rank: number }[];
  titles: { text: string; rank: number }[];
  texts: { text: string; rank: number }[];
  dates: { text: string; rank: number }[];
}

const dateRanks: Readonly<Record<string, number>> = {
  pubdate: 0,
  published: 0,
  issued: 1,
  date: 2,
  available: 3,
  created: 4,
  updated: 5,
  modified: 6,
};

/** Reads a document of any soundness in one pass; throws if it is nested too deeply or holds no feed. */
export function readXml(xml: string, url: string): SaidFeed {
  const feed: SaidFeed = { items: [], isCut: false };
  const stack: Frame[] = [];
  let hasFeed = false;
  let isOver = false;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (stack.length > deepest) throw new RangeError('nested too deeply');
        const frame = frameOf(name, attributes, stack.at(-1), url);
        const { family, local } = frame;
        const parent = stack.at(-1);
        const open = stack.findLast(({ item, field }) => item ?? field);
        if (open?.field) open.field.hasMarkup = true;
        const isItem = (local === 'item' || local === 'entry') && isNative(family);
        if (isItem && !open) frame.item = { links: [], titles: [], texts: [], dates: [] };
        if (frame.item && attributes['rdf:about']) frame.item.id = attributes['rdf:about'];
        if (isNative(family) && (local === 'channel' || local === 'feed')) hasFeed = true;
        hasFeed ||= isItem;
        const isWithin = parent?.item || parent?.family === 'media' || isHead(parent);
        if (isWithin && !frame.item && !open?.field)
          frame.field = { parts: [], length: 0, attributes, hasMarkup: false };
        stack.push(frame);
      },
      ontext(text) {
        const field = stack.findLast((frame) => frame.field)?.field;
        if (!field || field.length > longestField || /^(?:script|style)$/.test(stack.at(-1)?.local ?? ''))
          return;
        field.parts.push(text);
        field.length += text.length;
      },
      onclosetag() {
        const frame = stack.pop();
        if (!frame) return;
        if (isOver) feed.isCut = true;
        if (frame.item) {
          if (!isOver) feed.items.push(finished(frame.item));
        } else if (frame.field && !isOver) {
          const item = stack.findLast((one) => one.item)?.item;
          if (item) takeField(item, frame, frame.field);
          else takeHead(feed, frame, frame.field);
        }
      },
    },
    { xmlMode: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.write(plainEntities(xml));
  isOver = true;
  parser.end();
  if (!hasFeed) throw new Error('no feed');
  return feed;
}

const isHead = (frame: Frame | undefined) =>
  isNative(frame?.family) && (frame?.local === 'channel' || frame?.local === 'feed');

function frameOf(
  name: string,
  attributes: Readonly<Record<string, string>>,
  parent: Frame | undefined,
  url: string,
): Frame {
  const native: Family = name === 'feed' ? 'atom' : 'rss';
  let prefixes = parent?.prefixes ?? new Map<string, Family>([['', native]]);
  for (const [key, value] of Object.entries(attributes)) {
    const prefix = key === 'xmlns' ? '' : key.startsWith('xmlns:') ? key.slice(6) : undefined;
    if (prefix === undefined) continue;
    const known = namespaces.find(([pattern]) => pattern.test(value))?.[1];
    // An unknown default namespace is a feed's own; an unknown prefix is somebody's extension.
    prefixes = new Map(prefixes).set(
      prefix,
      known ?? (prefix === '' && !/xhtml/i.test(value) ? native : 'other'),
    );
  }
  const [, prefix = '', local = ''] = /^(?:([^:]*):)?(.*)$/s.exec(name) ?? [];
  const own = attributes['xml:base']?.trim();
  const base = parent?.base ?? url;
  return {
    family: prefixes.get(prefix) ?? usualPrefixes[prefix] ?? 'other',
    local,
    base: own ? (URL.parse(own, base)?.href ?? base) : base,
    prefixes,
  };
}

function takeHead(feed: SaidFeed, { family, local }: Frame, field: Field): void {
  if (!isNative(family)) return;
  if (local === 'title') feed.title ??= textIn(field, family);
  if (local === 'ttl' && /^\s*\d{1,6}\s*$/.test(field.parts.join('')))
    feed.ttl = Number(field.parts.join(''));
}

/** Where a title is taken from, the lowest first. What is in no namespace of a feed is no title. */
const titleRanks: Partial<Record<Family, number>> = {
  rss: 0,
  atom: 0,
  dc: 1,
  media: 2,
  terms: 3,
  content: 3,
  itunes: 3,
  rdf: 3,
};

function takeField(item: ItemDraft, { family, local, base }: Frame, field: Field): void {
  const { attributes } = field;
  const raw = () => field.parts.join('').trim();
  const link = (url: string | undefined, rank: number) => {
    if (url?.trim()) item.links.push({ url: url.trim(), base, rank });
  };
  if (local === 'title') {
    const rank = titleRanks[family];
    if (rank !== undefined) item.titles.push({ text: textIn(field, family), rank });
  } else if (local === 'guid' || local === 'id') {
    const id = raw();
    if (!isNative(family) || id === '') return;
    item.id = id;
    if (attributes.ispermalink?.toLowerCase() !== 'false' && /^https?:/i.test(id)) link(id, 2);
  } else if (local === 'link' && isNative(family)) {
    const { rel = 'alternate', href } = attributes;
    link(href ?? raw(), { alternate: 0, self: 6, enclosure: 4 }[rel] ?? (href === undefined ? 0 : 9));
  } else if (family === 'media' ? local === 'content' : local === 'enclosure') link(attributes.url, 4);
  else if (family === 'atom' && local === 'content' && attributes.src) link(attributes.src, 3);
  else if (dateRanks[local] !== undefined && ['rss', 'atom', 'dc', 'terms'].includes(family))
    item.dates.push({ text: raw(), rank: dateRanks[local] ?? 9 });
  else if (/^(description|summary|encoded|content|body)$/.test(local))
    item.texts.push({ text: textIn(field, family), rank: local === 'encoded' ? 1 : 0 });
}

const byRank = <T extends { rank: number }>(all: readonly T[]) => all.toSorted((a, b) => a.rank - b.rank);

function finished({ id, links, titles, texts, dates }: ItemDraft): Said {
  const title = byRank(titles).find(({ text }) => text !== '')?.text;
  const text = byRank(texts).find((one) => one.text !== '')?.text;
  return {
    ...(id !== undefined && { id }),
    links: byRank(links.filter(({ rank }) => rank < 9)),
    ...(title !== undefined && { title }),
    ...(text !== undefined && { text }),
    dates: byRank(dates).map((one) => one.text),
  };
}

/** Plain text of a field: of markup or escaped HTML its text, of Atom text every sign as it is. */
function textIn({ parts, attributes, hasMarkup }: Field, family: Family): string {
  const { type = '', mode } = attributes;
  const raw = parts.join('');
  if (mode === 'base64' || /^(?!text\/|.*xml$)[\w.-]+\/[\w.+-]+$/.test(type))
    return bareText(Buffer.from(raw, 'base64').toString('utf8'));
  if (hasMarkup || type === 'xhtml') return raw;
  const isLiteral = (family === 'atom' && !/html/i.test(type) && mode !== 'escaped') || type === 'text/plain';
  return isLiteral ? raw : bareText(raw);
}
