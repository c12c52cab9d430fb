import type { EntryBody } from '../entry.ts';
import type { Reply } from '../reply.ts';
import type { Ledger } from './ledger.ts';

/** Content of a card. `version` identifies it among all contents of the same card. */
export interface CardText {
  version: string;
  /** `body` is `reply` as the platform's request body, which only its own sender reads. */
  reply: Reply;
  body: unknown;
}

export interface NewCard extends CardText {
  /** 16 characters of `[0-9a-z]`. The message carries it, so that an interrupted post can be found. */
  id: string;
  desk: string;
  /** Full id. */
  channel: string;
  /** Subject, such as `draft:k3f9a` or `report:12`. */
  subject: string;
}

/** One message about one subject in one channel; edited when the subject changes. */
export interface Card extends Pick<NewCard, 'id' | 'desk' | 'channel' | 'subject' | 'version'> {
  createdAt: Date;
}

/** The part of the ledger that sending needs. A card is a delivery of one part that corrects no other. */
export type Outbox = Pick<
  Ledger,
  'lease' | 'nextReady' | 'renew' | 'sending' | 'sent' | 'release' | 'finish' | 'postInstead'
> &
  Partial<Pick<Ledger, 'delivery'>>;

/**
 * Messages that notify reviewers. Content is stored before it is sent; a card with outdated content is
 * edited. Survives a crash at any moment; several processes share the work.
 */
export interface Cards extends Outbox {
  /** Cards that are not closed, oldest first. */
  open(desk: string): Promise<Card[]>;
  /** Number of cards so far about one subject in one channel. */
  count(of: Pick<Card, 'desk' | 'channel' | 'subject'>): Promise<number>;
  /** False, and nothing is written, if the channel has an open card about the same subject. */
  add(card: NewCard, at: Date): Promise<boolean>;
  /**
   * Replaces the content. `closes`: this is the final content; a card that was never posted is then not sent. False
   * if the card has another version by now, or is closed.
   */
  change(card: Pick<Card, 'id' | 'version'>, text: CardText, closes: boolean, at: Date): Promise<boolean>;
}

/** Renders a card as one message of a platform. */
export interface CardRenderer {
  /** Everyone who sees the message may press its buttons. Undefined if it does not fit one message. */
  card(
    reply: Reply,
    context: {
      channel: string;
      /** The card's id, which the message carries. */
      id: string;
      /** Stores a line that is too long for a button; resolves to its id. */
      keep(text: string): Promise<string>;
    },
  ): Promise<unknown | undefined>;
}

/** A subject that waits for a desk's reviewers. */
export interface ReviewItem {
  /** `draft:k3f9a`, `report:12` */
  subject: string;
  /** Changes when its display changes. */
  version: string;
  /** Start of the wait. */
  since: Date;
  /** The person it waits for; missing: any reviewer. */
  person?: string;
  /** Handling mark of the card's content. */
  handling: EntryBody['handling'];
  /** Of its kind so many stand in a channel at once; a card with the subject `rest` counts those without one. */
  most: { standing: number; rest: string };
  show(): Promise<Reply>;
  /** Says only that something waits, for places that may not see more. */
  hint(): Reply;
}

/** Subjects that wait, and their outcomes. */
export interface ReviewItems {
  /** The first of each kind, and those of the subjects `carded` that still wait. */
  on(desk: string, now: Date, carded: readonly string[]): Promise<ReviewItem[]>;
  /** How many that wait since then or later are not among `items`; the card `rest` counts them. */
  beyond(desk: string, since: Date, items: readonly ReviewItem[]): Promise<{ rest: string; count: number }>;
  /** Only those that wait for one person. */
  forPeople(desk: string, now: Date): Promise<ReviewItem[]>;
  /** Says that `count` more wait than are shown; `rest` is that of the items. */
  more(desk: string, rest: string, count: number): Reply;
  /**
   * Outcome of a subject and who decided it; undefined while it still waits. Without `shown` it says only that the
   * subject no longer waits.
   */
  ended(desk: string, subject: string, of: { now: Date; shown: boolean }): Promise<Reply | undefined>;
}

/** A channel that gets cards of a desk for subjects that wait since `since` or later. */
export interface ReviewChannel {
  desk: string;
  channel: string;
  since: Date;
}

export interface ReviewChannels {
  list(desk: string): Promise<ReviewChannel[]>;
  /** False if nothing changed. */
  set(desk: string, channel: string, on: boolean, by: string, at: Date): Promise<boolean>;
}

/** Start times of the last requests of an account, shared by all processes on one database to keep its rate limit. */
export interface Turns {
  /**
   * One short transaction. `decide` gets the account's last turns (ascending, milliseconds since 1970) and returns the
   * new ones. It may run again if the transaction is rolled back.
   */
  change<T>(account: string, decide: (turns: readonly number[]) => Decided<T>): Promise<T>;
}

export interface Decided<T> {
  turns: readonly number[];
  answer: T;
}
