import type { Desk, Serving } from '../../domain/desk.ts';
import type { CorrectionDraft, Ledger, ShowingMessage } from '../../domain/ports/ledger.ts';
import type { Publication, Publications } from '../../domain/ports/publishing.ts';
import type { Log } from '../../domain/ports/runtime.ts';
import type { DraftPorts } from '../compose/draft-digest.ts';
import { channelScope } from '../compose/shared-editions.ts';
import { isInternal } from '../compose/visibility.ts';
import { planCorrection } from './plan.ts';

export interface CorrectPorts extends DraftPorts {
  publications: Publications;
  ledger: Ledger;
  /** The desks that serve now. */
  desks: Serving<Desk>;
  log: Log;
  /** Called when some are written: they can be sent while the others are. */
  corrected?(): void;
}

/** Publications looked at before the mark is moved past those that call for nothing. */
const publicationsAtOnce = 100;

/**
 * Writes the corrections that are called for since the last time, of the desks that serve and for the platforms that
 * this process renders for. Others are left to another process, or to the time when their desk serves again.
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

/** True: there may be more. */
async function correctSome(ports: CorrectPorts, desk: Desk, platform: string, now: Date): Promise<boolean> {
  const { publications, ledger, log } = ports;
  const { id } = desk.definition;
  let seen = await ledger.correctionMark(id, platform);
  let mark = seen;
  const due = await publications.corrections(id, mark.upTo, publicationsAtOnce);
  if (due.length === 0) return false;
  // A digest that was composed before they were published may just be being written, and has to be corrected too.
  await ledger.written();
  for (const publication of due) {
    do {
      const of = { desk: id, entry: publication.entry, platform };
      const { messages, next } = await ledger.messagesShowing(of, mark.after);
      const { corrections, upTo } = await draftsFor(ports, { publication, messages, desk, platform, now });
      const after = upTo ? { delivery: upTo.delivery.id, part: upTo.part.index } : next;
      mark = after ? { upTo: mark.upTo, after } : { upTo: publication.number };
      if (corrections.length === 0) continue;
      // Another process is at it.
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

/** `upTo`: the messages after that one are of channels of which the platform does not tell at the moment who sees them. */
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
  // What was composed after tells of it already.
  const all = at.messages.filter(({ upTo }) => upTo < publication.number);
  const renderer = renderers[platform];
  if (all.length === 0 || !renderer) return { corrections: [] };
  const scope = channelScope(desk, now);
  const { today } = scope;
  const stored = await entries.get(scope, publication.entry);
  // Asked before anything is drafted: what is not told now is corrected at the next tick, and those told of need not
  // be asked about again, which a platform's limit might never allow for all at once.
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
