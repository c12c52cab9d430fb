import { stringify } from 'yaml';
import type { Desk } from '../../domain/desk.ts';
import type { EntryBody } from '../../domain/entry.ts';

export interface ExportedFile {
  /** Relative to the desk's folder, with forward slashes. */
  path: string;
  text: string;
}

/** An entry as it serves, in its own state, and the file it came from; none: it was written in chat. */
export interface ServedEntry {
  body: EntryBody;
  path?: string | undefined;
}

const chatFacts = 'facts/chat.yaml';

/**
 * A desk as a folder of files: each entry in the file it came from, chat's facts in one of their own. Reading the folder
 * gives the same desk and the same entries again. Comments of the files they came from are not kept.
 */
export function exportFiles({ definition, sources }: Desk, entries: readonly ServedEntry[]): ExportedFile[] {
  const files: ExportedFile[] = [
    { path: 'desk.yaml', text: yaml(pruned(definition, deskDefaults)) },
    { path: 'sources.yaml', text: yaml(sources.map((source) => pruned(source))) },
  ];
  const facts = new Map<string, object[]>();
  for (const { body, path } of entries.toSorted((a, b) => (a.body.id < b.body.id ? -1 : 1))) {
    if (body.type === 'brief') {
      files.push({ path: path ?? `articles/${body.id}.md`, text: article(body) });
      continue;
    }
    const { type, ...fact } = body;
    const file = path ?? chatFacts;
    facts.set(file, [...(facts.get(file) ?? []), written(fact)]);
  }
  for (const [path, list] of [...facts].sort(([a], [b]) => (a < b ? -1 : 1)))
    files.push(...inFiles(path, list, new Set(facts.keys())));
  return files;
}

/** Less than a content file may have, so that it can be read again. Parts differ in length. */
const fullAt = 700_000;

/** A list too long for one file goes on in `chat-2.yaml` and so on. */
function inFiles(path: string, list: readonly object[], taken: Set<string>): ExportedFile[] {
  const text = yaml(list);
  const count = Math.ceil(Buffer.byteLength(text) / fullAt);
  if (count <= 1) return [{ path, text }];
  const each = Math.ceil(list.length / count);
  let number = 1;
  return Array.from({ length: Math.ceil(list.length / each) }, (_, at) => {
    let name = path;
    while (at > 0 && taken.has(name)) name = path.replace(/\.yaml$/, `-${++number}.yaml`);
    taken.add(name);
    return { path: name, text: yaml(list.slice(at * each, (at + 1) * each)) };
  });
}

function article({ type, summary, ...front }: Extract<EntryBody, { type: 'brief' }>): string {
  return `---\n${yaml(written(front))}---\n\n${summary.trim()}\n`;
}

const yaml = (value: unknown): string => stringify(value, { lineWidth: 110, aliasDuplicateObjects: false });

/** What the schemas fill in by themselves need not be said. */
const entryDefaults: Record<string, unknown> = { weight: 3, state: 'published', handling: 'public' };
const deskDefaults: Record<string, unknown> = {};

/** An entry as people write it: bare source ids and dates where nothing else is said of them. */
function written(
  entry: Omit<EntryBody, 'type'> & {
    dates?: { edtf: string; sources: string[]; note?: string | undefined }[];
  },
): object {
  const { sources, dates, ...rest } = entry;
  return pruned(
    {
      ...rest,
      ...(dates && {
        dates: dates.map(({ edtf, sources, note }) =>
          sources.length === 0 && note === undefined ? edtf : pruned({ edtf, sources, note }),
        ),
      }),
      sources: sources.map((source) =>
        source.at === undefined && source.url === undefined ? source.id : pruned(source),
      ),
    },
    entryDefaults,
  );
}

/** Without what is absent, empty or usual. */
function pruned(value: object, usual: Record<string, unknown> = {}): object {
  const isSaid = ([key, inner]: [string, unknown]) =>
    inner !== undefined &&
    !(Array.isArray(inner) && inner.length === 0) &&
    !(Object.hasOwn(usual, key) && usual[key] === inner);
  return Object.fromEntries(
    Object.entries(value)
      .filter(isSaid)
      .map(([key, inner]) => [key, prunedInner(inner)]),
  );
}

function prunedInner(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prunedInner);
  return typeof value === 'object' && value !== null ? pruned(value) : value;
}
