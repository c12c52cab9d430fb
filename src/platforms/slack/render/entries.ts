import { rowLines } from '../../../domain/answer/entry-row.ts';
import type { EntryItem, Reply, ReplyCitation } from '../../../domain/reply.ts';
import { flagEmoji, flagEmojis, linkLabel } from '../../../domain/text.ts';
import { standingSigns } from '../../../domain/vocabulary.ts';
import { clean, linkable } from './escape.ts';
import {
  type Line,
  lineOf,
  type Piece,
  plainText,
  type Run,
  richPieces,
  textRun,
  toSpoken,
} from './lines.ts';
import type { Buttons } from './message.ts';

/** Flag, date, who, what, standing, source with its link, id: all that one glance should give. */
export function entryPieces(item: EntryItem, reply: Reply, buttons: Buttons): Piece[] {
  const body = richPieces([
    headline(item),
    ...item.lines.map(lineOf),
    footing(item, reply.citations),
    ...(isShort(item.id) ? [] : [[textRun(item.id, 'code')]]),
  ]);
  const foot = footer(item, reply.desk, buttons);
  const last = body.pop();
  if (!last) return [foot];
  return [
    ...body.map((piece): Piece => ({ ...piece, keep: true })),
    { blocks: [...last.blocks, ...foot.blocks], text: `${last.text}\n${foot.text}` },
  ];
}

/** Entries in short, as many as fit in one block. Their sources' addresses are heard under "Sources". */
export function rowPieces(items: readonly EntryItem[], citations: readonly ReplyCitation[]): Piece[] {
  return richPieces(
    items.flatMap((item) =>
      item.row ? rowLines({ ...item, row: item.row }, citations, flagEmojis).map(lineOf) : [headline(item)],
    ),
  );
}

function headline({ flags, when, headline }: EntryItem): Line {
  const shown = lineOf(headline).map((each): Run => ({ style: 'strong', ...each }));
  return [
    textRun(
      flags
        .flatMap((code) => flagEmoji(code) ?? [])
        .map((each) => `${each} `)
        .join(''),
    ),
    ...(when ? [textRun(clean(when)), textRun(' — ')] : []),
    ...shown,
  ].filter(({ text }) => text !== '');
}

function footing({ standing, remarks, cites }: EntryItem, citations: readonly ReplyCitation[]): Line {
  const parts: Line[] = [
    ...(standing ? [[textRun(`${standingSigns[standing]} ${standing}`)]] : []),
    ...remarks.map((remark) => [textRun(`⚠️ ${clean(remark)}`, 'emphasis')]),
    ...cites.map((n) => cited(n, citations)),
  ];
  return parts.flatMap((part, at) => (at > 0 ? [textRun(' · '), ...part] : part));
}

function cited(n: number, citations: readonly ReplyCitation[]): Line {
  const citation = citations.find((each) => each.n === n);
  const href = linkable(citation?.url);
  const whose = citation?.by ?? citation?.publisher;
  return [
    textRun(`[${n}] `),
    ...(whose
      ? [{ text: clean(href ? linkLabel(whose, href) : whose), ...(href && { href, silent: true as const }) }]
      : []),
  ];
}

/** An id of ordinary length stands beside the report button; a longer one is a line of its own. */
const isShort = (id: string) => id.length <= 200;

function footer({ id, type }: EntryItem, desk: string | undefined, buttons: Buttons): Piece {
  const shown = isShort(id) ? clean(`${type} · ${id}`) : type;
  const report = desk
    ? buttons.make({ kind: 'report', text: `${desk}/${id}` }, 'Mistake?', {
        spoken: `Report a mistake in ${id}`,
      })
    : undefined;
  return {
    blocks: [
      report
        ? { type: 'section', text: plainText(shown), accessory: report }
        : { type: 'context', elements: [plainText(shown)] },
    ],
    text: toSpoken([textRun(shown)]),
  };
}
