import { type Kysely, sql } from 'kysely';
import { accountOf, removed } from '../domain/subject.ts';
import { mentions } from './person-columns.ts';
import type { Schema } from './schema.ts';

/** A row that mentions a person, and its words as they would be without. */
export interface Mention {
  place: (typeof mentions)[number];
  key: number | string;
  told: string;
  at: string;
  without: Record<string, string>;
}

/** Whoever is named by words that somebody wrote: by a mention as platforms write it, or by an id. */
export async function findMentions(database: Kysely<Schema>, person: string): Promise<Mention[]> {
  const account = accountOf(person);
  if (!account) return [];
  const { platform, user } = account;
  // Neither is as long as to hold what JSON would write in another way.
  const named = new RegExp(`<@!?${user}(?:\\|[^>"\\\\]*)?>|\\b${platform}:[A-Z0-9]+:${user}\\b`, 'g');
  const found: Mention[] = [];
  for (const place of mentions) {
    const { table, key, columns, told, at } = place;
    const like = columns.map((column) => sql`${sql.ref(column)} LIKE ${`%${user}%`}`);
    const texts = sql.join(columns.map((column) => sql.ref(column)));
    const { rows } = await sql<{ key: number | string; told: string; at: string } & Record<string, string>>`
      SELECT ${sql.ref(key)} AS key, ${sql.raw(told)} AS told, ${sql.ref(at)} AS at, ${texts}
      FROM ${sql.table(table)} WHERE ${sql.join(like, sql` OR `)}`.execute(database);
    for (const row of rows) {
      const changed = columns.flatMap((column): [string, string][] => {
        const without = row[column]?.replace(named, removed);
        return without === undefined || without === row[column] ? [] : [[column, without]];
      });
      if (changed.length > 0) {
        found.push({ place, key: row.key, told: row.told, at: row.at, without: Object.fromEntries(changed) });
      }
    }
  }
  return found;
}
