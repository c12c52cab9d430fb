import type { Day } from '../domain/day.ts';
import type { FrozenPart } from '../domain/delivery.ts';
import type { Desk } from '../domain/desk.ts';
import type { DigestRenderer } from '../domain/ports/channel-sender.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import type { Carrier, CorrectionDraft } from '../domain/ports/ledger.ts';
import type { Publication } from '../domain/ports/publications.ts';
import type { Block, Reply, Span } from '../domain/reply.ts';
import { correctedReply, itemsOf, said, withoutItem } from './corrected-reply.ts';
import type { NewDeliveryId } from './draft-digest.ts';
import { moreCommand } from './more-command.ts';

export interface CorrectionSetting {
  desk: Desk;
  now: Date;
  /** `now` as a day of the desk. */
  today: Day;
  renderer: DigestRenderer;
  newDeliveryId: NewDeliveryId;
}

/**
 * Puts one posted part right: the message is edited, with what was corrected before what the entry says now. Where it
 * would no longer fit or may no longer be edited, a short message is posted instead, for the newest of the channel
 * alone: one correction is told once. What was not sent yet is put right before, and leaves out what is retracted.
 * `entry`: as it stands now, for whoever reads the channel.
 */
export function planCorrection(
  publication: Publication,
  entry: StoredEntry | undefined,
  { delivery, part, reply, ping, format, newest }: Carrier,
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
    // An edit is the same message still, and is found by the same mark.
    const body = renderer.one(corrected, place(delivery.id, part.index));
    if (body !== undefined) return { reply: corrected, body, edits: { instead } };
    return newest ? { reply: short, body: instead } : undefined;
  };
  // Numbers of publications count anew after a restore.
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
