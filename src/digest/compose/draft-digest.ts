import { dayIn } from '../../domain/dates/day.ts';
import type { Desk } from '../../domain/desk.ts';
import { type DeliveryDraft, lateAfterMs } from '../../domain/digests/delivery.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import { isPassing } from '../../domain/errors.ts';
import type { Headline } from '../../domain/feed.ts';
import { platformOf } from '../../domain/identity.ts';
import type { AdminLine, SubscriptionChange } from '../../domain/ports/digests.ts';
import type { EntryReader, StoredEntry } from '../../domain/ports/entries.ts';
import type { Headlines } from '../../domain/ports/feeds.ts';
import type { Ledger } from '../../domain/ports/ledger.ts';
import type { DigestRenderer } from '../../domain/ports/platform.ts';
import type { Publications } from '../../domain/ports/publishing.ts';
import type { Reply } from '../../domain/reply.ts';
import { notStarted } from '../plan.ts';
import { type Edition, isEmpty } from './compose.ts';
import type { WherePorts } from './gather.ts';
import { emptyReply, glanceReply } from './glance.ts';
import { headlinesFor } from './headlines.ts';
import { type Lost, moreCommand } from './lost.ts';
import { lastFor, passedFor } from './memory.ts';

interface DraftSetting {
  renderer: DigestRenderer;
  kind: 'scheduled' | 'now';
  /** Id of the new delivery. */
  id: string;
  slot: Date;
  late?: boolean | undefined;
  now: Date;
  /** Earlier digests that did not arrive, from `lostOf`. */
  lost?: Lost | undefined;
  /** For an empty digest that repeats entries: those of `lastFor`. */
  last?: readonly StoredEntry[];
  /** Promises that passed with no outcome, from `passedFor`. */
  passed?: readonly StoredEntry[];
  /** Unchecked headlines, from `headlinesFor`. */
  headlines?: readonly Headline[];
}

/**
 * An edition as one subscription gets it; undefined if it is empty, without headlines, and the subscription skips empty
 * digests.
 */
export function replyFor(
  edition: Edition,
  { schedule: { zone, rhythm }, slot: before, format, onEmpty, sent }: Subscription,
  {
    slot,
    late,
    lost,
    last = [],
    passed = [],
    headlines = [],
    more,
  }: Pick<DraftSetting, 'late' | 'lost' | 'last' | 'passed' | 'headlines'> & {
    slot?: Date;
    more?: string;
  },
): Reply | undefined {
  const options = {
    number: sent + 1,
    format,
    zone,
    slot,
    late,
    lost,
    more,
    passed,
    headlines,
    roundup: rhythm === 'weekly',
  };
  if (!isEmpty(edition) || edition.start) return glanceReply(edition, options);
  if (onEmpty === 'skip' && headlines.length === 0) return undefined;
  return emptyReply(edition, { ...options, last, since: dayIn(zone, before) });
}

/** The same as a delivery with frozen parts. */
function draftDigest(
  edition: Edition,
  subscribed: Subscription,
  { renderer, kind, id, slot, late = false, now, lost, last = [], passed = [], headlines = [] }: DraftSetting,
): DeliveryDraft | undefined {
  const { id: subscription, channel, sent } = subscribed;
  const number = sent + 1;
  const more = moreCommand(id);
  const reply = replyFor(edition, subscribed, { slot, late, lost, last, passed, headlines, more });
  if (!reply) return undefined;
  // Nobody is pinged for an empty digest.
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
    ...(headlines.length > 0 && { headlines }),
    due: now,
  };
}

/**
 * 16 characters of `[0-9a-z]`. `of`: equal values give the same id, so that a digest composed again after a restore is
 * recognised on the platform. Without it, the id is random.
 */
export type NewDeliveryId = (of?: readonly string[]) => string;

/** Unique key of a digest. Of two equal requests at once, the second has the same version and so the same key. */
const keyOf = (
  { id, version }: Pick<Subscription, 'id' | 'version'>,
  { kind, slot }: Pick<DraftSetting, 'kind' | 'slot'>,
) => (kind === 'now' ? `now:${id}:${version}` : `scheduled:${id}:${slot.toISOString()}`);

/**
 * Identity of a scheduled digest, stable across a restore. Undefined for a digest sent by `now`: versions count anew
 * after a restore.
 */
function identityOf(
  subscription: Subscription,
  setting: Pick<DraftSetting, 'kind' | 'slot'>,
): readonly string[] | undefined {
  const { id, channel, cursor, createdAt } = subscription;
  if (setting.kind === 'now') return undefined;
  // Its slot is the time of the tick, which may differ when it is composed again.
  if (cursor === notStarted) return [`first:${id}:${createdAt.toISOString()}`, channel];
  return [keyOf(subscription, setting), channel];
}

export interface DraftPorts extends WherePorts {
  headlines: Headlines;
  ledger: Pick<Ledger, 'shownIn' | 'undelivered' | 'edition' | 'history'>;
  entries: EntryReader;
  publications: Publications;
  /** By platform, the first part of a channel's id. */
  renderers: Readonly<Record<string, DigestRenderer>>;
  newDeliveryId: NewDeliveryId;
}

/** Drafts the digest with its platform's renderer, repeating the newest entries if the subscription wants that. */
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
  const passed = await passedFor(ports, { subscription, desk, edition });
  const headlines = await headlinesFor(ports, { subscription, desk }, setting.now);
  const id = newDeliveryId(identityOf(subscription, setting));
  return draftDigest(edition, subscription, { ...setting, renderer, id, last, passed, headlines });
}

const mostOfReason = 200;

/**
 * Marks a subscription whose digest cannot be composed or written, with an alert. Undefined if that is recorded
 * already, or may pass before the digest is late; later changes of the cause are in the log.
 */
export function failToCompose(
  { id, desk, channel, createdBy, failing, next }: Subscription,
  cause: unknown,
  since: Date,
): { change: SubscriptionChange; tell: AdminLine } | undefined {
  if (failing) return undefined;
  const due = next ?? since;
  if (isPassing(cause) && since.getTime() - due.getTime() <= lateAfterMs) return undefined;
  const [said = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
  const reason =
    said.length > mostOfReason ? `${said.slice(0, mostOfReason)}…` : said || 'no reason was given';
  return {
    change: { failing: { reason, since } },
    tell: {
      key: `failing:${id}:${since.toISOString()}`,
      desk,
      platform: platformOf(channel),
      subscriber: createdBy,
      text: `The digest for ${channel} (subscription ${id}) cannot be composed: ${reason}. It is tried again each minute; what is new comes as soon as it can.`,
    },
  };
}

/** Clears the mark after a digest was composed. */
export function clearFailing({ failing }: Subscription): SubscriptionChange {
  return failing ? { failing: undefined } : {};
}
