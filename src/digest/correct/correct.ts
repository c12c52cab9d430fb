import type { Desk, Serving } from '../../domain/desk.ts';
import type { CorrectionDraft, Ledger, ShowingMessage } from '../../domain/ports/ledger.ts';
import type { Publication, Publications } from '../../domain/ports/publishing.ts';
import type { Log } from '../../domain/ports/runtime.ts';
import type { DraftPorts } from '../compose/draft-digest.ts';
import { isInternal } from '../compose/gather.ts';
import { channelScope } from '../compose/shared-editions.ts';
import { planCorrection } from './plan.ts';

export interface CorrectPorts extends DraftPorts {
  publications: Publications;
  ledger: Ledger;
  /** The desks in service. */
  desks: Serving<Desk>;
  log: Log;
  /** Called when some corrections are written, so that they can be sent while others are composed. */
  corrected?(): void;
}

/** Publications read before the mark moves past those without effect. */
const publicationsAtOnce = 100;

/**
 * Writes all corrections due, for desks in service and platforms this process renders for. The rest is left to another
 * process, or until the desk is in service again.
 */
export async function correct(ports: CorrectPorts, now: Date): Promise<void> {
  for (const desk of ports.desks.all())
    for (const platform of Object.keys(ports.renderers))
      try {
        while (await correctSome(ports, desk, platform, now));
      } catch (err) {
        const where = { desk: desk.definition.id, platform, err };
        ports.log.error(where, 'corrections not written; retrying next minute');
      }
}

/** Resolves to true if there may be more. */
async function correctSome(ports: CorrectPorts, desk: Desk, platform: string, now: Date): Promise<boolean> {
  const { publications, ledger, log } = ports;
  const { id } = desk.definition;
  let seen = await ledger.correctionMark(id, platform);
  let mark = seen;
  const due = await publications.corrections(id, mark.upTo, publicationsAtOnce);
  if (due.length === 0) return false;
  // A digest composed before these publications may still be being written, and needs correction too.
  await ledger.written();
  for (const publication of due) {
    do {
      const of = { desk: id, entry: publication.entry, platform };
      const { messages, next } = await ledger.messagesShowing(of, mark.after);
      const { corrections, upTo } = await draftsFor(ports, { publication, messages, desk, platform, now });
      const after = upTo ? { delivery: upTo.delivery.id, part: upTo.part.index } : next;
      mark = after ? { upTo: mark.upTo, after } : { upTo: publication.number };
      if (corrections.length === 0) continue;
      // Another process is writing them.
      if (!(await ledger.correct({ desk: id, platform, seen, mark, corrections }, now))) return false;
      seen = mark;
      ports.corrected?.();
      log.info({ publication: publication.number, corrections: corrections.length }, 'corrections written');
    } while (mark.after);
  }
  const moved =
    mark === seen || (await ledger.correct({ desk: id, platform, seen, mark, corrections: [] }, now));
  return moved && due.length === publicationsAtOnce;
}

/** `upTo`: later messages are in channels whose visibility the platform does not report at the moment. */
async function draftsFor(
  ports: CorrectPorts,
  at: {
    publication: Publication;
    messages: readonly ShowingMessage[];
    desk: Desk;
    platform: string;
    now: Date;
  },
): Promise<{ corrections: CorrectionDraft[]; upTo?: ShowingMessage | undefined }> {
  const { publication, desk, platform, now } = at;
  const { entries, renderers, newDeliveryId, log } = ports;
  // Digests composed later already contain it.
  const all = at.messages.filter(({ upTo }) => upTo < publication.number);
  const renderer = renderers[platform];
  if (all.length === 0 || !renderer) return { corrections: [] };
  const scope = channelScope(desk, now);
  const { today } = scope;
  const stored = await entries.get(scope, publication.entry);
  // All channels are asked before anything is drafted: those without an answer are corrected at the next tick, and
  // answered ones need not be asked again, which a rate limit might never allow for all at once.
  const shared = new Map<string, boolean>();
  let messages = all;
  if (stored && isInternal(stored))
    for (const [index, { delivery }] of all.entries()) {
      const place = await ports.places.ofChannel(delivery.channel);
      if (place === undefined) {
        messages = all.slice(0, index);
        break;
      }
      shared.set(delivery.channel, place === 'shared');
    }
  if (messages.length === 0) throw new Error('the platform does not tell at the moment who sees the channel');
  const corrections = messages.flatMap((message) => {
    const { channel, id } = message.delivery;
    const entry = shared.get(channel) ? undefined : stored;
    try {
      const setting = { desk, now, today, renderer, newDeliveryId };
      const planned = planCorrection(publication, entry, message, setting);
      return planned.draft || planned.unsent ? planned : [];
    } catch (err) {
      log.error({ publication: publication.number, delivery: id, err }, 'correction skipped');
      return [];
    }
  });
  return { corrections, ...(messages.length < all.length && { upTo: messages.at(-1) }) };
}
