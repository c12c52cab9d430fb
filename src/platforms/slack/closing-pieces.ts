import type { types } from '@slack/bolt';
import { linkLabel } from '../../domain/link-label.ts';
import type { Paging, Reply, ReplyCitation } from '../../domain/reply.ts';
import type { Buttons } from './buttons.ts';
import { clean, linkable } from './escape.ts';
import { type Line, run } from './line.ts';
import { type Piece, smallPieces } from './piece.ts';

/** What stands under an answer: sources in small print, where in the list we are, and the buttons. */
export function closingPieces(
  reply: Reply,
  line: string | undefined,
  note: string | undefined,
  buttons: Buttons,
) {
  const { previous, next } = reply.paging ?? {};
  const made: [string | undefined, types.Button | undefined][] = [
    [previous, previous ? buttons.make({ kind: 'run', text: previous }, '‹ Previous') : undefined],
    [next, next ? buttons.make({ kind: 'run', text: next }, 'Next ›') : undefined],
    [
      undefined,
      line && reply.outcome === 'ok'
        ? buttons.make({ kind: 'share', text: line }, 'Share to channel')
        : undefined,
    ],
  ];
  const elements = made.flatMap(([, button]) => (button ? [button] : []));
  const typed = made.flatMap(([command, button]): Line[] =>
    command !== undefined && !button ? [[run('To go on, type '), run(clean(command))]] : [],
  );
  const row: Piece[] =
    elements.length > 0 ? [{ blocks: [{ type: 'actions', elements }], text: spokenRow(elements) }] : [];
  return [
    ...smallPieces(reply.citations.map(citation)),
    ...smallPieces([...(reply.paging ? [pagingLine(reply.paging)] : []), ...typed]),
    ...smallPieces(note ? [[run(clean(note))]] : []),
    ...row,
  ];
}

function citation({ n, title, by, publisher, date, at, url }: ReplyCitation): Line {
  const href = linkable(url);
  const label = title || url || publisher;
  const shown = clean(href ? linkLabel(label, href) : label);
  const rest = [by, publisher, date, at].filter((part): part is string => Boolean(part?.trim())).map(clean);
  // An address that cannot be a link is shown in words: a source is never lost.
  const unlinked = url !== undefined && href === undefined ? [clean(url)] : [];
  return [
    run(`[${n}] `),
    { text: shown, ...(href && { href }) },
    ...[...rest, ...unlinked].map((part) => run(` · ${part}`)),
  ];
}

const pagingLine = ({ page, pages, total, unit }: Paging): Line => [
  run(`Page ${page} of ${pages} · ${total} ${clean(unit)}`),
];

const spokenRow = (elements: readonly types.Button[]) =>
  `Buttons: ${elements.map(({ text }) => text.text).join(', ')}`;
