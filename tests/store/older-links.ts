import { sql } from 'kysely';
import type { EntryBody } from '../../src/domain/entry.ts';
import type { Database } from '../../src/store/database.ts';
import type { Store } from '../../src/store/store.ts';
import { brief, fact, inFile, visit } from './entries-made.ts';

/** Entries of every state, with some that were changed and one that was withdrawn. */
export async function fillDesk(store: Store, desk: string): Promise<void> {
  const sync = (day: string, bodies: EntryBody[], removed: string[] = []) => {
    const entries = bodies.map((body) => inFile(body, `facts/${body.id}.yaml`));
    return store.content.apply({ desk, entries, files: [], removed }, new Date(`${day}T12:00:00.000Z`));
  };
  await sync('2026-02-01', [
    fact('plain', { people: ['rice'], organisations: ['osce'], places: ['osh'] }),
    fact('draft', { state: 'draft' }),
    fact('filed', { state: 'in review', handling: 'internal' }),
    fact('kept-back', { handling: 'restricted' }),
    fact('later', { embargo: '2026-04-01T00:00:00Z', published: '2026-03-20' }),
    fact('plan', { kind: 'plan', dates: [{ edtf: '2026-05/2027', sources: [] }] }),
    fact('done', { kind: 'plan', outcome: 'plain', standing: 'disputed' }),
    brief('brief', { dated: '2025', topics: ['energy', 'trade'] }),
    visit('visit', '2006-05', { places: ['astana'], host: 'UZ' }),
    fact('old'),
    fact('gone'),
  ]);
  await sync(
    '2026-02-02',
    [fact('plain', { title: 'Changed', topics: ['water'] }), fact('newer', { supersedes: 'old' })],
    ['facts/gone.yaml'],
  );
}

/** All rows, with what links stand for in place of their numbers. */
export async function linkTables(database: Database) {
  const rows = async (table: 'links' | 'link_counts', columns: string) => {
    const found = await sql<object>`SELECT t.desk, t.kind AS target, t.value, ${sql.raw(columns)}
      FROM ${sql.table(table)} AS l JOIN link_targets AS t ON t.number = l.link`.execute(database.read);
    return found.rows.map((row) => JSON.stringify(row)).sort();
  };
  return {
    links: await rows(
      'links',
      'l.event_day, l.date_max, l.id, l.rev, l.date_min, l.published, l.weight, l.kind, l.standing, l.audience, l.valid_from, l.valid_until, l.embargo',
    ),
    counts: (
      await rows('link_counts', 'l.kind, l.standing, l.audience, l.from_year, l.to_year, l.entries')
    ).filter((row) => !row.includes('"entries":0')),
  };
}

/** Undoes what gave digests their names. */
export const namesTakenBack = [
  'DROP INDEX subscriptions_one',
  'ALTER TABLE subscriptions DROP COLUMN name',
  "CREATE UNIQUE INDEX subscriptions_one ON subscriptions (channel, desk, filter_key) WHERE state <> 'ended'",
];

/** A database of before searches read postings; what its own search read is not missed. */
export const takeLaterBack = [
  ...['listed', 'listed_revisions'].map((name) => `DROP TABLE ${name}`),
  'CREATE TABLE added_sources (desk TEXT, id TEXT, doc TEXT)',
  'DROP TABLE read_marks',
  'DROP TABLE chosen_desks',
  'DROP TABLE told_headlines',
  'DROP INDEX contradictions_newest',
  'ALTER TABLE contradictions DROP COLUMN since',
  'DROP TABLE gaps',
  'DROP INDEX feed_items_found',
  'DROP INDEX feed_items_carded',
  'ALTER TABLE feed_items DROP COLUMN card',
  'ALTER TABLE feed_items DROP COLUMN decided_by',
  'ALTER TABLE feeds DROP COLUMN keywords',
  'DROP TABLE postings',
  'DROP TABLE search_words',
  'CREATE TABLE search (rev INTEGER PRIMARY KEY)',
  'DELETE FROM fills',
];

/** The database as it was before links carried anything: in the table of that time. */
export async function takeLinksBack(database: Database): Promise<void> {
  await database.write(async (transaction) => {
    for (const statement of [
      `INSERT INTO revision_links (desk, kind, value, rev) SELECT t.desk, t.kind, t.value, l.rev
        FROM links AS l JOIN link_targets AS t ON t.number = l.link WHERE t.kind NOT IN ('kind', 'open')`,
      "INSERT INTO revision_links (desk, kind, value, rev) SELECT desk, 'source', 'gazette', rev FROM revisions",
      ...['links', 'link_targets', 'link_counts', 'aging'].map((name) => `DROP TABLE ${name}`),
      ...['embargo', 'ends', 'unpublished'].map((name) => `DROP INDEX revisions_${name}`),
      ...namesTakenBack,
      ...takeLaterBack,
      "DELETE FROM kysely_migration WHERE name >= '0025-links'",
    ])
      await sql.raw(statement).execute(transaction);
  });
}
