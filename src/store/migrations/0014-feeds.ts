import type { ColumnWords } from './words.ts';

/** Of which items a card is posted, and who dismissed or imported an item; by which words a feed is narrowed. */
export function feedCards({ text }: ColumnWords): string[] {
  return [
    'ALTER TABLE feed_items ADD COLUMN card INTEGER NOT NULL DEFAULT 0',
    `ALTER TABLE feed_items ADD COLUMN decided_by ${text}`,
    `ALTER TABLE feeds ADD COLUMN keywords ${text}`,
    'CREATE INDEX feed_items_found ON feed_items (desk, found)',
    "CREATE INDEX feed_items_carded ON feed_items (desk, found) WHERE state = 'waiting' AND card = 1",
  ];
}

/** Feeds that desks follow, and the newest items of each: what is not new, and what waits for an editor. */
export function feeds({ text, counted }: ColumnWords): string[] {
  return [
    `CREATE TABLE feeds (
      id ${counted},
      desk ${text} NOT NULL,
      url ${text} NOT NULL,
      title ${text} NOT NULL,
      etag ${text},
      modified ${text},
      next ${text},
      polled ${text},
      failures INTEGER NOT NULL,
      fault ${text},
      added_by ${text} NOT NULL,
      added_at ${text} NOT NULL,
      holder ${text},
      leased_until ${text},
      UNIQUE (desk, url))`,
    'CREATE INDEX feeds_due ON feeds (next) WHERE next IS NOT NULL',
    `CREATE TABLE feed_items (
      number ${counted},
      desk ${text} NOT NULL,
      feed INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
      key ${text} NOT NULL,
      url_key ${text} NOT NULL,
      url ${text} NOT NULL,
      title ${text} NOT NULL,
      published ${text},
      state ${text} NOT NULL,
      found ${text} NOT NULL,
      UNIQUE (feed, key))`,
    'CREATE INDEX feed_items_address ON feed_items (desk, url_key)',
    "CREATE INDEX feed_items_waiting ON feed_items (desk, number) WHERE state = 'waiting'",
  ];
}
