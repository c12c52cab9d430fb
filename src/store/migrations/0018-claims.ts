import type { ColumnWords } from './words.ts';

/** Which process composes what is due, so that no other composes the same. */
export function claims({ text }: ColumnWords): string[] {
  return [
    `ALTER TABLE subscriptions ADD COLUMN claimed_by ${text}`,
    `ALTER TABLE subscriptions ADD COLUMN claimed_until ${text}`,
  ];
}
