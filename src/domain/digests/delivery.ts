import type { Reply } from '../reply.ts';
import type { PlatformTime } from './platform-clock.ts';

/** Sent later than this after its slot, a digest is late. */
export const lateAfterMs = 10 * 60_000;

/** `card`: what reviewers are shown; it is kept apart from digests, and belongs to no subscription. */
const deliveryKinds = ['scheduled', 'now', 'correction', 'card'] as const;
export type DeliveryKind = (typeof deliveryKinds)[number];

/**
 * waiting: to be sent, or sent again, at `due`. unknown: a send was cut off; at `due` the platform is asked what became
 * of it. held: a post, and its subscription is paused; it waits for the end of that. delivered, failed and needless are final;
 * needless: a correction that was not made, as nothing stood there to be put right, or something else was.
 */
const deliveryStates = ['waiting', 'unknown', 'held', 'delivered', 'failed', 'needless'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/**
 * waiting: never sent, or certainly not there. sending: written before the request leaves, so that a crash leaves it
 * standing. unknown: the request was cut off. sent: the platform has it. dropped: of a failed or needless delivery.
 */
export const partStates = ['waiting', 'sending', 'unknown', 'sent', 'dropped'] as const;
export type PartState = (typeof partStates)[number];

/** One message, frozen when its delivery was written: what is sent is never rendered again. */
export interface FrozenPart {
  /** What it says, so that a correction can be made of it. It fits one message. */
  reply: Reply;
  /** What is sent, as JSON; only the platform's own sender reads it. */
  body: unknown;
  /**
   * Set in a correction that edits the part it corrects. `message` is what that part was posted as, filled in by the
   * ledger; none: it has not been posted; '': it was deleted by a person. `instead` is posted where the platform no
   * longer lets it be edited; null: nothing is.
   */
  edits?: { message?: string | undefined; instead: unknown } | undefined;
}

export interface DeliveryDraft {
  /** 16 characters of `[0-9a-z]`, of one delivery alone: the platforms carry it, so that a cut-off send can be found. */
  id: string;
  /** Unique in the whole store: `scheduled:7:2026-11-23T07:00:00.000Z`, `correction:412:<delivery>:<part>`. */
  key: string;
  kind: DeliveryKind;
  /** 0: none, of a card. */
  subscription: number;
  channel: string;
  /** The edition that it carries. None for a correction. */
  edition?: number | undefined;
  /** The slot that it is for. None for a correction. */
  slot?: Date | undefined;
  /** The number in its channel: "Digest 12". None for a correction. */
  number?: number | undefined;
  /** The slot was missed, and this is sent within the grace. */
  late: boolean;
  parts: FrozenPart[];
  due: Date;
}

export interface DeliveryPart extends FrozenPart {
  index: number;
  state: PartState;
  attempts: number;
  /** When the first and the last attempt began, by our clock. */
  firstAttempt?: Date | undefined;
  lastAttempt?: Date | undefined;
  /** By the platform's: not before `since`, and about `until` at the last. Where it was told before the first. */
  there?: PlatformTime | undefined;
  /** What the platform calls the message; '' when it was there and has since been deleted by a person. */
  message?: string | undefined;
  sentAt?: Date | undefined;
}

export interface Delivery extends Omit<DeliveryDraft, 'parts'> {
  state: DeliveryState;
  parts: DeliveryPart[];
  /** Why it waits, failed or had nothing to do, in words for people. */
  reason?: string | undefined;
  /** Of a correction: the part that it corrects, and the number of its digest. */
  corrects?: { delivery: string; part: number; number?: number | undefined } | undefined;
  createdAt: Date;
  finishedAt?: Date | undefined;
}

/** Ids of the entries that a part shows, in order; also of those that are told in another one's item. */
export function entriesIn({ blocks }: Reply): string[] {
  return blocks.flatMap((block) =>
    block.type === 'entries' ? block.items.flatMap(({ id, folds = [] }) => [id, ...folds]) : [],
  );
}

/** restricted: it holds what no channel may see. shared: what is internal, and others see the channel. unknown: nobody knows. */
type PostingRight = 'may' | 'restricted' | 'shared' | 'unknown';

/** Whether what was composed a while ago may stand in its channel as things are now. */
export type PostingCheck = (
  message: { desk: string; channel: string; reply: Reply },
  now: Date,
) => Promise<PostingRight>;
