import type { ColumnWords } from './words.ts';

export function chat({ text, counted }: ColumnWords): string[] {
  return [
    `CREATE TABLE reports (
      number ${counted},
      interaction ${text} NOT NULL UNIQUE,
      desk ${text} NOT NULL,
      entry ${text} NOT NULL,
      reporter ${text} NOT NULL,
      words ${text} NOT NULL,
      at ${text} NOT NULL)`,
    'CREATE INDEX reports_newest ON reports (desk, at DESC, number DESC)',
    `CREATE TABLE channels (
      id ${text} PRIMARY KEY,
      visibility ${text} NOT NULL)`,
    `CREATE TABLE leases (
      name ${text} PRIMARY KEY,
      holder ${text} NOT NULL,
      expires ${text} NOT NULL)`,
  ];
}
