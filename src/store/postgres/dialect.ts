import { sql } from 'kysely';
import { entries } from '../migrations/0001-entries.ts';
import { roles } from '../migrations/0003-roles.ts';
import { chat } from '../migrations/0004-chat.ts';
import { digests } from '../migrations/0005-digests.ts';
import { drafts, listed, newestContradictions } from '../migrations/0007-drafts.ts';
import { feedCards, feeds } from '../migrations/0014-feeds.ts';
import { cards } from '../migrations/0017-cards.ts';
import { sharing } from '../migrations/0019-sharing.ts';
import { epoch } from '../migrations/0021-epoch.ts';
import { links } from '../migrations/0025-links.ts';
import {
  adminLines,
  aging,
  chosenDesks,
  claims,
  composing,
  corrections,
  digestNames,
  gaps,
  headlines,
  imports,
  laterEventFirst,
  marks,
  nearFacts,
  platformTime,
  postings,
  presses,
  pruning,
  readMarks,
  turns,
} from '../migrations/small.ts';
import type { Step } from '../migrations/words.ts';

export const joinInOrder = sql`JOIN`;

export const appending =
  ' ON CONFLICT (desk, word, block) DO UPDATE SET data = postings.data || excluded.data';

const typeNames = {
  text: 'TEXT COLLATE "C"',
  bytes: 'BYTEA',
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
  '0028-postings': postings(typeNames),
  '0029-feed-cards': feedCards(typeNames),
  '0030-read-marks': readMarks(typeNames),
  '0031-headlines': headlines(typeNames),
  '0032-listed': listed(typeNames),
  '0033-gaps': gaps(typeNames),
  '0034-later-event-first': laterEventFirst(typeNames),
  '0035-chosen-desks': chosenDesks(typeNames),
  '0036-newest-contradictions': newestContradictions(typeNames),
};
