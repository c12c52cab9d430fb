import type { ColumnWords } from './words.ts';

/** Why no digest came: what decided where a slot was passed over, and what keeps one from being composed. */
export function composing({ text }: ColumnWords): string[] {
  return [
    'ALTER TABLE skipped_slots ADD COLUMN edition INTEGER REFERENCES editions (id)',
    `ALTER TABLE subscriptions ADD COLUMN failing_reason ${text}`,
    `ALTER TABLE subscriptions ADD COLUMN failing_since ${text}`,
  ];
}
