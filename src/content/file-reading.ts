import type { DeskDefinition } from '../domain/desk.ts';
import type { EntryBody } from '../domain/entry.ts';
import type { Source } from '../domain/source.ts';
import type { Finding } from './fault.ts';
import type { FileKind } from './file-kind.ts';
import type { SpotOf } from './shape.ts';

/** A file of a desk's folder: its bytes, or why they could not be had. `path` is relative, with forward slashes. */
export type DeskFile = { path: string; bytes: Uint8Array } | { path: string; refused: Finding };

/** A value and where its parts stand in the file. */
export interface Located<T> {
  value: T;
  spot: SpotOf;
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
  /** Ids at the places where items have theirs, also in items or files that are otherwise broken. */
  named: Set<string>;
}
