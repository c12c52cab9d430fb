import { basename } from 'node:path/posix';
import type { DeskDefinition } from '../../domain/desk.ts';
import type { EntryBody } from '../../domain/entry.ts';
import type { Source } from '../../domain/sources/source.ts';
import type { Finding, Spot } from '../check/fault.ts';

/** What a file of a desk's folder is for. `other`: not content; `misplaced`: looks like content, but stands wrong. */
export type FileKind = 'desk' | 'sources' | 'article' | 'facts' | 'misplaced' | 'other';

/** `path` is relative to the desk's folder, with forward slashes. */
export function fileKind(path: string): FileKind {
  if (isIgnored(path)) return 'other';
  if (path === 'desk.yaml') return 'desk';
  if (path === 'sources.yaml') return 'sources';
  if (/^articles\/[^/]+\.md$/.test(path)) return 'article';
  if (/^facts\/[^/]+\.yaml$/.test(path)) return 'facts';
  return /\.(ya?ml|md|markdown)$/i.test(path) ? 'misplaced' : 'other';
}

/** Hidden files, what editors leave beside a file while they work on it, and notes to other editors. */
export function isIgnored(path: string): boolean {
  const name = basename(path);
  const hidden = path.split('/').some((part) => part.startsWith('.'));
  return hidden || /~$|\.sw[a-z]$|^#.*#$|\.(tmp|bak|orig)$/i.test(name) || name === 'README.md';
}

/** Where a misplaced file belongs, in a sentence. */
export function rightPlace(path: string): string {
  const name = basename(path);
  if (/^facts\/[^/]+\.yml$/i.test(path)) return `rename it to facts/${name.replace(/\.yml$/i, '.yaml')}`;
  if (/^(desk|sources)\.yml$/i.test(path)) return `rename it to ${name.replace(/\.yml$/i, '.yaml')}`;
  if (/\.(md|markdown)$/i.test(path)) {
    return `move it to articles/${name.replace(/\.(md|markdown)$/i, '.md')} if it is an article; otherwise give it another ending, such as .txt`;
  }
  const moved = `facts/${name.replace(/\.ya?ml$/i, '.yaml')}`;
  return `move it to ${moved} if it holds facts; otherwise give it another ending, such as .txt`;
}

/** A file of a desk's folder: its bytes, or why they could not be had. `path` is relative, with forward slashes. */
export type DeskFile = { path: string; bytes: Uint8Array } | { path: string; refused: Finding };

/** Where the part of an item at `path` stands in its file. */
export type SpotOf = (path: readonly PropertyKey[], end?: 'value' | 'key') => Spot;

/** A value and where its parts stand in the file. */
export interface Located<T> {
  value: T;
  spot: SpotOf;
}

/** An entry with stand-ins for those of its keys that are `lacking` or at fault: the others can be checked all the same. */
export interface PartlyRead {
  entry: Located<EntryBody>;
  lacking: ReadonlySet<string>;
}

/** What one file holds, looked at by itself. Good parts of a faulty file are kept for the checks that follow. */
export interface FileReading {
  path: string;
  kind: FileKind;
  hash: string;
  findings: Finding[];
  /** Kind desk: the raw YAML of desk.yaml, even where its shape is wrong. */
  desk?: Located<unknown>;
  definition?: DeskDefinition;
  sources: Located<Source>[];
  entries: Located<EntryBody>[];
  partly: PartlyRead[];
  /** Ids at the places where items have theirs, also in items or files that are otherwise broken. */
  named: Set<string>;
}
