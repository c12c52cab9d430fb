import type { ColumnWords } from './words.ts';

/** When the last requests of each account began, as JSON: the pace of a platform is shared by all processes. */
export function turns({ text, clustered }: ColumnWords): string[] {
  return [`CREATE TABLE turns (account ${text} PRIMARY KEY, last ${text} NOT NULL) ${clustered}`];
}
