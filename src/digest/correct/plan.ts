import { CitationList } from '../../domain/answer/citations.ts';
import { entryItem, type ItemSetting } from '../../domain/answer/entry-item.ts';
import { type Day, formatDay } from '../../domain/dates/day.ts';
import type { Desk } from '../../domain/desk.ts';
import type { FrozenPart } from '../../domain/digests/delivery.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import type { CorrectionDraft, ShowingMessage } from '../../domain/ports/ledger.ts';
import type { DigestRenderer } from '../../domain/ports/platform.ts';
import type { Publication } from '../../domain/ports/publishing.ts';
import {
  type Block,
  type EntryItem,
  type EntryRow,
  type Reply,
  type Span,
  textOf,
} from '../../domain/reply.ts';
import { type DigestFormat, isFoldLine } from '../compose/digest-item.ts';
import type { NewDeliveryId } from '../compose/draft-digest.ts';
import { moreCommand } from '../compose/lost.ts';
import { leadRow } from '../compose/rows.ts';

export interface CorrectionSetting {
  desk: Desk;
  now: Date;
  /** `now` as a day in the desk's zone. */
  today: Day;
  renderer: DigestRenderer;
  newDeliveryId: NewDeliveryId;
}

/**
 * Corrects one posted part by editing its message, with the correction before the entry's current content. If the
 * result no longer fits or edits are closed, posts a short message instead, only for the newest message in the
 * channel, so that a correction is announced once. A part not yet sent is corrected before sending, without retracted
 * entries. `entry`: its current state, as the channel may see it.
 */
export function planCorrection(
  publication: Publication,
  entry: StoredEntry | undefined,
  { delivery, part, reply, ping, format, newest }: ShowingMessage,
  { desk, now, today, renderer, newDeliveryId }: CorrectionSetting,
): CorrectionDraft {
  const { channel, subscription } = delivery;
  const place = (of: string, index: number) => ({
    channel,
    delivery: of,
    part: index,
    more: moreCommand(of),
  });
  const corrected = correctedReply(
    publication,
    entry,
    { posted: part.reply, reply, format },
    { desk, today },
  );
  const unsent = (): FrozenPart | undefined => {
    const left = publication.event === 'retracted' ? withoutItem(corrected, publication.entry) : corrected;
    const own = renderer.one(left, { ...place(delivery.id, part.index), ...(ping && { ping }) });
    return own === undefined ? undefined : { reply: left, body: own };
  };
  const frozen = (id: string): FrozenPart | undefined => {
    const short = shortCorrection(publication, { entry, reply, number: delivery.number, desk });
    const instead = newest ? renderer.one(short, place(id, 0)) : null;
    if (instead === undefined) throw new Error('a short correction does not fit one message');
    // An edit keeps the message's identity, so it is found by the same key.
    const body = renderer.one(corrected, place(delivery.id, part.index));
    if (body !== undefined) return { reply: corrected, body, edits: { instead } };
    return newest ? { reply: short, body: instead } : undefined;
  };
  // Publication numbers restart after a restore.
  const { entry: corrects, revision, event, note = '' } = publication;
  const id = newDeliveryId([
    ...['correction', desk.definition.id, corrects, `${revision}`, event, note],
    ...[delivery.id, `${part.index}`, channel],
  ]);
  const message = frozen(id);
  const key = `correction:${publication.number}:${delivery.id}:${part.index}`;
  return {
    delivery: delivery.id,
    part: part.index,
    ...(part.state === 'waiting' && part.attempts === 0 && { unsent: unsent() }),
    ...(message && {
      draft: { id, key, kind: 'correction', subscription, channel, late: false, parts: [message], due: now },
    }),
  };
}

function shortCorrection(
  publication: Publication,
  at: { entry: StoredEntry | undefined; reply: Reply; number: number | undefined; desk: Desk },
): Reply {
  const { entry, reply, number, desk } = at;
  const posted = itemsOf(reply).find(({ id }) => id === publication.entry);
  const title = (posted && textOf(posted.headline)) ?? entry?.body.title ?? publication.entry;
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
      line({ text: correctionSpans(publication) }),
      line({
        text: `To read it as it stands: /${desk.definition.id} brief ${publication.entry}`,
        style: 'emphasis',
      }),
    ],
    citations: [],
  };
}

/** Note of a publication in a corrected message. */
function correctionSpans({ event, day, note }: Publication, of = ''): string {
  const on = `${formatDay(day)}${of}`;
  return event === 'retracted'
    ? `Retracted ${on}: ${note ?? 'do not rely on it.'}`
    : `Corrected ${on}: ${note ?? 'see what it says now.'}`;
}

/** `reply`: current content of the message; `posted`: its original content. */
function correctedReply(
  publication: Publication,
  entry: StoredEntry | undefined,
  { posted, reply, format }: { posted: Reply; reply: Reply; format: DigestFormat },
  { desk, today }: { desk: Desk; today: Day },
): Reply {
  const citations = new CitationList(desk, { after: reply.citations });
  const correct = (item: EntryItem): EntryItem => {
    const anew = correctedItem(item);
    return anew === item
      ? item
      : withCorrectedRow(anew, item, { publication, entry, posted }, { desk, today, citations });
  };
  const correctedItem = (item: EntryItem): EntryItem => {
    if (item.folds?.includes(publication.entry)) {
      const of = entry ? `, “${entry.body.title}”` : `, ${publication.entry}`;
      return { ...item, lines: [strong(correctionSpans(publication, of)), ...item.lines] };
    }
    if (item.id !== publication.entry) return item;
    const earlier = item.lines.filter(isCorrectionLine);
    const lines = [strong(correctionSpans(publication)), ...earlier];
    // Other entries are shown in this item too.
    const others = item.lines.filter(isFoldLine);
    if (publication.event === 'retracted')
      return {
        ...item,
        lines: [...lines, ...others],
        remarks: [...new Set([...item.remarks, 'retracted'])],
      };
    // A retraction follows with its own publication.
    if (!entry || entry.body.state === 'retracted')
      return { ...item, lines: [strong(correctionSpans(publication)), ...item.lines] };
    const anew = entryItem(entry, { desk, today, citations, sentences: 2 });
    // Headlines have no further lines, and a retraction removes them.
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

/** The row of an item says what changed, and no more of what no longer holds. Items of older digests have none. */
function withCorrectedRow(
  corrected: EntryItem,
  { id, row }: EntryItem,
  { publication, entry, posted }: { publication: Publication; entry: StoredEntry | undefined; posted: Reply },
  setting: ItemSetting,
): EntryItem {
  if (!row) return corrected;
  const isFold = id !== publication.entry;
  const of = isFold && entry ? `, “${entry.body.title}”` : '';
  const earlier = row.notes.filter((note) => /^(Corrected|Retracted) \d/.test(note));
  const notes = [correctionSpans(publication, of), ...earlier];
  const kept = (from: EntryRow) => [
    ...notes,
    ...from.notes.filter((note) => !earlier.includes(note) && !note.startsWith('corrected ')),
  ];
  if (isFold) return { ...corrected, row: { ...row, notes: kept(row) } };
  const { more: _, ...rest } = row;
  if (!entry || publication.event === 'retracted' || entry.body.state === 'retracted')
    return { ...corrected, row: { ...rest, notes: kept(row) } };
  const lines = itemsOf(posted).find((item) => item.id === id)?.row?.more?.length ?? 0;
  const anew = leadRow({ entry, folded: [] }, setting, lines > 1 ? 2 : lines > 0 ? 1 : 0).row;
  return { ...corrected, row: { ...anew, ...(row.label && { label: row.label }), notes: kept(anew) } };
}

/** An item that also shows other entries stays, without lines about this one. */
function withoutItem(reply: Reply, entry: string): Reply {
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

const itemsOf = ({ blocks }: Reply): EntryItem[] =>
  blocks.flatMap((block) => (block.type === 'entries' ? block.items : []));

const hasWords = ({ lines }: EntryItem) => !lines.every((line) => isCorrectionLine(line) || isFoldLine(line));

const strong = (text: string): Span[] => [{ text, style: 'strong' }];

/** Left by an earlier publication. */
function isCorrectionLine([first]: Span[]): boolean {
  return first?.style === 'strong' && /^(Corrected|Retracted) \d/.test(first.text);
}
