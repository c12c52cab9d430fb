import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isAlone } from '../app/access.ts';
import { createApp } from '../app/app.ts';
import type { Config } from '../config.ts';
import { isIgnored } from '../content/read/file-kind.ts';
import { mostData } from '../content/read/read-data.ts';
import { count } from '../domain/dates/day.ts';
import type {
  BroughtFault,
  BroughtFile,
  ImportedEntry,
  ImportProgress,
  LookedAt,
  Taken,
} from '../domain/ports/imports.ts';
import { isListed, titleOf } from '../domain/sources/listed.ts';
import { atMostEvery } from '../runtime/async.ts';
import { print, toStderr } from '../runtime/standard-streams.ts';
import type { ExitCode } from './output.ts';
import { quietLog } from './output.ts';
import { faultText } from './validate.ts';

export interface ImportOptions {
  desk?: string;
  dryRun: boolean;
  /** Publishes without a second reviewer; only on desks with `review: one`. */
  publish: boolean;
}

/** Imports content files, or files in an export format. New and changed entries become drafts in review. */
export async function importFiles(
  config: Config,
  named: readonly string[],
  { desk: id, dryRun, publish }: ImportOptions,
): Promise<ExitCode> {
  const found = filesOf(named);
  if (!Array.isArray(found)) return wrong(found.what, found.todo);
  const app = await createApp(config, { log: quietLog });
  try {
    await app.desks.sync();
    const known = app.desks.all().map(({ desk }) => desk.definition);
    const desk = known.find((one) => one.id === (id ?? known[0]?.id));
    if (!desk || (id === undefined && known.length > 1)) {
      const all = known.map((one) => one.id).join(', ') || 'a folder under briefs/';
      return wrong(
        id === undefined ? 'there are several desks' : `there is no desk "${id}"`,
        `Add --desk, one of: ${all}.`,
      );
    }
    const alone = isAlone(config.admins, await app.store.roles.grantsOn(desk.id));
    if (publish && !(desk.review === 'one' || (desk.review === 'one-until-second' && alone))) {
      const todo = `Leave out --publish, or set "review: one" in desk.yaml if one person runs the desk.`;
      return wrong(`entries of ${desk.id} need a second person's approval`, todo);
    }
    const looked = await app.data.look(desk.id, found);
    if (!looked.ok) return refuse(looked.faults);
    const onProgress = createProgress((text) => toStderr(`${text}\n`), performance.now());
    const by = { person: 'terminal', publish, onProgress };
    const taken = dryRun ? [] : await app.data.take(desk.id, looked, by);
    await print(importReport(looked, taken, dryRun));
    return taken.some(({ outcome }) => outcome === 'kept') ? 1 : 0;
  } finally {
    await app.close();
  }
}

/** Milliseconds between two lines on how far an import is; a short one has none. */
const toldEvery = 5000;

/** Says from time to time how far an import is. `begun` and `now` in milliseconds. */
export function createProgress(
  say: (text: string) => void,
  begun: number,
  now = () => performance.now(),
): ImportProgress {
  const isDue = atMostEvery(toldEvery, now, begun);
  let isFirst = true;
  return (step, done, of) => {
    if (!isDue()) return;
    if (isFirst) say('If this import is stopped, run it again to continue.');
    isFirst = false;
    say(`${done.toLocaleString('en')} of ${of.toLocaleString('en')} ${step}`);
  };
}

/** The named files, and every content file in the named folders. */
function filesOf(named: readonly string[]): BroughtFile[] | { what: string; todo: string } {
  const files: string[] = [];
  for (const path of named) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) return { what: `${path} does not exist`, todo: 'Name a file or a folder of files.' };
    if (!stats.isDirectory()) files.push(path);
    else files.push(...contentIn(path).map((inner) => join(path, inner)));
  }
  const calendar = files.find((path) => /\.ics$/i.test(path));
  if (calendar !== undefined) {
    const todo = 'Name YAML, Markdown, CSV or JSON, as `deskwire export` writes them.';
    return { what: `${calendar} is a calendar, which cannot be imported`, todo };
  }
  if (files.length === 0)
    return {
      what: 'there are no files to import',
      todo: 'Name files that end in .yaml, .md, .csv or .json.',
    };
  return files.map((path) => ({ path, bytes: readBegin(path) }));
}

/** Reads one byte more than the limit, which is enough to see that a file is too large. */
function readBegin(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(Math.min(fstatSync(file).size, mostData + 1));
    let length = 0;
    for (let got = -1; got !== 0 && length < bytes.length; length += got)
      got = readSync(file, bytes, length, bytes.length - length, length);
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

const contentIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => /\.(ya?ml|md|csv|json)$/i.test(path) && !isIgnored(path))
    .sort();

function refuse(faults: readonly BroughtFault[]): ExitCode {
  for (const fault of faults) toStderr(`${faultText('', fault)}\n`);
  const files = new Set(faults.map(({ file }) => file)).size;
  const sum = `${count(faults.length, 'fault')} in ${count(files, 'file')}`;
  toStderr(`${sum}: nothing was imported\n`);
  return 1;
}

function importReport(
  { entries, sources }: Extract<LookedAt, { ok: true }>,
  taken: readonly Taken[],
  dryRun: boolean,
): string {
  const outcomes = new Map(taken.map((one) => [one.id, one]));
  const lines = [
    ...sources.map(({ id, title }) => `new      source ${id}: ${title}`),
    ...entries
      .filter(({ standing }) => standing !== 'same')
      .flatMap((entry) => entryLines(entry, outcomes.get(entry.body.id))),
  ];
  const countOf = (standing: ImportedEntry['standing']) =>
    entries.filter((entry) => entry.standing === standing).length;
  const sums = `${countOf('new') + sources.length} new, ${countOf('changed')} changed, ${countOf('same')} the same`;
  return `${[...lines, `${sums}. ${closingWords(taken, dryRun)}`].join('\n')}\n`;
}

function entryLines({ body, standing, changes }: ImportedEntry, taken: Taken | undefined): string[] {
  const became = taken ? ` → ${becameOf(taken)}` : '';
  const diff = changes.map(({ field, parts }) => {
    const marked = parts.map(marksOf).join('').replace(/\s+/g, ' ');
    return `           ${field}: ${marked}`;
  });
  const of = isListed(body.type) ? `${body.type} ` : '';
  return [`${standing.padEnd(9)}${of}${body.id}: ${titleOf(body)}${became}`, ...diff];
}

/** `[-old-]{+new+}` */
function marksOf({ text, kind }: ImportedEntry['changes'][number]['parts'][number]): string {
  if (kind === 'same') return shortened(text);
  return kind === 'gone' ? `[-${text}-]` : `{+${text}+}`;
}

/** Unchanged text is cut to the 30 characters on each side of a change. */
function shortened(text: string): string {
  const letters = [...text];
  const [begin, end] = [letters.slice(0, 30), letters.slice(-30)];
  return letters.length > 80 ? `${begin.join('')} … ${end.join('')}` : text;
}

function becameOf(taken: Taken): string {
  if (taken.outcome !== 'kept') return `draft ${taken.draft}, ${taken.outcome}`;
  const why = taken.faults.map(({ says }) => says).join(' ') || 'it was changed or decided in the meantime.';
  return `draft ${taken.draft} is saved but was not submitted: ${why}`;
}

function closingWords(taken: readonly Taken[], dryRun: boolean): string {
  if (dryRun) return 'Nothing was written.';
  if (taken.length === 0) return 'Nothing to do.';
  const waiting = taken.filter(({ outcome }) => outcome === 'in review').length;
  return waiting > 0
    ? `${count(waiting, 'draft')} ${waiting === 1 ? 'waits' : 'wait'} for a reviewer: /deskwire-edit review`
    : 'Published.';
}

function wrong(what: string, todo: string): ExitCode {
  toStderr(`deskwire: ${what}\n${todo}\n`);
  return 2;
}
