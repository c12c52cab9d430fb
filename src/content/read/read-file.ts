import { deskSchema } from '../../domain/desk.ts';
import { briefSchema, type EntryBody } from '../../domain/entry.ts';
import { type Source, sourceSchema } from '../../domain/sources/source.ts';
import { atOnce } from '../../runtime/async.ts';
import { type Finding, firstLine, mostFindings } from '../check/fault.ts';
import { bytesHash } from '../sync/sync-plan.ts';
import { decode } from './decode.ts';
import {
  type DeskFile,
  type FileKind,
  type FileReading,
  fileKind,
  type Located,
  rightPlace,
  type SpotOf,
} from './file-kind.ts';
import { checkMarkdown } from './markdown.ts';
import { addEntry, partlyRead, type ReadEntries, readEntry, shape } from './shape.ts';
import { readYaml, type YamlDocument } from './yaml.ts';

/** Reads one file; never throws. Names, and what entries say of one another, are checked later. */
export const readFile = (file: DeskFile): FileReading => readNow(file, () => file);

const bytesOf = (file: DeskFile) => ('bytes' in file ? file.bytes : new Uint8Array());

/** The same of a file that is read `again` when a place in it is asked for: nothing of a large folder is held. */
export function readNow(file: DeskFile, again: () => DeskFile): FileReading {
  const bytes = bytesOf(file);
  const kind = fileKind(file.path);
  const part =
    'refused' in file
      ? { findings: [file.refused] }
      : atOnce(readBytes(kind, file.path, bytes, () => bytesOf(again())));
  return readingOf({ path: file.path, kind, bytes }, part);
}

export type Part = Partial<
  Pick<FileReading, 'desk' | 'definition' | 'sources' | 'entries' | 'partly' | 'findings'>
>;

/** What was read of a file, with what is the same whatever its kind. */
export function readingOf(
  { path, kind, bytes }: { path: string; kind: FileKind; bytes: Uint8Array },
  part: Part,
): FileReading {
  const reading = { findings: [], sources: [], entries: [], partly: [], ...part };
  const named =
    reading.findings.length > 0 ? idsIn(bytes) : new Set(reading.entries.map(({ value }) => value.id));
  return { path, kind, hash: bytesHash(bytes), ...reading, named };
}

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/**
 * Reads bytes as a file of that kind, in steps of an entry; `path` is where they stand. `again` gives them once more, and
 * what holds it holds nothing else of them.
 */
export function* readBytes(
  kind: FileKind,
  path: string,
  bytes: Uint8Array,
  again: () => Uint8Array,
): Generator<void, Part> {
  if (kind === 'other') return {};
  if (kind === 'misplaced') {
    const what = 'the file is not read where it is';
    return { findings: [{ ...firstLine, code: 'misplaced_file', what, fix: rightPlace(path) }] };
  }
  const decoded = decode(bytes);
  if (!decoded.ok) return { findings: decoded.findings };
  if (decoded.text.trim() === '') return { findings: [emptyFile(kind)] };
  const textAgain = () => textOf(again());
  if (kind === 'article') return readArticle(decoded.text, textAgain);
  const yaml = readYaml(decoded.text, 0, textAgain);
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
    const sources: Located<Source>[] = [];
    const findings = yield* readList(document, (raw, spot) => {
      const shaped = shape(sourceSchema, raw, spot);
      if (shaped.ok) sources.push({ value: shaped.value, spot });
      return shaped.ok ? [] : shaped.findings;
    });
    return { sources, findings };
  }
  const found: ReadEntries = { entries: [], partly: [], findings: [] };
  const findings = yield* readList(document, (raw, spot) => {
    const read = readEntry('fact', raw, spot);
    addEntry(found, read);
    return read.ok ? [] : read.findings;
  });
  return { ...found, findings };
}

/** What is wrong with the items of a list, of which `read` takes each. */
function* readList(
  document: YamlDocument,
  read: (raw: unknown, spot: SpotOf) => Finding[],
): Generator<void, Finding[]> {
  if (!Array.isArray(document.value)) {
    const finding = { ...document.spot([]), code: 'wrong_type' as const, what: 'the file is not a list' };
    return [{ ...finding, fix: 'begin each item with "- ", such as "- id: rice-2005"' }];
  }
  const findings: Finding[] = [];
  for (const [index, raw] of document.value.entries()) {
    if (findings.length >= mostFindings) break;
    yield;
    const spot: SpotOf = (path, end) => document.spot([index, ...path], end);
    findings.push(...read(raw, spot));
  }
  return findings;
}

function emptyFile(kind: FileKind): Finding {
  const fix =
    kind === 'facts'
      ? 'write an entry, or [] for none, or delete the file'
      : 'write it, or restore it from a copy';
  return { ...firstLine, code: 'empty_file', what: 'the file is empty', fix };
}

/** Ids of items in text that may be too broken to parse: `- id: x` and `id: x` at the depth of an item. */
function idsIn(bytes: Uint8Array): Set<string> {
  const text = new TextDecoder().decode(bytes.subarray(0, 1_000_000));
  return new Set([...text.matchAll(/^(?:- +| {2}|)id: *["']?([a-z0-9-]+)/gm)].map((match) => match[1]!));
}

/** Reads an article: front matter and, below it, the summary. `findings` are all that is wrong with it by itself. */
function readArticle(text: string, again: () => string): ReadEntries {
  const article = cutArticle(text);
  if (!article.ok) return articleFault(article.findings);
  const { front, frontSkipped, body, bodySkipped } = article.cut;
  const yaml = readYaml(front, frontSkipped, () => {
    const anew = cutArticle(again());
    return anew.ok ? anew.cut.front : '';
  });
  if (!yaml.ok) return articleFault(yaml.findings);
  const { value, spot: frontSpot } = yaml.document;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const what = 'the front matter is not a group of keys';
    return articleFault([
      { line: 2, column: 1, code: 'front_matter', what, fix: 'write "key: value" lines' },
    ]);
  }
  if (Object.hasOwn(value, 'summary')) {
    const what = 'the summary stands in the front matter';
    const fix = 'write it below the second "---"';
    return articleFault([
      { ...frontSpot(['summary'], 'key'), code: 'front_matter', path: 'summary', what, fix },
    ]);
  }
  const blank = body.match(/^(\s*\n)*/)?.[0].split('\n').length ?? 1;
  const bodySpot = { line: bodySkipped + (body.trim() === '' ? 0 : blank), column: 1 };
  const spot: SpotOf = (path, end) => (path[0] === 'summary' ? bodySpot : frontSpot(path, end));
  const shaped = shape(briefSchema, { ...value, summary: body }, spot);
  const tooLong = !shaped.ok && shaped.findings.some(({ path }) => path === 'summary');
  const findings = [
    ...(shaped.ok ? [] : shaped.findings),
    ...(tooLong ? [] : checkMarkdown(body, bodySkipped)),
  ];
  const entries: Located<EntryBody>[] = shaped.ok
    ? [{ value: { type: 'brief', ...shaped.value }, spot }]
    : [];
  const partly = shaped.ok ? undefined : partlyRead('brief', { ...value, summary: body }, findings, spot);
  return { entries, partly: partly ? [partly] : [], findings };
}

const articleFault = (findings: Finding[]): ReadEntries => ({ entries: [], partly: [], findings });

/** An article cut in two. Line numbers say how many lines of the file stand before each part. */
interface CutArticle {
  front: string;
  frontSkipped: number;
  body: string;
  bodySkipped: number;
}

/** Cuts an article at the lines `---` around its front matter. */
function cutArticle(text: string): { ok: true; cut: CutArticle } | { ok: false; findings: Finding[] } {
  const lines = text.split('\n');
  if (!isFence(lines[0])) {
    return frontMatterFault(
      'the article does not begin with a line "---"',
      'put "---" on the first line, then the keys, then "---", then the text',
    );
  }
  const end = lines.findIndex((line, index) => index > 0 && isFence(line));
  if (end === -1) {
    return frontMatterFault(
      'the front matter has no end',
      'put a line "---" between the keys and the text of the article',
    );
  }
  return {
    ok: true,
    cut: {
      front: `${lines.slice(1, end).join('\n')}\n`,
      frontSkipped: 1,
      body: lines.slice(end + 1).join('\n'),
      bodySkipped: end + 1,
    },
  };
}

function isFence(line: string | undefined): boolean {
  return line !== undefined && /^---\s*$/.test(line);
}

function frontMatterFault(what: string, fix: string): { ok: false; findings: Finding[] } {
  return { ok: false, findings: [{ ...firstLine, code: 'front_matter', what, fix }] };
}
