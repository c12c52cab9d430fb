import { sql } from 'kysely';
import type { SearchQuery, SearchToken } from '../../domain/ports/entries.ts';
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
function matchExpression(query: SearchQuery): string | undefined {
  return usableGroups(query)
    ?.map((group) => `(${group.map(term).join(' OR ')})`)
    .join(' AND ');
}

function term({ token, column, prefix }: SearchToken): string {
  return `${column === 'names' ? 'names' : '{title words}'} : "${token}"${prefix ? ' *' : ''}`;
}

const typeNames = { text: 'TEXT', counted: 'INTEGER PRIMARY KEY AUTOINCREMENT', clustered: 'WITHOUT ROWID' };

/** Statements by migration, in order. A migration that was released is never changed: add another. */
export const migrations: Record<string, readonly Step[]> = {
  '0001-entries': entries(typeNames),
  // Contentless: the words are only ever searched, the entry itself is a document.
  '0002-search': [
    "CREATE VIRTUAL TABLE search USING fts5 (title, words, names, content = '', tokenize = 'ascii', prefix = '3')",
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
  '0021-epoch': epoch(typeNames, 'lower(hex(randomblob(16)))'),
  '0022-turns': turns(typeNames),
  '0024-near-facts': nearFacts(typeNames),
  '0025-links': links(typeNames, "json_extract(d.doc, '$.outcome')"),
  '0026-aging': aging(typeNames),
  '0027-digest-names': digestNames(typeNames),
};
