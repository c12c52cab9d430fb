/** The tables of what reviewers are shown without asking. */
export interface CardSchema {
  review_channels: { desk: string; channel: string; since: string };
  cards: CardRow;
}

/**
 * One message. It says `version`, once that is sent: while it is not, `due` tells when it may be. `reply` and `body`
 * are JSON.
 */
export interface CardRow {
  id: string;
  desk: string;
  channel: string;
  platform: string;
  subject: string;
  is_open: number;
  version: string;
  reply: string;
  body: string;
  /** What the holder of the lease was given to send; it may have changed since. */
  leased_version: string | null;
  /** What was last begun to be sent. */
  tried_version: string | null;
  /** What the platform calls the message; '' when a person has deleted it. */
  message: string | null;
  /** Of the sending: waiting, sending, unknown and sent as with the part of a delivery; failed for good. */
  state: string;
  attempts: number;
  first_attempt: string | null;
  last_attempt: string | null;
  /** By the platform's clock: not before this, and about that. Null where nothing was known. */
  platform_since: string | null;
  platform_until: string | null;
  /** When it may be leased, or the end of the lease that is on it. None: nothing is to be sent. */
  due: string | null;
  holder: string | null;
  leased_until: string | null;
  reason: string | null;
  created_at: string;
}
