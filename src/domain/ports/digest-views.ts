import type { Delivery } from '../delivery.ts';
import type { Reply } from '../reply.ts';
import type { Role } from '../roles.ts';
import type { Subscription } from '../subscription.ts';

/** Why one entry is in a digest or is not. */
export interface WhyLine {
  entry: string;
  /** As whoever asks may see it; none: withdrawn since. */
  title?: string;
  /** Sentences without their beginning: `left out: …`. */
  says: string[];
}

/** Why a slot that was decided about brought no digest. */
export type Nothing = 'empty' | 'skipped' | 'restored';

/** What was decided last: a digest, by its number, or why none came of that slot. */
export type WhyLast = { slot: Date; lines: WhyLine[] } & ({ digest: number } | { nothing: Nothing });

/** Looks into digests; nothing moves. */
export interface DigestViews {
  /** What would come now; undefined: nothing is new, and it posts nothing then, or the desk does not serve. */
  preview(subscription: Subscription, now: Date): Promise<Reply | undefined>;
  /** Entries that the next digest would tell, as things stand. */
  waiting(subscription: Subscription, now: Date): Promise<number>;
  /** Every entry that was decided about last; undefined: there was no digest yet. */
  whyLast(subscription: Subscription, now: Date): Promise<WhyLast | undefined>;
  /** One entry, in every digest and before; undefined: whoever asks may see none of that name. */
  whyEntry(
    subscription: Subscription,
    entry: string,
    asked: { now: Date; role: Role },
  ): Promise<WhyLine | undefined>;
  /** What a digest held beyond its messages; undefined: nothing, or the desk does not serve. */
  rest(delivery: Delivery, subscription: Subscription, now: Date): Promise<Reply | undefined>;
}
