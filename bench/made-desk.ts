import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkDesk } from '../src/content/check/check-desk.ts';
import type { Day } from '../src/domain/dates/day.ts';
import type { Desk } from '../src/domain/desk.ts';
import { isAlone, madeEntries, type Written, wires } from './made-entries.ts';
import { vocabularyOf, type Writer, writerOf } from './made-text.ts';

/** A desk of made-up entries under the real desk's names, as files: nothing has read them yet. */
export interface MadeDesk {
  entries: number;
  briefs: string;
  /** A folder for a database; it is empty. */
  data: string;
  root: string;
  desk: Desk;
  vocabulary: readonly string[];
  writer: Writer;
  today: Day;
}

/** The id of the desk, and its slash command. */
export const deskId = 'centralasia';

/** Facts in one file, as a desk of this size would split them. */
const perFile = 200;

/** The real desk's definition, where one person may approve, and sources that reach to today. */
export function makeDesk(entries: number, today: Day, realBriefs = 'briefs'): MadeDesk {
  const root = mkdtempSync(join(tmpdir(), `deskwire-bench-${entries}-`));
  const briefs = join(root, 'briefs');
  const write = (path: string, text: string) => {
    const file = join(briefs, deskId, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return { path, bytes: Buffer.from(text) };
  };
  const real = (name: string) => readFileSync(join(realBriefs, deskId, name), 'utf8');
  const sources = wires(today).map((source) => `- ${JSON.stringify(source)}\n`);
  const { desk, faults } = checkDesk(deskId, [
    write('desk.yaml', `${real('desk.yaml')}\nreview: one\n`),
    write('sources.yaml', `${real('sources.yaml')}\n${sources.join('')}`),
  ]);
  if (!desk || faults.length > 0) throw new Error(`the real desk has faults: ${JSON.stringify(faults[0])}`);

  const vocabulary = vocabularyOf(1);
  const writer = writerOf(vocabulary);
  let facts: string[] = [];
  let files = 0;
  const flush = () => {
    if (facts.length > 0) write(`facts/${String(files).padStart(4, '0')}.yaml`, facts.join('\n'));
    facts = [];
    files += 1;
  };
  for (const entry of madeEntries(entries, { desk, writer, today })) {
    if (entry.type === 'brief') write(`articles/${entry.id}.md`, article(entry));
    else if (facts.push(fact(entry)) === perFile) flush();
  }
  flush();
  return { entries, briefs, data: join(root, 'data'), root, desk, vocabulary, writer, today };
}

/** Block style, as people write it; JSON is YAML where something has to be quoted. */
function fact({ type: _, ...keys }: Written): string {
  return Object.entries(keys)
    .map(([key, value], index) => `${index === 0 ? '- ' : '  '}${key}: ${written(value)}`)
    .join('\n');
}

function written(value: unknown): string {
  if (typeof value === 'string' && /^[a-z][a-z0-9 -]*$/.test(value)) return value;
  if (Array.isArray(value) && value.every((item) => /^[a-z0-9-]+$/i.test(item)))
    return `[${value.join(', ')}]`;
  return JSON.stringify(value);
}

function article({ type: _, summary, ...keys }: Written): string {
  const front = Object.entries(keys).map(([key, value]) => `${key}: ${written(value)}`);
  return `---\n${front.join('\n')}\n---\n\n${summary}\n`;
}

const factsFile = ({ briefs, entries }: MadeDesk) => {
  const middle = Math.floor(entries / perFile / 2);
  return join(briefs, deskId, `facts/${String(middle).padStart(4, '0')}.yaml`);
};

/** Takes one fact out of a file in the middle of the desk; its id. */
export function deleteOneFact(desk: MadeDesk): string {
  const file = factsFile(desk);
  const facts = readFileSync(file, 'utf8').split(/\n(?=- id: )/);
  const idOf = (fact: string) => /^- id: (\S+)/.exec(fact)?.[1] ?? '';
  const gone = facts.find((fact) => isAlone(idOf(fact)));
  if (!gone) throw new Error(`${file} has no fact that stands alone`);
  writeFileSync(file, facts.filter((fact) => fact !== gone).join('\n'));
  return idOf(gone);
}

/** Gives a person one more spelling, as an admin does who saw a name misread. */
export function changeDefinition({ briefs }: MadeDesk): void {
  const file = join(briefs, deskId, 'desk.yaml');
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(/(- id: KZ\n(?: {4}.*\n)*? {4}spellings: \[)/, '$1Kazakhland, ');
  if (changed === text) throw new Error('desk.yaml has no spellings of KZ');
  writeFileSync(file, changed);
}

const columns =
  'id,type,kind,title,statement,dates,standing,topics,countries,people,places,sources,published';

/** A table of `rows` new facts, as a spreadsheet saves it; its path. */
export function tableOf({ desk, writer, today, root }: MadeDesk, rows: number, prefix: string): string {
  const cell = (value: unknown) => {
    const text = Array.isArray(value) ? value.join('; ') : String(value ?? '');
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines: string[] = [];
  const seed = rows + prefix.length;
  for (const entry of madeEntries(rows * 2, { desk, writer, today, prefix, seed })) {
    if (entry.type === 'brief' || entry.kind === 'visit' || lines.length === rows) continue;
    lines.push(
      columns
        .split(',')
        .map((name) => cell(entry[name]))
        .join(','),
    );
  }
  const path = join(root, `${prefix}.csv`);
  writeFileSync(path, `${columns}\n${lines.join('\n')}\n`);
  return path;
}
