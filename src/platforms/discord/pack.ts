import { limits, ours } from './limits.ts';
import type { Separator, TextDisplay } from './message.ts';
import type { Piece } from './pieces.ts';

/** What one message holds, and the entries that can be reported from it. */
export interface Part {
  body: (TextDisplay | Separator)[];
  entries: { id: string; headline: string }[];
}

const rule: Separator = { type: 14, divider: true, spacing: 1 };

/** A container itself, and the line that tells which part this is. */
const frame = 2;

/** Fills messages with pieces in order, never breaking one. `labels`: characters that the buttons will take. */
export function packPieces(pieces: readonly Piece[], labels: number): Part[] {
  const room = limits.textTotal.max - ours.partLine - labels;
  const groups: Piece[][] = [[]];
  for (const piece of pieces) {
    const group = groups.at(-1)!;
    if (fits([...group, piece], room)) {
      group.push(piece);
      continue;
    }
    // A heading at the foot of a message would stand without what it heads.
    const heading = group.at(-1)?.kind === 'heading' && group.length > 1 ? group.at(-1)! : undefined;
    const start = heading && fits([heading, piece], room) ? [heading, piece] : [piece];
    if (start.length > 1) group.pop();
    groups.push(start);
  }
  return groups.filter((group) => group.length > 0).map(toPart);
}

function fits(pieces: readonly Piece[], room: number): boolean {
  const { body } = toPart(pieces);
  const characters = body.reduce((sum, each) => sum + ('content' in each ? each.content.length : 0), 0);
  return characters <= room && body.length + frame + ours.actionComponents <= limits.components.max;
}

/** Words run on in one text, and so do sources; a line is drawn between these and around every entry. */
function toPart(pieces: readonly Piece[]): Part {
  const part: Part = { body: [], entries: [] };
  let last: Piece | undefined;
  for (const piece of pieces) {
    const text = part.body.at(-1);
    const joins = last && zone(piece) === zone(last) && zone(piece) !== 'entry';
    if (joins && text?.type === 10) text.content += `\n${piece.text}`;
    else {
      if (last && last.kind !== 'heading') part.body.push(rule);
      part.body.push({ type: 10, content: piece.text });
    }
    if (piece.entry) part.entries.push(piece.entry);
    last = piece;
  }
  return part;
}

function zone({ kind }: Piece): 'words' | 'entry' | 'sources' {
  return kind === 'heading' || kind === 'text' ? 'words' : kind;
}
