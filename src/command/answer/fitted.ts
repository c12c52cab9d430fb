import { rowLines } from '../../domain/answer/entry-row.ts';
import { tableLines } from '../../domain/answer/picture.ts';
import { assertNever } from '../../domain/errors.ts';
import { type Block, type EntryItem, type ReplyCitation, type Span, textOf } from '../../domain/reply.ts';

/** Lines on a phone, and visible characters. */
export interface Room {
  lines: number;
  characters: number;
}

/** A phone shows 42 characters a line, of which the last word that does not fit takes some. */
const columns = 38;

/** The least of a text that is worth showing. */
const fewest = 60;

const restWords = 'The rest is under Details.';
const rest: Block = { type: 'text', spans: [{ text: restWords, style: 'emphasis' }] };

/**
 * The blocks in their order as far as there is room for them, and what says that there is more. What changes the
 * meaning of the rest comes first.
 */
export function fitBlocks(blocks: readonly Block[], room: Room): Block[] {
  if (fits(sum(blocks.map(sizeOf)), room)) return [...blocks];
  let left = without(room, sizeOfText(restWords));
  const shown: Block[] = [];
  for (const block of blocks) {
    const size = sizeOf(block);
    if (!fits(size, left)) {
      shown.push(...partOf(block, left));
      break;
    }
    shown.push(block);
    left = without(left, size);
  }
  while (isTitle(shown.at(-1))) shown.pop();
  return [...shown, rest];
}

/** What one message holds of the addresses that its links lead to. */
const mostAddressed = 3300;

/**
 * The blocks of a short form in which fewer rows are shown where all do not fit: the first always, and whatever else is
 * said of them. `goesOn`: a button leads to the others.
 */
export function withFewerRows(
  blocks: readonly Block[],
  citations: readonly ReplyCitation[],
  room: Room,
  goesOn: boolean,
): Block[] {
  const isShown = ({ only }: Block) => only === undefined || only === 'glance';
  const others = blocks.filter((block) => isShown(block) && block.type !== 'entries');
  const said = sum(others.map(sizeOf));
  let left = without(room, said);
  let addressed = mostAddressed - said.characters;
  let [kept, dropped] = [0, 0];
  const fitsOn = (item: EntryItem): boolean => {
    const lines = item.row ? rowLines({ ...item, row: item.row }, citations) : [];
    const size = sum(lines.map(sizeOfSpans));
    const links = lines.flat().reduce((all, { href }) => all + (href ? href.length + 8 : 0), 0);
    left = without(left, size);
    addressed -= size.characters + links;
    const takes = dropped === 0 && (kept === 0 || (isRoom(left) && addressed >= 0));
    if (takes) kept += 1;
    else dropped += 1;
    return takes;
  };
  const shown = blocks.flatMap((block): Block[] => {
    if (block.type !== 'entries' || !isShown(block)) return [block];
    const items = block.items.filter(fitsOn);
    return items.length > 0 ? [{ ...block, items }] : [];
  });
  return dropped > 0 && !goesOn ? [...shown, { ...rest, only: 'glance' }] : shown;
}

const isRoom = ({ lines, characters }: Room) => lines >= 0 && characters >= 0;

const isTitle = (block: Block | undefined): boolean =>
  block?.type === 'heading' ||
  (block?.type === 'text' && block.spans.every(({ style }) => style === 'strong'));

function partOf(block: Block, left: Room): Block[] {
  if (block.type === 'text' && block.spans.length > 0) {
    const most = Math.min(left.characters, left.lines * columns) - 2;
    return most < fewest ? [] : [{ ...block, spans: cutSpans(block.spans, most) }];
  }
  if (block.type === 'list') {
    const items = leading(block.items, left, sizeOfSpans);
    const [first = []] = block.items;
    const most = Math.min(left.characters, left.lines * columns) - 4;
    if (items.length > 0) return [{ ...block, items }];
    return most < fewest ? [] : [{ ...block, items: [cutSpans(first, most)] }];
  }
  if (block.type === 'fields') {
    const items = leading(block.items, left, ({ label, value }) => sizeOfText(`${label}: ${textOf(value)}`));
    return items.length > 0 ? [{ ...block, items }] : [];
  }
  return [];
}

function leading<T>(items: readonly T[], room: Room, size: (item: T) => Room): T[] {
  let left = room;
  const end = items.findIndex((item) => {
    left = without(left, size(item));
    return left.lines < 0 || left.characters < 0;
  });
  return end < 0 ? [...items] : items.slice(0, end);
}

/** At a word, with an ellipsis. */
export function cutSpans(spans: readonly Span[], most: number): Span[] {
  const shown: Span[] = [];
  let left = most;
  for (const span of spans) {
    if (span.text.length <= left) {
      shown.push(span);
      left -= span.text.length;
      continue;
    }
    const head = span.text.slice(0, Math.max(0, left));
    const end = head.lastIndexOf(' ');
    return [...shown, { ...span, text: `${end > 0 ? head.slice(0, end) : head.toWellFormed()} …` }];
  }
  return shown;
}

/** What a block takes; buttons take nothing. */
function sizeOf(block: Block): Room {
  switch (block.type) {
    case 'heading':
      return sizeOfText(block.text);
    case 'text':
      return sizeOfSpans(block.spans);
    case 'notice':
      return sizeOfText(`ℹ️ Coverage: ${textOf(block.spans)}`);
    case 'list':
      return sum(block.items.map(sizeOfSpans));
    case 'fields':
      return sum(block.items.map(({ label, value }) => sizeOfText(`${label}: ${textOf(value)}`)));
    case 'entries':
      return sum(
        block.items.flatMap((item) =>
          (item.row ? rowLines({ ...item, row: item.row }, []) : [item.headline, ...item.lines]).map(
            sizeOfSpans,
          ),
        ),
      );
    case 'code':
      return sum(block.text.split('\n').map(sizeOfText));
    case 'picture':
      return sum(tableLines(block.table).map(sizeOfText));
    case 'choices':
      return block.prompt ? sizeOfText(block.prompt) : { lines: 0, characters: 0 };
    default:
      return assertNever(block);
  }
}

const sizeOfSpans = (spans: readonly Span[]): Room => sizeOfText(`• ${textOf(spans)}`);

/** With the line breaks around it. */
const sizeOfText = (words: string): Room => ({
  lines: words.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / columns)), 0),
  characters: words.length + 2,
});

const sum = (sizes: readonly Room[]): Room =>
  sizes.reduce((a, b) => ({ lines: a.lines + b.lines, characters: a.characters + b.characters }), {
    lines: 0,
    characters: 0,
  });

const without = (a: Room, b: Room): Room => ({
  lines: a.lines - b.lines,
  characters: a.characters - b.characters,
});

const fits = (size: Room, room: Room): boolean =>
  size.lines <= room.lines && size.characters <= room.characters;
