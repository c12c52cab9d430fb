import { dayIn } from '../domain/day.ts';
import type { DeliveryDraft } from '../domain/delivery.ts';
import type { Desk } from '../domain/desk.ts';
import type { DigestRenderer } from '../domain/ports/channel-sender.ts';
import type { EntryReader, StoredEntry } from '../domain/ports/entries.ts';
import type { Subscription } from '../domain/subscription.ts';
import { type Edition, isEmpty } from './compose.ts';
import { editionReply } from './edition-reply.ts';
import { emptyReply } from './empty-reply.ts';
import { gatherNewest } from './gather.ts';
import { moreCommand } from './more-command.ts';
import { platformOf } from './platform-of.ts';
import { channelScope } from './shared-editions.ts';

export interface DraftSetting {
  renderer: DigestRenderer;
  kind: 'scheduled' | 'now';
  /** A new delivery's. */
  id: string;
  slot: Date;
  late?: boolean | undefined;
  now: Date;
  /** For an empty edition of a subscription that wants the last entries once more: from `gatherNewest`. */
  last?: readonly StoredEntry[];
}

/** One edition as one subscription gets it, frozen; undefined when it is empty and an empty one is skipped. */
export function draftDigest(
  edition: Edition,
  { id: subscription, channel, schedule, slot: before, format, onEmpty, ping, sent, version }: Subscription,
  { renderer, kind, id, slot, late = false, now, last = [] }: DraftSetting,
): DeliveryDraft | undefined {
  const number = sent + 1;
  const { zone, rhythm } = schedule;
  const options = { number, format, zone, slot, late, roundup: rhythm === 'weekly' };
  if (isEmpty(edition) && !edition.start && onEmpty === 'skip') return undefined;
  const reply =
    isEmpty(edition) && !edition.start && onEmpty !== 'skip'
      ? emptyReply(edition, { ...options, onEmpty, last, since: dayIn(zone, before) })
      : editionReply(edition, options);
  return {
    id,
    // Who asks twice at once gets one digest: the second saw the same version.
    key:
      kind === 'now' ? `now:${subscription}:${version}` : `scheduled:${subscription}:${slot.toISOString()}`,
    kind,
    subscription,
    channel,
    slot,
    number,
    late,
    parts: renderer.parts(reply, { channel, delivery: id, more: moreCommand(id), ...(ping && { ping }) }),
    due: now,
  };
}

export interface DraftPorts {
  entries: EntryReader;
  /** By platform, as in a channel's id. */
  renderers: Readonly<Record<string, DigestRenderer>>;
  newDeliveryId(): string;
}

/** Drafts it by the renderer of the channel's platform, with the last entries where they are wanted. */
export async function draftFor(
  { entries, renderers, newDeliveryId }: DraftPorts,
  { subscription, desk, edition }: { subscription: Subscription; desk: Desk; edition: Edition },
  setting: Pick<DraftSetting, 'kind' | 'slot' | 'late' | 'now'>,
): Promise<DeliveryDraft | undefined> {
  const { channel, onEmpty, filter, lastCount } = subscription;
  const renderer = renderers[platformOf(channel)];
  if (!renderer) throw new Error(`no platform posts in ${channel}`);
  const wantsLast = onEmpty === 'last' && isEmpty(edition);
  const last = wantsLast
    ? await gatherNewest(entries, channelScope(desk, setting.now), filter, lastCount)
    : [];
  return draftDigest(edition, subscription, { ...setting, renderer, id: newDeliveryId(), last });
}
