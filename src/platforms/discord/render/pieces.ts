import { rowLines } from '../../../domain/answer/entry-row.ts';
import { noPicture, type Picture, type Shown, tableLines } from '../../../domain/answer/picture.ts';
import { assertNever } from '../../../domain/errors.ts';
import {
  type Block,
  type EntryItem,
  makersOf,
  type Outcome,
  type Paging,
  type Reply,
  type ReplyCitation,
  type Span,
  shownIn,
  textOf,
} from '../../../domain/reply.ts';
import { flagEmoji, flagEmojis } from '../../../domain/text.ts';
import { standingSigns } from '../../../domain/vocabulary.ts';
import { ownLimits } from '../limits.ts';
import { cleanText, type Line, markdownLines, plainLine, smallLine, splitAtLineBreaks } from './markdown.ts';

/** One thing that stands in one message: a paragraph, a list, an entry. At most `ours.piece` long. */
export interface Piece {
  kind: 'heading' | 'text' | 'entry' | 'sources' | 'picture';
  text: string;
  /** A picture: the name of its file, and its description. */
  picture?: { file: string; alt: string };
  /** The entry of which this piece is the end; there it can be reported. */
  entry?: { id: string; headline: string };
}

const toneSign = { info: 'ℹ️', gap: '📭', warning: '⚠️' } as const;

/**
 * Everything the reply says, in its order. Choices are buttons or lines, which the caller adds. `linked`: an entry
 * links its sources itself; if not, their list below does.
 */
export function replyPieces(
  whole: Reply,
  { linked, pictures = new Map() }: { linked: boolean; pictures?: DiscordPictures | undefined },
): Piece[] {
  const shown = shownIn(whole);
  const reply = { ...shown, citations: whole.citations };
  const links = new Map(
    reply.citations.map(({ url, ...citation }) => [
      citation.n,
      { ...citation, ...(linked && url !== undefined && { url }) },
    ]),
  );
  const pieces = reply.blocks.flatMap((block) =>
    block.type === 'entries' && reply.view === 'glance'
      ? rowPieces(block.items, reply.citations)
      : blockPieces(block, links, pictures),
  );
  const foot = reply.paging ? linesToPieces('text', [pagingLine(reply.paging)]) : [];
  return [...pieces, ...foot, ...linesToPieces('sources', shown.citations.map(citationLine))];
}

/** The bytes of the pictures of an answer. */
export type DiscordPictures = Shown<Uint8Array>;

function blockPieces(
  block: Block,
  sources: ReadonlyMap<number, ReplyCitation>,
  pictures: DiscordPictures,
): Piece[] {
  switch (block.type) {
    case 'heading': {
      const mark = block.level === 1 ? '## ' : '### ';
      return linesToPieces('heading', [{ prefix: mark, carried: mark, spans: [{ text: block.text }] }]);
    }
    case 'text':
      return linesToPieces(
        'text',
        splitAtLineBreaks(block.spans).map((spans) => plainLine(spans)),
      );
    case 'list':
      return linesToPieces(
        'text',
        block.items.map((spans) => ({ prefix: '- ', carried: '  ', spans })),
      );
    case 'fields':
      return linesToPieces(
        'text',
        block.items.map(({ label, value }) =>
          plainLine([{ text: `${label}:`, style: 'strong' }, { text: ' ' }, ...value]),
        ),
      );
    case 'entries':
      return block.items.flatMap((item) => {
        const pieces = linesToPieces('entry', entryLines(item, sources));
        const headline = textOf(item.headline);
        const entry = { id: item.id, headline };
        return pieces.map((piece, index) => (index === pieces.length - 1 ? { ...piece, entry } : piece));
      });
    case 'notice':
      return linesToPieces('text', [
        { prefix: '> ', carried: '> ', spans: [{ text: `${toneSign[block.tone]} ` }, ...block.spans] },
      ]);
    case 'code':
      return codePieces(block.text);
    case 'picture':
      return [...picturePieces(block, pictures), ...codePieces(tableLines(block.table).join('\n'))];
    case 'choices':
      return linesToPieces('text', [plainLine([{ text: block.prompt, style: 'strong' }])]);
    default:
      return assertNever(block);
  }
}

/** The table that follows has the same numbers; without a picture, why there is none. */
function picturePieces({ file, alt }: Picture, pictures: DiscordPictures): Piece[] {
  const shown = pictures.get(file);
  if (!shown) return [];
  if ('failed' in shown) return linesToPieces('text', [smallLine([{ text: noPicture(shown.failed) }])]);
  return [{ kind: 'picture', text: '', picture: { file, alt } }];
}

/** As it stands, to be copied: nothing within is styled, and nothing within ends it. */
function codePieces(text: string): Piece[] {
  const fence = '```';
  const most = ownLimits.piece - 2 * fence.length - 2;
  const pieces: string[] = [];
  for (const line of cleanText(text.trimEnd())
    .replace(/`(?=``)/g, '`\u200b')
    .split('\n')) {
    for (const part of line.match(new RegExp(`.{1,${most}}`, 'gu')) ?? ['']) {
      const last = pieces.at(-1);
      if (last !== undefined && last.length + 1 + part.length <= most)
        pieces[pieces.length - 1] = `${last}\n${part}`;
      else pieces.push(part);
    }
  }
  return pieces
    .filter((piece) => piece.trim() !== '')
    .map((piece) => ({ kind: 'text', text: `${fence}\n${piece}\n${fence}` }));
}

/** As few pieces as hold the lines; a line too long for one is carried over. */
export function linesToPieces(kind: Piece['kind'], lines: readonly Line[]): Piece[] {
  const texts = lines.flatMap(({ prefix, carried, spans }) =>
    markdownLines(spans, ownLimits.piece - Math.max(prefix.length, carried.length))
      .filter((text) => text.trim())
      .map((text, index) => (index === 0 ? prefix : carried) + text.trim()),
  );
  const pieces: Piece[] = [];
  for (const text of texts) {
    const last = pieces.at(-1);
    if (last && last.text.length + 1 + text.length <= ownLimits.piece) last.text += `\n${text}`;
    else pieces.push({ kind, text });
  }
  return pieces;
}

function pagingLine({ page, pages, total, unit }: Paging): Line {
  return smallLine([{ text: `page ${page} of ${pages} · ${total} ${unit}` }]);
}

function citationLine(citation: ReplyCitation): Line {
  const { n, title, date, at, url } = citation;
  const about = [...makersOf(citation), date, at].filter((part) => part?.trim());
  return smallLine([
    { text: String(n), style: 'strong' },
    { text: ' ' },
    { text: title || citation.source, ...(url === undefined ? {} : { href: url }) },
    { text: about.length > 0 ? `, ${about.join(', ')}` : '' },
  ]);
}

/** The stripe beside the answer: green answered, blue a question back, amber a gap, grey refused, red failed. */
export function accent(outcome: Outcome): number {
  switch (outcome) {
    case 'ok':
      return 0x2f855a;
    case 'question':
      return 0x3b6fd4;
    case 'not_found':
    case 'not_covered':
      return 0xd69e2e;
    case 'invalid':
    case 'forbidden':
      return 0x718096;
    case 'failed':
      return 0xc53030;
    default:
      return assertNever(outcome);
  }
}

/**
 * An entry at one glance: flags, date and headline on the first line; what it says below; then in small print
 * standing, sources with their links, and id.
 */
function entryLines(item: EntryItem, sources: ReadonlyMap<number, ReplyCitation>): Line[] {
  const flags = flagRow(item.flags);
  const first: Span[] = [
    ...(flags ? [{ text: `${flags}  ` }] : []),
    ...(item.when ? [{ text: item.when, style: 'strong' as const }, { text: ' · ' }] : []),
    ...item.headline,
  ];
  return [
    plainLine(first),
    ...item.lines.map((spans) => plainLine(spans)),
    ...item.remarks.map((remark) => plainLine([{ text: '⚠️ ' }, { text: remark, style: 'emphasis' }])),
    smallLine(aboutEntry(item, sources)),
  ];
}

function aboutEntry(item: EntryItem, sources: ReadonlyMap<number, ReplyCitation>): Span[] {
  const spans: Span[] = [];
  const add = (...more: Span[]) => spans.push(...(spans.length > 0 ? [{ text: ' · ' }] : []), ...more);
  if (item.standing) add({ text: `${standingSigns[item.standing]} ${item.standing}` });
  for (const n of item.cites) {
    const source = sources.get(n);
    const whose = (source?.by ?? source?.publisher)?.trim();
    const label = whose ? `${n} ${whose}` : `source ${n}`;
    add({ text: label, ...(source?.url === undefined ? {} : { href: source.url }) });
  }
  add({ text: item.id, style: 'code' });
  return spans;
}

/** Entries in short. */
function rowPieces(items: readonly EntryItem[], citations: readonly ReplyCitation[]): Piece[] {
  return linesToPieces(
    'text',
    items.flatMap((item) =>
      item.row
        ? rowLines({ ...item, row: item.row }, citations, flagEmojis).map(plainLine)
        : [plainLine(item.headline)],
    ),
  );
}

const mostCells = 8;

/** Flags for ISO 3166 alpha-2 codes; what is no code shows nothing, and more than eight are counted. */
export function flagRow(codes: readonly string[]): string {
  const flags = codes.flatMap((code) => flagEmoji(code) ?? []);
  const rest = flags.length - mostCells;
  return flags.slice(0, mostCells).join(' ') + (rest > 0 ? ` +${rest}` : '');
}
