import type { ColumnWords } from './words.ts';

/** What processes on one database have to agree on: whose content folder it has, who serves it, and what was tried. */
export function sharing({ text, counted }: ColumnWords): string[] {
  return [
    `CREATE TABLE content_folder (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      host ${text},
      path ${text},
      syncing ${text},
      syncing_until ${text})`,
    'INSERT INTO content_folder (one) VALUES (1)',
    `CREATE TABLE content_servers (
      process ${text} PRIMARY KEY,
      host ${text} NOT NULL,
      path ${text} NOT NULL,
      expires ${text} NOT NULL)`,
    `CREATE TABLE wrong_codes (
      number ${counted},
      person ${text} NOT NULL,
      at ${text} NOT NULL)`,
    'CREATE INDEX wrong_codes_at ON wrong_codes (at)',
  ];
}
