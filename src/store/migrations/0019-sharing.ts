import type { ColumnWords } from './words.ts';

/** What processes on one database have to agree on: whose content folder it has, and who serves it. */
export function sharing({ text }: ColumnWords): string[] {
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
  ];
}
