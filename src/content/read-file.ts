import type { z } from 'zod';
import { deskSchema } from '../domain/desk.ts';
import { factSchema } from '../domain/entry.ts';
import { sourceSchema } from '../domain/source.ts';
import { decode } from './decode.ts';
import { bytesHash } from './entry-hash.ts';
import { type Finding, firstLine, mostFindings } from './fault.ts';
import { type FileKind, fileKind, rightPlace } from './file-kind.ts';
import type { DeskFile, FileReading, Located } from './file-reading.ts';
import { idsIn } from './named-ids.ts';
import { readArticle } from './read-article.ts';
import { type SpotOf, shape } from './shape.ts';
import { readYaml, type YamlDocument } from './yaml-document.ts';

/** Reads one file; never throws. Names, and what entries say of one another, are checked later. */
export function readFile(file: DeskFile): FileReading {
  const bytes = 'bytes' in file ? file.bytes : new Uint8Array();
  const kind = fileKind(file.path);
  const part = 'refused' in file ? { findings: [file.refused] } : readBytes(kind, file.path, bytes);
  return readingOf({ path: file.path, kind, bytes }, part);
}

export type Part = Partial<Pick<FileReading, 'desk' | 'definition' | 'sources' | 'entries' | 'findings'>>;

/** What was read of a file, with what is the same whatever its kind. */
export function readingOf(
  { path, kind, bytes }: { path: string; kind: FileKind; bytes: Uint8Array },
  part: Part,
): FileReading {
  const reading = { findings: [], sources: [], entries: [], ...part };
  const named =
    reading.findings.length > 0 ? idsIn(bytes) : new Set(reading.entries.map(({ value }) => value.id));
  return { path, kind, hash: bytesHash(bytes), ...reading, named };
}

/** Reads bytes as a file of that kind; `path` is where they stand. */
export function readBytes(kind: FileKind, path: string, bytes: Uint8Array): Part {
  if (kind === 'other') return {};
  if (kind === 'misplaced') {
    const what = 'the file is not read where it is';
    return { findings: [{ ...firstLine, code: 'misplaced_file', what, fix: rightPlace(path) }] };
  }
  const decoded = decode(bytes);
  if (!decoded.ok) return { findings: decoded.findings };
  if (decoded.text.trim() === '') return { findings: [emptyFile(kind)] };
  if (kind === 'article') return readArticle(decoded.text);
  const yaml = readYaml(decoded.text);
  if (!yaml.ok) return { findings: yaml.findings };
  const { document } = yaml;
  if (document.value === null) return { findings: [emptyFile(kind)] };
  if (kind === 'desk') {
    const shaped = shape(deskSchema, document.value, document.spot);
    return shaped.ok
      ? { desk: document, definition: shaped.value }
      : { desk: document, findings: shaped.findings };
  }
  if (kind === 'sources') {
    const { items, findings } = readList(sourceSchema, document);
    return { sources: items, findings };
  }
  const { items, findings } = readList(factSchema, document);
  return { entries: items.map(({ value, spot }) => ({ value: { type: 'fact', ...value }, spot })), findings };
}

function readList<T>(
  schema: z.ZodType<T>,
  document: YamlDocument,
): { items: Located<T>[]; findings: Finding[] } {
  if (!Array.isArray(document.value)) {
    const finding = { ...document.spot([]), code: 'wrong_type' as const, what: 'the file is not a list' };
    return {
      items: [],
      findings: [{ ...finding, fix: 'begin each item with "- ", such as "- id: rice-2005"' }],
    };
  }
  const items: Located<T>[] = [];
  const findings: Finding[] = [];
  for (const [index, raw] of document.value.entries()) {
    if (findings.length >= mostFindings) break;
    const spot: SpotOf = (path, end) => document.spot([index, ...path], end);
    const shaped = shape(schema, raw, spot);
    if (shaped.ok) items.push({ value: shaped.value, spot });
    else findings.push(...shaped.findings);
  }
  return { items, findings };
}

function emptyFile(kind: FileKind): Finding {
  const fix =
    kind === 'facts'
      ? 'write an entry, or [] for none, or delete the file'
      : 'write it, or restore it from a copy';
  return { ...firstLine, code: 'empty_file', what: 'the file is empty', fix };
}
