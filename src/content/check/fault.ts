/** Stable names of what can be wrong with a content file. Tests, `doctor` and logs rely on them; wording may change. */
export type FaultCode =
  // the file as such
  | 'not_utf8'
  | 'too_large'
  | 'empty_file'
  | 'misplaced_file'
  | 'missing_file'
  | 'outside_link'
  | 'unreadable'
  // YAML
  | 'yaml_syntax'
  | 'yaml_tab'
  | 'yaml_quote'
  | 'yaml_duplicate_key'
  | 'yaml_alias'
  | 'yaml_tag'
  | 'yaml_documents'
  | 'yaml_complex'
  // tables and data
  | 'csv_quote'
  | 'csv_columns'
  | 'json_syntax'
  | 'json_duplicate_key'
  // articles
  | 'front_matter'
  | 'markdown'
  // fields
  | 'unknown_key'
  | 'missing_key'
  | 'wrong_type'
  | 'wrong_value'
  // names
  | 'unknown_country'
  | 'unknown_topic'
  | 'unknown_person'
  | 'unknown_office'
  | 'unknown_organisation'
  | 'unknown_place'
  | 'unknown_source'
  | 'unknown_entry'
  | 'duplicate_id'
  | 'desk_id'
  | 'shared_spelling'
  // what fields say together
  | 'visit_fields'
  | 'visit_direction'
  | 'visit_place'
  | 'retraction'
  | 'correction'
  | 'outcome'
  | 'uncited_source'
  | 'unconfirmed'
  | 'two_standings'
  | 'beyond_source'
  | 'wrong_order'
  | 'moved_entry';

/** A position in a file; both count from 1. */
export interface Spot {
  line: number;
  column: number;
}

/** What is wrong at one place of a file: `what` is wrong, and in `fix` what to write instead, a line each. */
export interface Finding extends Spot {
  code: FaultCode;
  /** The field, such as `visit.from`; none when the fault is not in a field. */
  path?: string;
  what: string;
  fix: string;
}

export interface Fault extends Finding {
  /** Relative to the desk's folder, with forward slashes. */
  file: string;
}

/** More faults of one file than this are told once these are put right. */
export const mostFindings = 200;

export const firstLine: Spot = { line: 1, column: 1 };

/** In the order in which an editor goes through them: by file, then from top to bottom. */
export function sortFaults(faults: readonly Fault[]): Fault[] {
  return [...faults].sort(
    (a, b) => Number(a.file > b.file) - Number(a.file < b.file) || a.line - b.line || a.column - b.column,
  );
}

/** All faults of one file in one line, for a log or a table that has room for one. */
export function faultLine(faults: readonly Finding[]): string {
  const [first] = faults;
  if (!first) return '';
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return `line ${first.line}: ${first.what}; ${first.fix}${more}`;
}

/** A value as it may stand in a sentence: quoted, on one line and never longer than about sixty characters. */
export function quotedValue(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const flat = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return `"${flat.length > 60 ? `${[...flat].slice(0, 57).join('')}…` : flat}"`;
}
