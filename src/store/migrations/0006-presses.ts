import type { ColumnWords } from './words.ts';

/** What must happen once although it may arrive twice, and the state of buttons that did not fit into them. */
export function presses({ text }: ColumnWords): string[] {
  return [
    `CREATE TABLE claims (
      key ${text} PRIMARY KEY,
      expires ${text} NOT NULL)`,
    'CREATE INDEX claims_expired ON claims (expires)',
    `CREATE TABLE button_states (
      id ${text} PRIMARY KEY,
      state ${text} NOT NULL,
      expires ${text} NOT NULL)`,
    'CREATE INDEX button_states_expired ON button_states (expires)',
    'CREATE INDEX reports_reporter ON reports (reporter, at)',
  ];
}
