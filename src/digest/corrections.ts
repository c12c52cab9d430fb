import { CitationList } from '../domain/answer/citations.ts';
import { entryItem } from '../domain/answer/entry-item.ts';
import { type Day, formatDay } from '../domain/day.ts';
import type { FrozenPart } from '../domain/delivery.ts';
import type { Desk } from '../domain/desk.ts';
import type { DigestRenderer } from '../domain/ports/channel-sender.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import type { Carrier, CorrectionDraft } from '../domain/ports/ledger.ts';
import type { Publication } from '../domain/ports/publications.ts';
import type { Block, EntryItem, Reply, Span } from '../domain/reply.ts';
import { moreCommand } from './more-command.ts';

export interface CorrectionSetting {
  desk: Desk;
  now: Date;
  /** `now` as a day of the desk. */
  today: Day;
  renderer: DigestRenderer;
  newDeliveryId(): string;
}

/**
 * Puts one posted part right: the message is edited, with what was corrected before what the entry says now. Where it
 * would no longer fit or may no longer be edited, a short message is posted instead, for the newest of the channel
 * alone: one correction is told once. Undefined: neither. `entry`: as it stands now, for whoever reads the channel.
 */
export function planCorrection(
  publication: Publication,
  entry: StoredEntry | undefined,
  { delivery, part, reply, newest }: Carrier,
  { desk, now, today, renderer, newDeliveryId }: CorrectionSetting,
): CorrectionDraft | undefined {
  const id = newDeliveryId();
  const { channel, subscription } = delivery;
  const place = (of: string, index: number) => ({
    channel,
    delivery: of,
    part: index,
    more: moreCommand(of),
  });
  const short = shortCorrection(publication, { entry, reply, number: delivery.number, desk });
  const instead = newest ? renderer.one(short, place(id, 0)) : null;
  if (instead === undefined) throw new Error('a short correction does not fit one message');
  const corrected = correctedReply(publication, entry, { posted: part.reply, reply }, { desk, today });
  // An edit is the same message still, and is found by the same mark.
  const body = renderer.one(corrected, place(delivery.id, part.index));
  if (body === undefined && !newest) return undefined;
  const frozen: FrozenPart =
    body === undefined ? { reply: short, body: instead } : { reply: corrected, body, edits: { instead } };
  return {
    delivery: delivery.id,
    part: part.index,
    draft: {
      id,
      key: `correction:${publication.number}:${delivery.id}:${part.index}`,
      kind: 'correction',
      subscription,
      channel,
      late: false,
      parts: [frozen],
      due: now,
    },
  };
}

function said({ event, day, note }: Publication, of = ''): string {
  const on = `${formatDay(day)}${of}`;
  return event === 'retracted'
    ? `Retracted ${on}: ${note ?? 'do not rely on it.'}`
    : `Corrected ${on}: ${note ?? 'see what it says now.'}`;
}

/** `reply`: what the message says by now; `posted`: what it said at first. */
function correctedReply(
  publication: Publication,
  entry: StoredEntry | undefined,
  { posted, reply }: { posted: Reply; reply: Reply },
  { desk, today }: { desk: Desk; today: Day },
): Reply {
  const citations = new CitationList(desk, { after: reply.citations });
  const stands = entry && (entry.body.state === 'published' || entry.body.state === 'corrected');
  const correct = (item: EntryItem): EntryItem => {
    if (item.folds?.includes(publication.entry)) {
      const of = entry ? `, “${entry.body.title}”` : `, ${publication.entry}`;
      return { ...item, lines: [strong(said(publication, of)), ...item.lines] };
    }
    if (item.id !== publication.entry) return item;
    const earlier = item.lines.filter(isCorrectionLine);
    const lines = [strong(said(publication)), ...earlier];
    if (publication.event === 'retracted')
      return { ...item, lines, remarks: [...new Set([...item.remarks, 'retracted'])] };
    if (!stands) return { ...item, lines: [strong(said(publication)), ...item.lines] };
    const anew = entryItem(entry, { desk, today, citations, sentences: 2 });
    // A digest of headlines has no other lines; a retraction took them away.
    const words = [item, ...itemsOf(posted).filter(({ id }) => id === item.id)].some(hasWords)
      ? anew.lines
      : [];
    const remarks = anew.remarks.filter((remark) => !remark.startsWith('corrected '));
    return { ...anew, ...(item.folds && { folds: item.folds }), remarks, lines: [...lines, ...words] };
  };
  const blocks = reply.blocks.map((block): Block => {
    return block.type === 'entries' ? { ...block, items: block.items.map(correct) } : block;
  });
  return { ...reply, blocks, citations: [...reply.citations, ...citations.list()] };
}

function shortCorrection(
  publication: Publication,
  at: { entry: StoredEntry | undefined; reply: Reply; number: number | undefined; desk: Desk },
): Reply {
  const { entry, reply, number, desk } = at;
  const posted = itemsOf(reply)
    .find(({ id }) => id === publication.entry)
    ?.headline.map(({ text }) => text)
    .join('');
  const title = posted ?? entry?.body.title ?? publication.entry;
  const line = (...spans: Span[]): Block => ({ type: 'text', spans });
  return {
    version: 1,
    outcome: 'ok',
    visibility: 'public',
    desk: desk.definition.id,
    blocks: [
      line(
        {
          text: `Correction to ${number === undefined ? 'a digest' : `digest ${number}`}: `,
          style: 'strong',
        },
        { text: `“${title}”` },
      ),
      line({ text: said(publication) }),
      line({
        text: `To read it as it stands: /${desk.definition.id} brief ${publication.entry}`,
        style: 'emphasis',
      }),
    ],
    citations: [],
  };
}

const itemsOf = ({ blocks }: Reply): EntryItem[] =>
  blocks.flatMap((block) => (block.type === 'entries' ? block.items : []));

const hasWords = ({ lines }: EntryItem) => !lines.every(isCorrectionLine);

const strong = (text: string): Span[] => [{ text, style: 'strong' }];

/** Of an earlier publication. */
function isCorrectionLine([first]: Span[]): boolean {
  return first?.style === 'strong' && /^(Corrected|Retracted) \d/.test(first.text);
}
