import type { Headline } from '../feed.ts';
import type { Reply } from '../reply.ts';
import type { PlatformTime } from './platform-clock.ts';

/** A digest sent more than this after its slot is late. Milliseconds. */
export const lateAfterMs = 10 * 60_000;

/** `card`: a message to reviewers, kept apart from digests, without a subscription. */
export type DeliveryKind = 'scheduled' | 'now' | 'correction' | 'card';

/**
 * waiting: to be sent or retried at `due`. unknown: a send was interrupted; at `due` the platform is asked for its
 * outcome. held: a post that waits for the end of its subscription's pause. delivered, failed and needless are final;
 * needless: a correction without a message to correct, or whose message shows it already.
 */
export type DeliveryState = 'waiting' | 'unknown' | 'held' | 'delivered' | 'failed' | 'needless';

/**
 * waiting: never sent, or certainly not posted. sending: recorded before the request begins, so it remains after a
 * crash. unknown: the request was interrupted. sent: the platform has it. dropped: not sent, because its delivery
 * failed or is needless.
 */
export const partStates = ['waiting', 'sending', 'unknown', 'sent', 'dropped'] as const;
export type PartState = (typeof partStates)[number];

/** One message, frozen when its delivery was written; never rendered again. */
export interface FrozenPart {
  /** Content, from which a correction can be made. Fits one message. */
  reply: Reply;
  /** Request body as JSON; read only by the platform's own sender. */
  body: unknown;
  /**
   * Set if this part edits another. `message`: id of the message to edit, filled in by the ledger; missing: not posted
   * yet; '': deleted by a person. `instead`: posted if the platform no longer allows the edit; null: nothing.
   */
  edits?: { message?: string | undefined; instead: unknown } | undefined;
}

export interface DeliveryDraft {
  /** 16 characters of `[0-9a-z]`, unique. Platforms store it, so that an interrupted send can be found. */
  id: string;
  /** Unique in the store: `scheduled:7:2026-11-23T07:00:00.000Z`, `correction:412:<delivery>:<part>`. */
  key: string;
  kind: DeliveryKind;
  /** 0 for a card, which has none. */
  subscription: number;
  channel: string;
  /** The edition it shows; missing for a correction. */
  edition?: number | undefined;
  /** The slot it is for; missing for a correction. */
  slot?: Date | undefined;
  /** Number in its channel ("Digest 12"); missing for a correction. */
  number?: number | undefined;
  /** Sent after its slot, within the grace period. */
  late: boolean;
  parts: FrozenPart[];
  /** Unchecked headlines that it tells, the first of them in its messages; written with it, and told by no later one. */
  headlines?: readonly Headline[] | undefined;
  due: Date;
}

export interface DeliveryPart extends FrozenPart {
  index: number;
  state: PartState;
  attempts: number;
  /** Start of the first and the last attempt, by our clock. */
  firstAttempt?: Date | undefined;
  lastAttempt?: Date | undefined;
  /**
   * Time of the attempts by the platform's clock: not before `since`, about `until` at the last one. Missing if
   * unknown at the first attempt.
   */
  there?: PlatformTime | undefined;
  /** The platform's message id; '' if the message was posted and then deleted by a person. */
  message?: string | undefined;
  sentAt?: Date | undefined;
}

export interface Delivery extends Omit<DeliveryDraft, 'parts' | 'headlines'> {
  state: DeliveryState;
  parts: DeliveryPart[];
  /** Why it waits, failed or was not needed, as text for people. */
  reason?: string | undefined;
  /** For a correction: the part it corrects, and the number of that digest. */
  corrects?: { delivery: string; part: number; number?: number | undefined } | undefined;
  createdAt: Date;
  finishedAt?: Date | undefined;
}

/** Ids of the entries shown in a part, in order, including those folded into another item. */
export function entriesIn({ blocks }: Reply): string[] {
  return blocks.flatMap((block) =>
    block.type === 'entries' ? block.items.flatMap(({ id, folds = [] }) => [id, ...folds]) : [],
  );
}

/**
 * restricted: it shows restricted entries. shared: it shows internal entries, and outsiders see the channel. unknown:
 * the platform does not answer.
 */
type PostingRight = 'may' | 'restricted' | 'shared' | 'unknown';

/** Whether a part composed earlier may still be shown in its channel. */
export type PostingCheck = (
  message: { desk: string; channel: string; reply: Reply },
  now: Date,
) => Promise<PostingRight>;
