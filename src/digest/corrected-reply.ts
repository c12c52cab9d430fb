import { CitationList } from '../domain/answer/citations.ts';
import { entryItem } from '../domain/answer/entry-item.ts';
import { type Day, formatDay } from '../domain/day.ts';
import type { Desk } from '../domain/desk.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import type { Publication } from '../domain/ports/publications.ts';
import type { Block, EntryItem, Reply, Span } from '../domain/reply.ts';
import { type DigestFormat, isFoldLine } from './digest-item.ts';

/** What a publication says in a message that is put right. */
export function said({ event, day, note }: Publication, of = ''): string {
  const on = `${formatDay(day)}${of}`;
  return event === 'retracted'
    ? `Retracted ${on}: ${note ?? 'do not rely on it.'}`
    : `Corrected ${on}: ${note ?? 'see what it says now.'}`;
}

/** `reply`: what the message says by now; `posted`: what it said at first. */
export function correctedReply(
  publication: Publication,
  entry: StoredEntry | undefined,
  { posted, reply, format }: { posted: Reply; reply: Reply; format: DigestFormat },
  { desk, today }: { desk: Desk; today: Day },
): Reply {
  const citations = new CitationList(desk, { after: reply.citations });
  const correct = (item: EntryItem): EntryItem => {
    if (item.folds?.includes(publication.entry)) {
      const of = entry ? `, “${entry.body.title}”` : `, ${publication.entry}`;
      return { ...item, lines: [strong(said(publication, of)), ...item.lines] };
    }
    if (item.id !== publication.entry) return item;
    const earlier = item.lines.filter(isCorrectionLine);
    const lines = [strong(said(publication)), ...earlier];
    // Others are told in this item too.
    const others = item.lines.filter(isFoldLine);
    if (publication.event === 'retracted')
      return {
        ...item,
        lines: [...lines, ...others],
        remarks: [...new Set([...item.remarks, 'retracted'])],
      };
    // What is retracted by now follows with a publication of its own.
    if (!entry || entry.body.state === 'retracted')
      return { ...item, lines: [strong(said(publication)), ...item.lines] };
    const anew = entryItem(entry, { desk, today, citations, sentences: 2 });
    // A digest of headlines has no other lines; a retraction took them away, or was told without any.
    const had = [item, ...itemsOf(posted).filter(({ id }) => id === item.id)];
    const full = had.some(hasWords) || (format === 'full' && had.at(-1)?.remarks.includes('retracted'));
    const words = full ? anew.lines : [];
    const remarks = anew.remarks.filter((remark) => !remark.startsWith('corrected '));
    return {
      ...anew,
      ...(item.folds && { folds: item.folds }),
      remarks,
      lines: [...lines, ...words, ...others],
    };
  };
  const blocks = reply.blocks.map((block): Block => {
    return block.type === 'entries' ? { ...block, items: block.items.map(correct) } : block;
  });
  return { ...reply, blocks, citations: [...reply.citations, ...citations.list()] };
}

/** One in whose item others are told too stays, with what was said of it. */
export function withoutItem(reply: Reply, entry: string): Reply {
  const gone = itemsOf(reply).find(({ id, folds }) => id === entry && !folds?.length);
  if (!gone) return reply;
  const cited = new Set(itemsOf(reply).flatMap((item) => (item === gone ? [] : item.cites)));
  const blocks = reply.blocks.flatMap((block): Block[] => {
    if (block.type !== 'entries' || !block.items.includes(gone)) return [block];
    const items = block.items.filter((item) => item !== gone);
    return [...(items.length > 0 ? [{ ...block, items }] : []), leftOut];
  });
  const citations = reply.citations.filter(({ n }) => cited.has(n) || !gone.cites.includes(n));
  return { ...reply, blocks, citations };
}

const leftOut: Block = {
  type: 'text',
  spans: [{ text: 'One entry was retracted before this was sent, and is left out.', style: 'emphasis' }],
};

export const itemsOf = ({ blocks }: Reply): EntryItem[] =>
  blocks.flatMap((block) => (block.type === 'entries' ? block.items : []));

const hasWords = ({ lines }: EntryItem) => !lines.every((line) => isCorrectionLine(line) || isFoldLine(line));

const strong = (text: string): Span[] => [{ text, style: 'strong' }];

/** Of an earlier publication. */
function isCorrectionLine([first]: Span[]): boolean {
  return first?.style === 'strong' && /^(Corrected|Retracted) \d/.test(first.text);
}
