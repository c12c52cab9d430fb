import { dayIn } from '../domain/day.ts';
import type { DeliveryDraft } from '../domain/delivery.ts';
import type { Desk } from '../domain/desk.ts';
import { platformOf } from '../domain/platform-of.ts';
import type { DigestRenderer } from '../domain/ports/channel-sender.ts';
import type { EntryReader, Scope, StoredEntry } from '../domain/ports/entries.ts';
import type { Ledger } from '../domain/ports/ledger.ts';
import type { Publications } from '../domain/ports/publications.ts';
import type { Reply } from '../domain/reply.ts';
import type { Subscription } from '../domain/subscription.ts';
import { type Edition, isEmpty } from './compose.ts';
import { editionReply } from './edition-reply.ts';
import { emptyReply } from './empty-reply.ts';
import { gatherNewest } from './gather.ts';
import type { Lost } from './lost.ts';
import { moreCommand } from './more-command.ts';
import { notStarted } from './plan.ts';
import { channelScope } from './shared-editions.ts';
import { isInternal, isShared, type WherePorts } from './where.ts';

export interface DraftSetting {
  renderer: DigestRenderer;
  kind: 'scheduled' | 'now';
  /** A new delivery's. */
  id: string;
  slot: Date;
  late?: boolean | undefined;
  now: Date;
  /** Digests before that did not arrive: from `lostOf`. */
  lost?: Lost | undefined;
  /** For an empty edition of a subscription that wants the last entries once more: from `gatherNewest`. */
  last?: readonly StoredEntry[];
}

/** One edition as one subscription gets it; undefined when it is empty and an empty one is skipped. */
export function replyFor(
  edition: Edition,
  { schedule: { zone, rhythm }, slot: before, format, onEmpty, sent }: Subscription,
  {
    slot,
    late,
    lost,
    last = [],
    more,
  }: Pick<DraftSetting, 'late' | 'lost' | 'last'> & {
    slot?: Date;
    more?: string;
  },
): Reply | undefined {
  const options = { number: sent + 1, format, zone, slot, late, lost, more, roundup: rhythm === 'weekly' };
  if (!isEmpty(edition) || edition.start) return editionReply(edition, options);
  if (onEmpty === 'skip') return undefined;
  return emptyReply(edition, { ...options, onEmpty, last, since: dayIn(zone, before) });
}

/** The same frozen, for the ledger. */
export function draftDigest(
  edition: Edition,
  subscribed: Subscription,
  { renderer, kind, id, slot, late = false, now, lost, last = [] }: DraftSetting,
): DeliveryDraft | undefined {
  const { id: subscription, channel, sent } = subscribed;
  const number = sent + 1;
  const more = moreCommand(id);
  const reply = replyFor(edition, subscribed, { slot, late, lost, last, more });
  if (!reply) return undefined;
  // Nobody is called for what is not there.
  const ping = isEmpty(edition) ? undefined : subscribed.ping;
  return {
    id,
    key: keyOf(subscribed, { kind, slot }),
    kind,
    subscription,
    channel,
    slot,
    number,
    late,
    parts: renderer.parts(reply, { channel, delivery: id, more, ...(ping && { ping }) }),
    due: now,
  };
}

/**
 * 16 characters of `[0-9a-z]`. `of`: what is the same gets the same again, so that it is recognised on the platform where
 * it was sent before an older database was put back. Without, it is random.
 */
export type NewDeliveryId = (of?: readonly string[]) => string;

/** What tells of a digest what it is: of who asks twice at once for one the second saw the same version. */
const keyOf = (
  { id, version }: Pick<Subscription, 'id' | 'version'>,
  { kind, slot }: Pick<DraftSetting, 'kind' | 'slot'>,
) => (kind === 'now' ? `now:${id}:${version}` : `scheduled:${id}:${slot.toISOString()}`);

/** Of one that is composed again after a restore. One that is asked for then is another one: versions count anew. */
function identityOf(
  subscription: Subscription,
  setting: Pick<DraftSetting, 'kind' | 'slot'>,
): readonly string[] | undefined {
  const { id, channel, cursor, createdAt } = subscription;
  if (setting.kind === 'now') return undefined;
  // Its slot is that of the tick which comes to it, and may be another one the second time.
  if (cursor === notStarted) return [`first:${id}:${createdAt.toISOString()}`, channel];
  return [keyOf(subscription, setting), channel];
}

export interface DraftPorts extends WherePorts {
  ledger: Pick<Ledger, 'shownIn' | 'undelivered' | 'edition'>;
  entries: EntryReader;
  publications: Publications;
  /** By platform, as in a channel's id. */
  renderers: Readonly<Record<string, DigestRenderer>>;
  newDeliveryId: NewDeliveryId;
}

/** Drafts it by the renderer of the channel's platform, with the last entries where they are wanted. */
export async function draftFor(
  ports: DraftPorts,
  { subscription, desk, edition }: { subscription: Subscription; desk: Desk; edition: Edition },
  setting: Pick<DraftSetting, 'kind' | 'slot' | 'late' | 'lost' | 'now'>,
): Promise<DeliveryDraft | undefined> {
  const { renderers, newDeliveryId } = ports;
  const { channel } = subscription;
  const renderer = renderers[platformOf(channel)];
  if (!renderer) throw new Error(`no platform posts in ${channel}`);
  const last = await lastFor(ports, { subscription, desk, edition }, setting.now);
  const id = newDeliveryId(identityOf(subscription, setting));
  return draftDigest(edition, subscription, { ...setting, renderer, id, last });
}

/** The last entries once more, for an empty edition of a subscription that wants them. What came since is the next one's. */
export async function lastFor(
  { entries, publications, places }: Pick<DraftPorts, 'entries' | 'publications' | 'places'>,
  { subscription, desk, edition }: { subscription: Subscription; desk: Desk; edition: Edition },
  now: Date,
): Promise<StoredEntry[]> {
  const { onEmpty, filter, lastCount, channel } = subscription;
  if (onEmpty !== 'last' || !isEmpty(edition)) return [];
  const scope = channelScope(desk, now);
  const since = await publications.after(scope.desk, edition.to, mostSince);
  const fresh = new Set(since.flatMap(({ event, entry }) => (event === 'published' ? entry : [])));
  const toldOf = async (of: Scope) => {
    const newest = await gatherNewest(entries, of, filter, lastCount + fresh.size);
    return newest.filter(({ body }) => !fresh.has(body.id)).slice(0, lastCount);
  };
  const newest = await toldOf(scope);
  if (!newest.some(isInternal) || !(await isShared({ places }, channel))) return newest;
  return toldOf({ ...scope, place: 'shared' });
}

/** Published between composing an edition and drafting it. */
const mostSince = 1000;
