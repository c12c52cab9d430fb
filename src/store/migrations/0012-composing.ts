import type { ColumnWords } from './words.ts';

/** Why no digest came: what decided where a slot was passed over, what keeps one from being composed, which were lost. */
export function composing({ text }: ColumnWords): string[] {
  return [
    'ALTER TABLE skipped_slots ADD COLUMN edition INTEGER REFERENCES editions (id)',
    `ALTER TABLE subscriptions ADD COLUMN failing_reason ${text}`,
    `ALTER TABLE subscriptions ADD COLUMN failing_since ${text}`,
    `CREATE INDEX deliveries_undelivered ON deliveries (subscription, position)
      WHERE number IS NOT NULL AND state <> 'delivered'`,
  ];
}
