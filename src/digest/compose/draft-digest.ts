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
import { gatherNewest, type WherePorts } from './gather.ts';
import { type Lost, moreCommand } from './lost.ts';
import { channelScope } from './shared-editions.ts';
import { isInternal, isShared } from './visibility.ts';

interface DraftSetting {
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

const mostOfReason = 200;

/**
 * A digest that cannot be composed or written. Undefined: that is known already, and the admins were told, or it may
 * pass before the digest is late; what has changed about it since is in the log.
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

/** One was composed: what it failed for is over. */
export function composed({ failing }: Subscription): SubscriptionChange {
  return failing ? { failing: undefined } : {};
}

export interface EmptyReplyOptions extends EditionReplyOptions {
  onEmpty: Exclude<SubscriptionSettings['onEmpty'], 'skip'>;
  /** For `last`: the newest of the filter, from `gatherNewest`. */
  last: readonly StoredEntry[];
  /** When the digest before was for, or the subscription began; said where there is no digest before that arrived. */
  since?: Day | undefined;
}

/** What is posted when nothing new was published: a line, or the newest entries once more. */
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

/** A digest that has not arrived, or not yet, is none that its readers know of. */
function spanWords({ number = 1, since, lost }: EmptyReplyOptions): string {
  if (number > 1 && lost?.newest !== number - 1) return `digest ${number - 1}`;
  return since ? formatDay(since) : 'the subscription began';
}
