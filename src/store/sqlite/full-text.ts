import { sql } from 'kysely';
import type { SearchQuery, SearchToken } from '../../domain/ports/search.ts';
import type { FullText } from '../database.ts';
import { insertRows } from '../insert-rows.ts';
import { usableGroups } from '../usable-groups.ts';

/** FTS5 over tokens made elsewhere: a title weighs ten times the text, a name four times. */
export const fullText: FullText = {
  async add(transaction, texts) {
    const rows = texts.map(({ rev, text }) => ({
      rowid: rev,
      title: text.title,
      words: text.text,
      names: text.names,
    }));
    await insertRows(transaction, { placeholder: () => '?', maxParameters: 30_000 }, 'search', rows);
  },

  // The planner keeps the order of a CROSS JOIN; of another it may visit every revision and ask the index about each.
  join: sql`CROSS JOIN`,

  matches(query) {
    const expression = matchExpression(query);
    if (expression === undefined) return undefined;
    return sql`SELECT rowid AS rev, -bm25(search, 10.0, 1.0, 4.0) AS score FROM search WHERE search MATCH ${expression}`;
  },
};

/** FTS5's query language. Undefined when no entry can match. */
export function matchExpression(query: SearchQuery): string | undefined {
  return usableGroups(query)
    ?.map((group) => `(${group.map(term).join(' OR ')})`)
    .join(' AND ');
}

function term({ token, column, prefix }: SearchToken): string {
  return `${column === 'names' ? 'names' : '{title words}'} : "${token}"${prefix ? ' *' : ''}`;
}
