import type { FrozenPart } from '../digests/delivery.ts';
import type { PlatformTime, Sends } from '../digests/platform-clock.ts';
import type { Reply } from '../reply.ts';

/** Names one message for good: the platforms carry it, so that a send that was cut off can be found again. */
export interface PostKey {
  /** A delivery's id. */
  delivery: string;
  part: number;
}

/**
 * Why a platform will not. channel_gone, no_access and token break the subscription until access returns. too_large
 * and edit_closed: an edit that cannot be made any more. message_gone: a person has deleted it; of a post: it was there
 * from an earlier send, and is deleted. rejected: ours to mend.
 */
export type Refusal =
  | 'channel_gone'
  | 'no_access'
  | 'token'
  | 'too_large'
  | 'edit_closed'
  | 'message_gone'
  | 'rejected';

/** Those that a person has to mend. */
export const breaks: ReadonlySet<Refusal> = new Set<Refusal>(['channel_gone', 'no_access', 'token']);

/** What became of one request. limited and refused: certainly nothing was posted. unknown: nobody knows. */
export type PostOutcome =
  | { outcome: 'posted'; message: string }
  | { outcome: 'limited'; retryAfterMs: number }
  /** `problem`: what it means and what to do, for people, where the platform's own word in `detail` does not say it. */
  | { outcome: 'refused'; refusal: Refusal; detail: string; problem?: string }
  | { outcome: 'unknown'; detail: string };

/** `found`: by part, those that are there. What is not among them is not there. */
export type FindOutcome =
  | { outcome: 'looked'; found: Map<number, string> }
  | { outcome: 'limited'; retryAfterMs: number }
  /** It cannot be decided: what is missing, in words for the admins. */
  | { outcome: 'blind'; detail: string }
  | { outcome: 'unknown'; detail: string };

/**
 * Posts in channels. Nothing is ever sent twice by itself; none of these throws. Channels are full ids; posts, edits and
 * looks also take the private conversation with a person (`directTo`).
 */
export interface ChannelSender {
  post(channel: string, body: unknown, key: PostKey): Promise<PostOutcome>;
  edit(channel: string, message: string, body: unknown): Promise<PostOutcome>;
  /** Which parts of a delivery stand in the channel. */
  find(channel: string, delivery: string, parts: readonly number[], sends: Sends): Promise<FindOutcome>;
  /**
   * What the time is on the platform, asked where what is known is older than so many milliseconds. untold: it has no
   * clock of its own, or does not tell. away: it does not answer, and never has.
   */
  time(maxAgeMs?: number): Promise<PlatformTime | 'untold' | 'away'>;
  /**
   * Whether digests could be posted there and found again. `problem` says what to do, for the person who subscribes.
   * `passing`: the platform does not tell at the moment.
   */
  access(
    channel: string,
  ): Promise<{ ok: true } | { ok: false; refusal: Refusal; problem: string; passing?: true }>;
  /** A private word to one person, `slack:T…:U…` or `discord:G…:U…`; false when it could not be said. */
  tell(person: string, text: string): Promise<boolean>;
}

/** Makes a digest into what one platform posts. Pure. */
export interface DigestRenderer {
  /**
   * Top-level messages, at most five; `more` is the command line that answers the rest, on a button under the last.
   * Every entry of the reply is shown, or is behind that button.
   */
  parts(reply: Reply, context: DigestContext): FrozenPart[];
  /** The one message that shows a reply; undefined when it does not fit one. */
  one(reply: Reply, context: DigestContext & { part: number }): unknown | undefined;
}

export interface DigestContext {
  channel: string;
  /** The delivery's id, and the mark in every message. */
  delivery: string;
  /** A command line for what did not fit. */
  more: string;
  ping?: string | undefined;
}
