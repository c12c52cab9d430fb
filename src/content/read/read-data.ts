import { basename } from 'node:path/posix';
import { decode } from './decode.ts';
import type { DeskFile, FileKind, FileReading } from './file-kind.ts';
import { type Part, readBytes, readingOf } from './read-file.ts';
import { readJson } from './read-json.ts';
import { delimited, readTable } from './read-table.ts';
import { tableColumns } from './table-columns.ts';

/** A table or data of ten thousand entries has some twelve million bytes. */
export const mostData = 20_000_000;

const formats: Record<string, DataFormat> = {
  csv: 'table',
  tsv: 'table',
  json: 'json',
  md: 'article',
  yaml: 'yaml',
  yml: 'yaml',
};

/**
 * Reads a file that somebody brings, wherever it comes from: by its ending, or by what stands in it. In steps of an entry.
 * Never throws.
 */
export function* readData(file: DeskFile): Generator<void, FileReading> {
  const { path } = file;
  const bytes = 'bytes' in file ? file.bytes : new Uint8Array();
  if ('refused' in file) return readingOf({ path, kind: 'facts', bytes }, { findings: [file.refused] });
  const text = decode(bytes, mostData);
  if (!text.ok) return readingOf({ path, kind: 'facts', bytes }, { findings: text.findings });
  const ending = /\.([a-z]+)$/i.exec(basename(path))?.[1]?.toLowerCase() ?? '';
  const format = formats[ending] ?? formatOf(text.text)?.format ?? 'yaml';
  const kind = format === 'yaml' ? kindOfYaml(basename(path), text.text) : kindOf[format];
  return readingOf({ path, kind, bytes }, yield* readAs(format, kind, { path, bytes, text: text.text }));
}

const kindOf = { article: 'article', table: 'facts', json: 'facts' } as const;

function readAs(
  format: DataFormat,
  kind: FileKind,
  { path, bytes, text }: { path: string; bytes: Uint8Array; text: string },
): Generator<void, Part> {
  if (format === 'table') return readTable(text);
  return format === 'json' ? readJson(text) : readBytes(kind, path, bytes, () => bytes);
}

/** A folder that was exported holds its description and its sources beside the entries, under any name when pasted. */
function kindOfYaml(name: string, text: string): FileKind {
  if (name === 'desk.yaml' || /^zone:/m.test(text)) return 'desk';
  const isSources = /^(?:- |[ \t]+)publisher:/m.test(text) && !/^(?:- |[ \t]+)statement:/m.test(text);
  return name === 'sources.yaml' || isSources ? 'sources' : 'facts';
}

type DataFormat = 'yaml' | 'article' | 'json' | 'table';

/** Keys that begin an entry or a source of the desk's own, and few lines of other texts. */
const ownKey =
  /^(?:- |\s{2,}|)(id|kind|title|statement|standing|publisher|grade|dates|topics|sources): *(?=\S)/gm;
/** An entry in braces has all of its keys on a line. */
const inBraces = /^-\s*\{/;
const ownKeyInBraces =
  /[{,]\s*(id|kind|title|statement|standing|publisher|grade|dates|topics|sources): *(?=\S)/g;
/** So many of them stand in every entry, and in no text by chance. */
const surely = 4;

/**
 * In which of the desk's own forms a text is written, and whether that is sure; none: it is no data, as far as its
 * beginning tells.
 */
export function formatOf(text: string): { format: DataFormat; isSure: boolean } | undefined {
  const begin = text.trimStart().slice(0, 5000);
  if (/^[[{]\s*["{\]}]/.test(begin)) return { format: 'json', isSure: true };
  const keys = ownKeys(begin);
  if (/^---\s*\n/.test(begin) && keys > 1) return { format: 'article', isSure: keys >= surely };
  const { delimiter, table } = delimited(begin);
  const header = table.split(/\r|\n/)[0] ?? '';
  const names = header.split(delimiter).map((name) => name.replace(/^["']+|["']+$/g, '').trim());
  const known = names.filter((name) => tableColumns.includes(name.toLowerCase())).length;
  if (known > 1) return { format: 'table', isSure: known > names.length / 2 };
  return keys > 1 ? { format: 'yaml', isSure: keys >= surely } : undefined;
}

const ownKeys = (text: string) =>
  new Set(Array.from(text.matchAll(inBraces.test(text) ? ownKeyInBraces : ownKey), ([, key]) => key)).size;
