import type { ColumnWords } from './words.ts';

/** What reviewers are shown in a channel of theirs, and who closed a report. */
export function cards({ text }: ColumnWords): string[] {
  return [
    `CREATE TABLE review_channels (
      desk ${text} NOT NULL,
      channel ${text} NOT NULL,
      since ${text} NOT NULL,
      PRIMARY KEY (desk, channel))`,
    `CREATE TABLE cards (
      id ${text} PRIMARY KEY,
      desk ${text} NOT NULL,
      channel ${text} NOT NULL,
      platform ${text} NOT NULL,
      subject ${text} NOT NULL,
      is_open INTEGER NOT NULL,
      version ${text} NOT NULL,
      reply ${text} NOT NULL,
      body ${text} NOT NULL,
      leased_version ${text},
      tried_version ${text},
      message ${text},
      state ${text} NOT NULL,
      attempts INTEGER NOT NULL,
      first_attempt ${text},
      last_attempt ${text},
      due ${text},
      holder ${text},
      leased_until ${text},
      reason ${text},
      created_at ${text} NOT NULL)`,
    'CREATE UNIQUE INDEX cards_open ON cards (desk, channel, subject) WHERE is_open = 1',
    'CREATE INDEX cards_due ON cards (platform, due) WHERE due IS NOT NULL',
    `ALTER TABLE reports ADD COLUMN closed_by ${text}`,
  ];
}
