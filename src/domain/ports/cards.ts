import type { EntryBody } from '../entry.ts';
import type { Reply } from '../reply.ts';
import type { Ledger } from './ledger.ts';

/** What a card says: `version` names it among all that the card ever says. */
export interface CardText {
  version: string;
  /** What it says, and as it is sent, which only the platform's own sender reads. */
  reply: Reply;
  body: unknown;
}

export interface NewCard extends CardText {
  /** 16 characters of `[0-9a-z]`: the message carries it, so that a post that was cut off can be found. */
  id: string;
  desk: string;
  /** Full id. */
  channel: string;
  /** What it is about: `draft:k3f9a`, `report:12`. */
  subject: string;
}

/** One message about one thing in one channel, which is edited as that thing changes. */
export interface Card extends Pick<NewCard, 'id' | 'desk' | 'channel' | 'subject' | 'version'> {
  createdAt: Date;
}

/** Sends what is due, and keeps what became of it. A card is a delivery of one part, and corrects no other. */
export type Outbox = Pick<
  Ledger,
  'lease' | 'nextReady' | 'renew' | 'sending' | 'sent' | 'release' | 'finish' | 'postInstead'
> &
  Partial<Pick<Ledger, 'delivery'>>;

/**
 * What reviewers are shown without asking. What a card shall say is written first and sent after; a card that says
 * something else by now is edited. All of it survives a crash, and several processes share the work.
 */
export interface Cards extends Outbox {
  /** Cards that are not closed, oldest first. */
  open(desk: string): Promise<Card[]>;
  /** How many there have been about one thing in one channel. */
  count(of: Pick<Card, 'desk' | 'channel' | 'subject'>): Promise<number>;
  /** False when there is an open card about the same thing in the channel: nothing was written. */
  add(card: NewCard, at: Date): Promise<boolean>;
  /**
   * From now on it says this. `closes`: that is its last word; one that was never posted is then left unsent. False
   * when it no longer was at the version that was seen, or is closed.
   */
  change(card: Pick<Card, 'id' | 'version'>, text: CardText, closes: boolean, at: Date): Promise<boolean>;
}

/** Makes what is shown to reviewers into the one message that a platform posts. */
export interface CardRenderer {
  /** Whoever sees it may press its choices. Undefined when it does not fit into one message. */
  card(
    reply: Reply,
    context: {
      channel: string;
      /** The card's id, and the mark in the message. */
      id: string;
      /** Keeps a line that does not fit into a button; gives the id that stands for it. */
      keep(text: string): Promise<string>;
    },
  ): Promise<unknown | undefined>;
}

/** One thing that waits for a desk's reviewers. */
export interface ReviewItem {
  /** `draft:k3f9a`, `report:12` */
  subject: string;
  /** Differs when it would be shown otherwise than before. */
  version: string;
  /** Since when it waits. */
  since: Date;
  /** The one person whom it waits for; none: any reviewer. */
  person?: string;
  /** Of what its card would tell. */
  handling: EntryBody['handling'];
  show(): Promise<Reply>;
  /** Only that something waits, for where no more may be shown. */
  hint(): Reply;
}

/** What waits on the desks, and how that ended. */
export interface ReviewItems {
  on(desk: string, now: Date): Promise<ReviewItem[]>;
  /** Of these only what waits for one person each. */
  forPeople(desk: string, now: Date): Promise<ReviewItem[]>;
  /** That so many wait besides those that are shown. */
  more(desk: string, count: number): Reply;
  /**
   * What became of one that waits no more, and who did it; undefined while it does. Only that it does not, where it was
   * not to be `shown` either.
   */
  ended(desk: string, subject: string, of: { now: Date; shown: boolean }): Promise<Reply | undefined>;
}

/** A channel in which a desk's reviewers are told of what waits from a moment on. */
export interface ReviewChannel {
  desk: string;
  channel: string;
  since: Date;
}

export interface ReviewChannels {
  list(desk: string): Promise<ReviewChannel[]>;
  /** False when it is so already. */
  set(desk: string, channel: string, on: boolean, by: string, at: Date): Promise<boolean>;
}

/** When the last requests of an account began, for all processes on one database: they keep its pace together. */
export interface Turns {
  /**
   * One short transaction. `decide` gets the account's last turns, instants in milliseconds in order, and says which
   * they are from now on. It may be asked again, after a transaction that was taken back.
   */
  change<T>(account: string, decide: (turns: readonly number[]) => Decided<T>): Promise<T>;
}

export interface Decided<T> {
  turns: readonly number[];
  answer: T;
}
