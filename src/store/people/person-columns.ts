import type { TraceKind } from '../../domain/ports/access.ts';
import type { Schema } from '../schema.ts';

interface Place {
  kind: TraceKind;
  table: keyof Schema;
  /** Each holds the id of a person, or of the private conversation with them, and nothing else. */
  columns: readonly string[];
  /** The row is about nobody else, and goes with them. */
  theirs: boolean;
  /** SQL that tells a row in a line. */
  told: string;
  at: string;
}

const place = <T extends keyof Schema>(
  kind: TraceKind,
  table: T,
  columns: readonly (keyof Schema[T] & string)[],
  at: keyof Schema[T] & string,
  told: string,
  { theirs = false } = {},
): Place => ({ kind, table, columns, told, at, theirs });

const where = "CASE desk WHEN '*' THEN 'every desk' ELSE desk END";

/** Where people are named by their id. What is shown to a person is what is removed for them: both read this list. */
export const places: readonly Place[] = [
  place('role', 'grants', ['subject'], 'granted_at', `role || ' on ' || ${where}`, { theirs: true }),
  place(
    'role given',
    'grants',
    ['granted_by'],
    'granted_at',
    `role || ' on ' || ${where} || ' to ' || subject`,
  ),
  place('admin code', 'admin_codes', ['used_by'], 'used_at', "'used to become admin'"),
  // Not theirs alone: what they tried goes on counting among what all have tried.
  place('admin code', 'wrong_codes', ['person'], 'at', "'a wrong one was typed'"),
  place('revision', 'revisions', ['actor'], 'recorded_at', "id || ' on ' || desk || ': ' || action"),
  place(
    'draft',
    'drafts',
    ['author', 'editor', 'reviewer'],
    'updated_at',
    "id || ' on ' || desk || ': ' || act || ' ' || COALESCE(entry, type) || ', ' || state",
  ),
  place('import', 'imports', ['actor'], 'at', "id || ' on ' || desk"),
  place('report', 'reports', ['reporter', 'closed_by'], 'at', "entry || ' on ' || desk || ': ' || words"),
  place(
    'subscription',
    'subscriptions',
    ['created_by'],
    'created_at',
    "'number ' || id || ' in ' || channel",
  ),
  place('feed', 'feeds', ['added_by'], 'added_at', "url || ' on ' || desk"),
  place('change', 'audit', ['actor'], 'at', "action || ', ' || subject"),
  place('change to them', 'audit', ['subject'], 'at', `action || COALESCE(' on ' || ${where}, '')`),
  place('message', 'admin_lines', ['subscriber'], 'at', 'line'),
  place('message', 'cards', ['channel'], 'created_at', "subject || ' on ' || desk", { theirs: true }),
];

interface Words {
  table: 'audit' | 'drafts' | 'reports' | 'cards' | 'admin_lines' | 'button_states';
  key: 'number' | 'id';
  columns: readonly string[];
  told: string;
  at: string;
  /** The row is worth nothing without. */
  goes: boolean;
}

const words = <T extends Words['table']>(
  table: T,
  key: keyof Schema[T] & Words['key'],
  columns: readonly (keyof Schema[T] & string)[],
  at: keyof Schema[T] & string,
  told: string,
  { goes = false } = {},
): Words => ({ table, key, columns, told, at, goes });

/** Where people write what may mention somebody: as text, or as JSON with text in it. */
export const mentions: readonly Words[] = [
  words('audit', 'number', ['before', 'after'], 'at', "action || ', ' || subject"),
  words('drafts', 'id', ['typed', 'body', 'reason'], 'updated_at', "'draft ' || id"),
  words('reports', 'number', ['words'], 'at', "'report ' || number"),
  words('cards', 'id', ['reply', 'body'], 'created_at', "'the card of ' || subject || ' in ' || channel"),
  words('admin_lines', 'number', ['key', 'line'], 'at', 'line', { goes: true }),
  words('button_states', 'id', ['state'], 'expires', "'a button, until'", { goes: true }),
];
