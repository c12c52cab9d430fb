import { rowLines } from '../answer/entry-row.ts';
import { wordsOf } from '../answer/reply-units.ts';
import { type Block, type Reply, textOf } from '../reply.ts';
import { flagEmojis } from '../text.ts';

/** What one message may take of a reader's screen: lines at 42 columns, and visible characters. */
export interface Budget {
  lines: number;
  characters: number;
}

/** A daily digest is one message; a weekly one up to two. */
export const dailyBudget: Budget = { lines: 22, characters: 1100 };
export const weeklyBudget: Budget = { lines: 45, characters: 2200 };
export const weeklyMessages = 2;

/** What unchecked headlines may add. */
export const headlinesBudget: Budget = { lines: 10, characters: 500 };

/** Columns of a phone, less what a platform's own marks take. */
const columns = 40;

/** The lines that a message shows before its buttons, as spans joined to text. */
function shownLines({ blocks, citations }: Reply): string[] {
  return blocks.flatMap((block: Block): string[] => {
    switch (block.type) {
      case 'list':
        return block.items.map((spans) => `• ${textOf(spans)}`);
      case 'choices':
      case 'picture':
        return [];
      case 'entries':
        return block.items.flatMap(({ row, ...item }) =>
          row ? rowLines({ ...item, row }, citations, flagEmojis).map(textOf) : [textOf(item.headline)],
        );
      default:
        return wordsOf(block).split('\n');
    }
  });
}

/** Lines of a text on a narrow screen, broken between words. */
function wrapped(text: string): number {
  let [lines, at] = [1, 0];
  for (const word of text.split(' ')) {
    const length = Math.max(1, word.length);
    if (at > 0 && at + 1 + length > columns) [lines, at] = [lines + 1, 0];
    at += (at > 0 ? 1 : 0) + length;
    while (at > columns) [lines, at] = [lines + 1, at - columns];
  }
  return lines;
}

export function isWithin(reply: Reply, { lines, characters }: Budget): boolean {
  const shown = shownLines(reply);
  return (
    shown.reduce((sum, line) => sum + wrapped(line), 0) <= lines &&
    shown.reduce((sum, line) => sum + line.length + 1, 0) <= characters
  );
}
