import type { ColumnWords } from './words.ts';

/** What people write in chat before it is a revision, the sources they add, and what became of readers' reports. */
export function drafts({ text }: ColumnWords): string[] {
  return [
    `CREATE TABLE drafts (
      id ${text} PRIMARY KEY,
      desk ${text} NOT NULL,
      act ${text} NOT NULL,
      type ${text} NOT NULL,
      entry ${text},
      base INTEGER NOT NULL,
      typed ${text} NOT NULL,
      body ${text},
      excerpt ${text},
      state ${text} NOT NULL,
      author ${text} NOT NULL,
      editor ${text} NOT NULL,
      reviewer ${text},
      reason ${text},
      created_at ${text} NOT NULL,
      updated_at ${text} NOT NULL,
      version INTEGER NOT NULL)`,
    'CREATE INDEX drafts_newest ON drafts (desk, state, updated_at DESC, id)',
    'CREATE INDEX drafts_entry ON drafts (desk, entry) WHERE entry IS NOT NULL',
    `CREATE TABLE added_sources (
      desk ${text} NOT NULL,
      id ${text} NOT NULL,
      doc ${text} NOT NULL,
      PRIMARY KEY (desk, id))`,
    `ALTER TABLE reports ADD COLUMN state ${text} NOT NULL DEFAULT 'open'`,
    "CREATE INDEX reports_open ON reports (desk, at DESC, number DESC) WHERE state = 'open'",
    'CREATE INDEX audit_desk ON audit (desk, number)',
  ];
}
