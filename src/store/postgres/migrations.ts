import { entries } from '../migrations/0001-entries.ts';
import { roles } from '../migrations/0003-roles.ts';
import { chat } from '../migrations/0004-chat.ts';
import { digests } from '../migrations/0005-digests.ts';
import { presses } from '../migrations/0006-presses.ts';
import { drafts } from '../migrations/0007-drafts.ts';
import { imports } from '../migrations/0009-imports.ts';
import { marks } from '../migrations/0010-marks.ts';
import { corrections } from '../migrations/0011-corrections.ts';
import { composing } from '../migrations/0012-composing.ts';
import { adminLines } from '../migrations/0013-admin-lines.ts';
import { feeds } from '../migrations/0014-feeds.ts';
import { cards } from '../migrations/0017-cards.ts';
import { claims } from '../migrations/0018-claims.ts';
import { pruning } from '../migrations/0019-pruning.ts';
import { sharing } from '../migrations/0019-sharing.ts';
import { platformTime } from '../migrations/0020-platform-time.ts';
import { epoch } from '../migrations/0021-epoch.ts';
import { turns } from '../migrations/0022-turns.ts';

const words = {
  text: 'TEXT COLLATE "C"',
  counted: 'INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
  clustered: '',
};

/** Statements by migration, in order. A migration that was released is never changed: add another. */
export const migrations: Record<string, readonly string[]> = {
  '0001-entries': entries(words),
  '0002-search': [
    'CREATE TABLE search (rev INTEGER PRIMARY KEY REFERENCES revisions (rev), words TSVECTOR NOT NULL)',
    'CREATE INDEX search_words ON search USING GIN (words)',
  ],
  '0003-roles': roles(words),
  '0004-chat': chat(words),
  '0005-digests': digests(words),
  '0006-presses': presses(words),
  '0007-drafts': drafts(words),
  '0009-imports': imports(words),
  '0010-marks': marks(),
  '0011-corrections': corrections(words),
  '0012-composing': composing(words),
  '0013-admin-lines': adminLines(words),
  '0014-feeds': feeds(words),
  '0017-cards': cards(words),
  '0018-claims': claims(words),
  '0019-pruning': pruning(),
  '0019-sharing': sharing(words),
  '0020-platform-time': platformTime(words),
  '0021-epoch': epoch(words, "replace(gen_random_uuid()::text, '-', '')"),
  '0022-turns': turns(words),
};
