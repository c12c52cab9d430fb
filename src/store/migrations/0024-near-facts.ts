import type { ColumnWords } from './words.ts';

/**
 * Facts that may tell the same or contradict each other are found by what they have in common, and contradictions are
 * written with the change that made them. `fills`: revisions of before that still lack their rows; see `fillNearFacts`.
 */
export function nearFacts({ text, clustered }: ColumnWords): string[] {
  return [
    `CREATE TABLE fact_keys (
      desk ${text} NOT NULL,
      key ${text} NOT NULL,
      date_min ${text} NOT NULL,
      date_max ${text} NOT NULL,
      rev INTEGER NOT NULL REFERENCES revisions (rev),
      PRIMARY KEY (desk, key, date_min, date_max, rev)) ${clustered}`,
    'CREATE INDEX fact_keys_rev ON fact_keys (rev)',
    `CREATE TABLE contradictions (
      desk ${text} NOT NULL,
      one ${text} NOT NULL,
      other ${text} NOT NULL,
      rule ${text} NOT NULL,
      says ${text} NOT NULL,
      PRIMARY KEY (desk, one, other, rule)) ${clustered}`,
    'CREATE INDEX contradictions_other ON contradictions (desk, other)',
    `CREATE INDEX revisions_by_chat ON revisions (desk, path)
      WHERE origin = 'chat' AND valid_until IS NULL AND path IS NOT NULL`,
    `CREATE TABLE fills (name ${text} PRIMARY KEY, done INTEGER NOT NULL, until INTEGER NOT NULL) ${clustered}`,
    "INSERT INTO fills (name, done, until) SELECT 'near facts', 0, rev FROM sequence WHERE rev > 0",
  ];
}
