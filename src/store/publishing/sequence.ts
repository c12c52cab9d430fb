import { sql, type Transaction } from 'kysely';
import { type Day, dayIn } from '../../domain/dates/day.ts';
import type { Desk } from '../../domain/desk.ts';
import type { Schema } from '../schema.ts';

/**
 * Taken before anything is read that a change is decided by, and held until commit: writers of entries follow each
 * other, and no publication number shows before a smaller one has.
 */
export async function lockSequence(transaction: Transaction<Schema>): Promise<void> {
  await sql`UPDATE sequence SET rev = rev WHERE one = 1`.execute(transaction);
}

/** `revisions` and `publications`: the first number of each that is theirs. */
export async function takeNumbers(
  transaction: Transaction<Schema>,
  revisions: number,
  publications: number,
): Promise<{ rev: number; number: number }> {
  const taken = await sql<{ rev: number; publication: number }>`UPDATE sequence
    SET rev = rev + ${revisions}, publication = publication + ${publications} WHERE one = 1
    RETURNING rev, publication`.execute(transaction);
  const { rev, publication } = taken.rows[0] as { rev: number; publication: number };
  return { rev: rev - revisions + 1, number: publication - publications + 1 };
}

/** Where and when a change happens. */
export interface Occasion {
  desk: string;
  zone: string;
  at: Date;
  /** `at` as a day of the desk. */
  today: Day;
}

export async function occasion(transaction: Transaction<Schema>, desk: string, at: Date): Promise<Occasion> {
  const zone = await zoneOf(transaction, desk);
  return { desk, zone, at, today: dayIn(zone, at) };
}

/** The last one read: an import writes thousands of entries on one desk. */
let lastZone: { doc: string; zone: string } | undefined;

/** UTC while the desk is not known. */
export async function zoneOf(transaction: Transaction<Schema>, desk: string): Promise<string> {
  const stored = await transaction
    .selectFrom('desks')
    .select('doc')
    .where('id', '=', desk)
    .executeTakeFirst();
  if (!stored) return 'UTC';
  if (lastZone?.doc !== stored.doc)
    lastZone = { doc: stored.doc, zone: (JSON.parse(stored.doc) as Desk).definition.zone };
  return lastZone.zone;
}
