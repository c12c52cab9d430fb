import type { ColumnWords } from './words.ts';

/** What tells an older database, or a copy, from the one that was written last. `random`: 32 letters and digits. */
export function epoch({ text }: ColumnWords, random: string): string[] {
  return [
    `CREATE TABLE epoch (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      installation ${text} NOT NULL,
      epoch INTEGER NOT NULL,
      at ${text},
      place ${text},
      copied INTEGER NOT NULL,
      restored_at ${text},
      restored_from ${text},
      dealt INTEGER NOT NULL)`,
    'CREATE INDEX cards_subject ON cards (desk, channel, subject)',
    `INSERT INTO epoch (one, installation, epoch, copied, dealt) SELECT 1, ${random}, 0, 0, 1`,
  ];
}
