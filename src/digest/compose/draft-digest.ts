import { type Day, dayIn, formatDay } from '../../domain/dates/day.ts';
import type { Desk } from '../../domain/desk.ts';
import { type DeliveryDraft, lateAfterMs } from '../../domain/digests/delivery.ts';
import type { Subscription, SubscriptionSettings } from '../../domain/digests/subscription.ts';
import { isPassing } from '../../domain/errors.ts';
import { platformOf } from '../../domain/identity.ts';
import type { AdminLine, SubscriptionChange } from '../../domain/ports/digests.ts';
import type { EntryReader, Scope, StoredEntry } from '../../domain/ports/entries.ts';
import type { Ledger } from '../../domain/ports/ledger.ts';
import type { DigestRenderer } from '../../domain/ports/platform.ts';
import type { Publications } from '../../domain/ports/publishing.ts';
import type { Block, Reply } from '../../domain/reply.ts';
import { notStarted } from '../plan.ts';
import { type Edition, isEmpty } from './compose.ts';
import { digestItem, headlineItem } from './digest-item.ts';
import {
  digestReply,
  digestTitle,
  type EditionReplyOptions,
  editionReply,
  lateWords,
  lostLine,
  settingOf,
  text,
} from './edition-reply.ts';
import { gatherNewest, isInternal, isShared, type WherePorts } from './gather.ts';
import { type Lost, moreCommand } from './lost.ts';
import { channelScope } from './shared-editions.ts';

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
  /** For an empty digest that repeats the newest entries: those of `gatherNewest`. */
  last?: readonly StoredEntry[];
}

/** An edition as one subscription gets it; undefined if it is empty and the subscription skips empty digests. */
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

/** The same as a delivery with frozen parts. */
function draftDigest(
  edition: Edition,
  subscribed: Subscription,
  { renderer, kind, id, slot, late = false, now, lost, last = [] }: DraftSetting,
): DeliveryDraft | undefined {
  const { id: subscription, channel, sent } = subscribed;
  const number = sent + 1;
  const more = moreCommand(id);
  const reply = replyFor(edition, subscribed, { slot, late, lost, last, more });
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
  ledger: Pick<Ledger, 'shownIn' | 'undelivered' | 'edition'>;
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
  const id = newDeliveryId(identityOf(subscription, setting));
  return draftDigest(edition, subscription, { ...setting, renderer, id, last });
}

/**
 * The newest entries, for an empty digest that repeats them. Omits those published since, which belong to the next
 * one.
 */
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

/** Publications between composing an edition and drafting it. */
const mostSince = 1000;

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
      ...{ desk, platform: platformOf(channel), subscriber: createdBy },
      text: `The digest for ${channel} (subscription ${id}) cannot be composed: ${reason}. It is tried again each minute; what is new comes as soon as it can.`,
    },
  };
}

/** Clears the mark after a digest was composed. */
export function composed({ failing }: Subscription): SubscriptionChange {
  return failing ? { failing: undefined } : {};
}

export interface EmptyReplyOptions extends EditionReplyOptions {
  onEmpty: Exclude<SubscriptionSettings['onEmpty'], 'skip'>;
  /** For `last`: the newest entries that match, from `gatherNewest`. */
  last: readonly StoredEntry[];
  /** Slot of the previous digest, or the start of the subscription; shown if no previous digest arrived. */
  since?: Day | undefined;
}

/** Content when nothing is new: one line, or the newest entries again. */
export function emptyReply(edition: Edition, options: EmptyReplyOptions): Reply {
  const { onEmpty, last, format } = options;
  const setting = settingOf(edition);
  const shown = onEmpty === 'last' ? last.filter(({ body }) => body.published <= edition.today) : [];
  const announced = new Set(shown.map(({ body }) => body.id));
  const [next, ...later] = edition.ahead.filter(({ body }) => !announced.has(body.id));
  const since = `${digestTitle(edition, options)}: nothing new since ${spanWords(options)}.`;
  const line = [since, lateWords(options)].filter(Boolean).join(' ');
  const blocks: Block[] = [
    text(shown.length > 0 ? `${line} Once more the newest:` : line),
    ...(shown.length > 0
      ? [
          {
            type: 'entries' as const,
            items: shown.map((entry) => digestItem({ entry, folded: [] }, setting, format)),
          },
        ]
      : []),
    ...lostLine(options),
    ...(next
      ? [
          text(
            later.length > 0
              ? `Ahead, and ${later.length} more in /${edition.desk.definition.id} upcoming:`
              : 'Ahead:',
          ),
          { type: 'entries' as const, items: [headlineItem(next, setting)] },
        ]
      : []),
  ];
  return digestReply(edition, setting, blocks);
}

/** A digest that has not arrived is unknown to its readers. */
function spanWords({ number = 1, since, lost }: EmptyReplyOptions): string {
  if (number > 1 && lost?.newest !== number - 1) return `digest ${number - 1}`;
  return since ? formatDay(since) : 'the subscription began';
}
