import type { TraceKind } from '../../domain/ports/access.ts';
import type { Schema } from '../schema.ts';

interface PersonColumns {
  kind: TraceKind;
  table: keyof Schema;
  /** Each holds the id of a person, or of the private conversation with them, and nothing else. */
  columns: readonly string[];
  /** The row is about nobody else, and goes with them. */
  theirs: boolean;
  /** SQL that tells a row in a line. */
  summary: string;
  at: string;
}

const personColumns = <T extends keyof Schema>(
  kind: TraceKind,
  table: T,
  columns: readonly (keyof Schema[T] & string)[],
  at: keyof Schema[T] & string,
  summary: string,
  { theirs = false } = {},
): PersonColumns => ({ kind, table, columns, summary, at, theirs });

const where = "CASE desk WHEN '*' THEN 'every desk' ELSE desk END";

/** Where people are named by their id. What is shown to a person is what is removed for them: both read this list. */
export const allPersonColumns: readonly PersonColumns[] = [
  personColumns('role', 'grants', ['subject'], 'granted_at', `role || ' on ' || ${where}`, { theirs: true }),
  personColumns(
    'role given',
    'grants',
    ['granted_by'],
    'granted_at',
    `role || ' on ' || ${where} || ' to ' || subject`,
  ),
  personColumns('admin code', 'admin_codes', ['used_by'], 'used_at', "'used to become admin'"),
  // Not theirs alone: what they tried goes on counting among what all have tried.
  personColumns('admin code', 'wrong_codes', ['person'], 'at', "'a wrong one was typed'"),
  personColumns('revision', 'revisions', ['actor'], 'recorded_at', "id || ' on ' || desk || ': ' || action"),
  personColumns(
    'revision',
    'listed_revisions',
    ['actor'],
    'recorded_at',
    "kind || ' ' || id || ': ' || action",
  ),
  personColumns(
    'draft',
    'drafts',
    ['author', 'editor', 'reviewer'],
    'updated_at',
    "id || ' on ' || desk || ': ' || act || ' ' || COALESCE(entry, type) || ', ' || state",
  ),
  personColumns('import', 'imports', ['actor'], 'at', "id || ' on ' || desk"),
  personColumns(
    'report',
    'reports',
    ['reporter', 'closed_by'],
    'at',
    "entry || ' on ' || desk || ': ' || words",
  ),
  personColumns(
    'subscription',
    'subscriptions',
    ['created_by'],
    'created_at',
    "'number ' || id || ' in ' || channel",
  ),
  personColumns('feed', 'feeds', ['added_by'], 'added_at', "url || ' on ' || desk"),
  personColumns('feed', 'feed_items', ['decided_by'], 'found', "title || ' on ' || desk"),
  personColumns('change', 'audit', ['actor'], 'at', "action || ', ' || subject"),
  personColumns('change to them', 'audit', ['subject'], 'at', `action || COALESCE(' on ' || ${where}, '')`),
  personColumns('message', 'admin_lines', ['subscriber'], 'at', 'line'),
  personColumns('news read', 'read_marks', ['person'], 'at', "'up to number ' || up_to || ' on ' || desk", {
    theirs: true,
  }),
  personColumns('desk chosen', 'chosen_desks', ['person'], 'at', "'for lines that name none: on ' || desk", {
    theirs: true,
  }),
  personColumns('message', 'cards', ['channel'], 'created_at', "subject || ' on ' || desk", { theirs: true }),
];

interface MentionColumns {
  table: 'audit' | 'drafts' | 'reports' | 'gaps' | 'cards' | 'admin_lines' | 'button_states';
  key: 'number' | 'id';
  columns: readonly string[];
  summary: string;
  at: string;
  /** The row is worth nothing without. */
  goes: boolean;
}

const mentionColumns = <T extends MentionColumns['table']>(
  table: T,
  key: keyof Schema[T] & MentionColumns['key'],
  columns: readonly (keyof Schema[T] & string)[],
  at: keyof Schema[T] & string,
  summary: string,
  { goes = false } = {},
): MentionColumns => ({ table, key, columns, summary, at, goes });

/** Where people write what may mention somebody: as text, or as JSON with text in it. */
export const mentions: readonly MentionColumns[] = [
  mentionColumns('audit', 'number', ['before', 'after'], 'at', "action || ', ' || subject"),
  mentionColumns('drafts', 'id', ['typed', 'body', 'reason'], 'updated_at', "'draft ' || id"),
  mentionColumns('reports', 'number', ['words'], 'at', "'report ' || number"),
  mentionColumns(
    'cards',
    'id',
    ['reply', 'body'],
    'created_at',
    "'the card of ' || subject || ' in ' || channel",
  ),
  mentionColumns('gaps', 'number', ['key', 'question', 'about'], 'last_at', "'question ' || number", {
    goes: true,
  }),
  mentionColumns('admin_lines', 'number', ['key', 'line'], 'at', 'line', { goes: true }),
  mentionColumns('button_states', 'id', ['state'], 'expires', "'a button, until'", { goes: true }),
];
