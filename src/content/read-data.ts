import { basename } from 'node:path/posix';
import { type DataFormat, formatOf } from './data-format.ts';
import { decode } from './decode.ts';
import type { FileKind } from './file-kind.ts';
import type { DeskFile, FileReading } from './file-reading.ts';
import { type Part, readBytes, readingOf } from './read-file.ts';
import { readJson } from './read-json.ts';
import { readTable } from './read-table.ts';

/** A table or data of ten thousand entries has some twelve million bytes. */
export const mostData = 20_000_000;

const formats: Record<string, DataFormat> = {
  ...{ csv: 'table', tsv: 'table', json: 'json', md: 'article', yaml: 'yaml', yml: 'yaml' },
};

/** Reads a file that somebody brings, wherever it comes from: by its ending, or by what stands in it. Never throws. */
export function readData(file: DeskFile): FileReading {
  const { path } = file;
  const bytes = 'bytes' in file ? file.bytes : new Uint8Array();
  if ('refused' in file) return readingOf({ path, kind: 'facts', bytes }, { findings: [file.refused] });
  const text = decode(bytes, mostData);
  if (!text.ok) return readingOf({ path, kind: 'facts', bytes }, { findings: text.findings });
  const ending = /\.([a-z]+)$/i.exec(basename(path))?.[1]?.toLowerCase() ?? '';
  const format = formats[ending] ?? formatOf(text.text)?.format ?? 'yaml';
  const kind = format === 'yaml' ? kindOfYaml(basename(path), text.text) : kindOf[format];
  return readingOf({ path, kind, bytes }, readAs(format, kind, { path, bytes, text: text.text }));
}

const kindOf = { article: 'article', table: 'facts', json: 'facts' } as const;

function readAs(
  format: DataFormat,
  kind: FileKind,
  { path, bytes, text }: { path: string; bytes: Uint8Array; text: string },
): Part {
  if (format === 'table') return readTable(text);
  return format === 'json' ? readJson(text) : readBytes(kind, path, bytes);
}

/** A folder that was exported holds its description and its sources beside the entries, under any name when pasted. */
function kindOfYaml(name: string, text: string): FileKind {
  if (name === 'desk.yaml' || /^zone:/m.test(text)) return 'desk';
  const isSources = /^(?:- |[ \t]+)publisher:/m.test(text) && !/^(?:- |[ \t]+)statement:/m.test(text);
  return name === 'sources.yaml' || isSources ? 'sources' : 'facts';
}
