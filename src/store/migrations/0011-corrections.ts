import type { ColumnWords } from './words.ts';

/**
 * How far the corrections of a desk are written for one platform. Where there is none yet, `corrected_up_to` of
 * `ledger` holds: what was published up to there has been dealt with.
 */
export function corrections({ text }: ColumnWords): string[] {
  return [
    `CREATE TABLE correction_marks (
      desk ${text} NOT NULL,
      platform ${text} NOT NULL,
      up_to INTEGER NOT NULL,
      after_delivery ${text},
      after_part INTEGER,
      PRIMARY KEY (desk, platform))`,
    `CREATE INDEX publications_corrections ON publications (desk, number)
      WHERE event IN ('corrected', 'retracted')`,
  ];
}
