import { rowLines } from '../../src/domain/answer/entry-row.ts';
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

/** What a reader can see of an answer, whatever shows it. */
export interface Seen {
  entries: SeenEntry[];
  sources: SeenSource[];
  /** What the buttons offer to run instead. */
  choices: string[];
  /** All its words in order, in small letters and with single blanks. */
  words: string;
}

export interface SeenEntry {
  id: string;
  when: string | undefined;
  headline: string;
  lines: string[];
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

const text = (spans: readonly Span[]) => spans.map((span) => span.text).join('');
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
      standing: item.standing,
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
