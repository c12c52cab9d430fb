import { sql } from 'kysely';
import type { IndexedText, SearchQuery, SearchToken } from '../../domain/ports/search.ts';
import type { FullText } from '../database.ts';
import { insertRows } from '../insert-rows.ts';
import { usableGroups } from '../usable-groups.ts';

/** Most places that PostgreSQL keeps of one word, and the last place that it can tell from others. */
const placesKept = 255;
const lastPlace = 16_383;

/** A tsvector over tokens made elsewhere: a title weighs most (A), then names (B), then text (C). */
export const fullText: FullText = {
  async add(transaction, texts) {
    const rows = texts.map(({ rev, text }) => ({ rev, words: vectorText(text) }));
    await insertRows(
      transaction,
      { placeholder: (position) => `$${position}`, maxParameters: 60_000 },
      'search',
      rows,
    );
  },

  join: sql`JOIN`,

  matches(query) {
    const expression = queryText(query);
    if (expression === undefined) return undefined;
    return sql`SELECT rev, ts_rank(words, ${expression}::tsquery) AS score FROM search
      WHERE words @@ ${expression}::tsquery`;
  },
};

/**
 * Written out token by token: PostgreSQL's own parser would split some (`5g`, `1e5`) in ways that the other database
 * does not, and both must match alike.
 */
export function vectorText({ title, names, text }: IndexedText): string {
  const places = new Map<string, string[]>();
  let place = 0;
  for (const [tokens, weight] of [
    [title, 'A'],
    [names, 'B'],
    [text, 'C'],
  ] as const) {
    for (const token of tokens.match(/[a-z0-9]+/g) ?? []) {
      place = Math.min(place + 1, lastPlace);
      const known = places.get(token) ?? [];
      if (known.length < placesKept) known.push(`${place}${weight}`);
      places.set(token, known);
    }
  }
  return [...places].map(([token, at]) => `'${token}':${at.join(',')}`).join(' ');
}

/** The query language of tsquery. Undefined when no entry can match. */
export function queryText(query: SearchQuery): string | undefined {
  return usableGroups(query)
    ?.map((group) => `(${group.map(term).join(' | ')})`)
    .join(' & ');
}

function term({ token, column, prefix }: SearchToken): string {
  return `'${token}':${prefix ? '*' : ''}${column === 'names' ? 'B' : 'AC'}`;
}
