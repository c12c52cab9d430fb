import { sql } from 'kysely';
import type { IndexedText, SearchQuery, SearchToken } from '../../domain/ports/entries.ts';
import type { FullText } from '../database.ts';
import { usableGroups } from '../entries/search.ts';
import { entries } from '../migrations/0001-entries.ts';
import { roles } from '../migrations/0003-roles.ts';
import { chat } from '../migrations/0004-chat.ts';
import { digests } from '../migrations/0005-digests.ts';
import { drafts } from '../migrations/0007-drafts.ts';
import { feeds } from '../migrations/0014-feeds.ts';
import { cards } from '../migrations/0017-cards.ts';
import { sharing } from '../migrations/0019-sharing.ts';
import { epoch } from '../migrations/0021-epoch.ts';
import { links } from '../migrations/0025-links.ts';
import {
  adminLines,
  aging,
  claims,
  composing,
  corrections,
  digestNames,
  imports,
  marks,
  nearFacts,
  platformTime,
  presses,
  pruning,
  turns,
} from '../migrations/small.ts';
import type { Step } from '../migrations/words.ts';
import { insertRows } from '../publishing/revision-plan.ts';

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
function vectorText({ title, names, text }: IndexedText): string {
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
function queryText(query: SearchQuery): string | undefined {
  return usableGroups(query)
    ?.map((group) => `(${group.map(term).join(' | ')})`)
    .join(' & ');
}

function term({ token, column, prefix }: SearchToken): string {
  return `'${token}':${prefix ? '*' : ''}${column === 'names' ? 'B' : 'AC'}`;
}

const typeNames = {
  text: 'TEXT COLLATE "C"',
  counted: 'INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
  clustered: '',
};

/** Statements by migration, in order. A migration that was released is never changed: add another. */
export const migrations: Record<string, readonly Step[]> = {
  '0001-entries': entries(typeNames),
  '0002-search': [
    'CREATE TABLE search (rev INTEGER PRIMARY KEY REFERENCES revisions (rev), words TSVECTOR NOT NULL)',
    'CREATE INDEX search_words ON search USING GIN (words)',
  ],
  '0003-roles': roles(typeNames),
  '0004-chat': chat(typeNames),
  '0005-digests': digests(typeNames),
  '0006-presses': presses(typeNames),
  '0007-drafts': drafts(typeNames),
  '0009-imports': imports(typeNames),
  '0010-marks': marks(),
  '0011-corrections': corrections(typeNames),
  '0012-composing': composing(typeNames),
  '0013-admin-lines': adminLines(typeNames),
  '0014-feeds': feeds(typeNames),
  '0017-cards': cards(typeNames),
  '0018-claims': claims(typeNames),
  '0019-pruning': pruning(),
  '0019-sharing': sharing(typeNames),
  '0020-platform-time': platformTime(typeNames),
  '0021-epoch': epoch(typeNames, "replace(gen_random_uuid()::text, '-', '')"),
  '0022-turns': turns(typeNames),
  '0024-near-facts': nearFacts(typeNames),
  '0025-links': links(typeNames, "d.doc::json ->> 'outcome'"),
  '0026-aging': aging(typeNames),
  '0027-digest-names': digestNames(typeNames),
};
