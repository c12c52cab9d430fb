import type { ColumnWords } from './words.ts';

/** What the admins have to know: a line is written with what it tells of, and marked once somebody was told. */
export function adminLines({ text, counted }: ColumnWords): string[] {
  return [
    `CREATE TABLE admin_lines (
      number ${counted},
      key ${text} NOT NULL UNIQUE,
      desk ${text} NOT NULL,
      platform ${text} NOT NULL,
      line ${text} NOT NULL,
      subscriber ${text},
      at ${text} NOT NULL,
      told_at ${text})`,
    'CREATE INDEX admin_lines_untold ON admin_lines (number) WHERE told_at IS NULL',
  ];
}
