import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createApp } from '../app/app.ts';
import { type DeskService, scopeOf } from '../command/define.ts';
import type { Config } from '../config.ts';
import { exportEntries } from '../content/export/entries.ts';
import { exportFiles, type ServedEntry } from '../content/export/files.ts';
import type { Role } from '../domain/identity.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import type { ExportFormat } from '../domain/ports/imports.ts';
import { print, toStderr, writeAsIs } from '../runtime/standard-streams.ts';
import type { Store } from '../store/store.ts';
import type { ExitCode } from './output.ts';
import { quietLog } from './output.ts';

export interface ExportOptions {
  format: ExportFormat;
  /** A folder for yaml, a file for other formats; missing: standard output. */
  out?: string;
  as: Role;
}

/** Exports a desk as a content folder, CSV, JSON or iCalendar. Never overwrites anything. */
export async function exportDesk(
  config: Config,
  id: string | undefined,
  { format, out, as }: ExportOptions,
): Promise<ExitCode> {
  const app = await createApp(config, { log: quietLog });
  try {
    await app.desks.sync();
    const services = app.desks.all();
    const known = services.map(({ desk }) => desk.definition.id);
    const service = app.desks.byId(id ?? known[0] ?? '');
    if (!service || (id === undefined && known.length > 1)) {
      const write = `Write one of: ${known.join(', ') || 'a folder under briefs/'}.`;
      return wrong(id === undefined ? 'there are several desks' : `there is no desk "${id}"`, write);
    }
    if (format === 'yaml') return await writeFolder(app.store, service, out);
    const entries = await visibleTo(app.store, service, as);
    const { files, leftOut } = exportEntries(format, service.desk, entries, new Date());
    if (leftOut > 0) toStderr(`deskwire: left out ${leftOut} facts whose date is not a full day\n`);
    // Without the mark Excel reads the letters of other scripts wrongly; a pipe needs none.
    const mark = format === 'csv' && out !== undefined ? '\ufeff' : '';
    return await write(mark + files.map(({ text }) => text).join(''), out);
  } finally {
    await app.close();
  }
}

async function visibleTo(store: Store, service: DeskService, role: Role): Promise<StoredEntry[]> {
  const ids = [...(await store.content.entryPaths(service.desk.definition.id)).keys()].sort();
  const found = await store.entries.getMany(scopeOf(service, role, new Date()), ids);
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Writes every served entry, including unpublished and restricted ones. */
async function writeFolder(store: Store, service: DeskService, out: string | undefined): Promise<ExitCode> {
  const { desk } = service;
  const { id } = desk.definition;
  if (out === undefined)
    return wrong('--format yaml needs a folder', 'Add --out FOLDER; it must be empty or new.');
  if (existsSync(out) && (!statSync(out).isDirectory() || readdirSync(out).length > 0))
    return wrong(`${out} is not an empty folder`, 'Name a new one; export never overwrites.');
  const paths = await store.content.entryPaths(id);
  const entries: ServedEntry[] = [];
  for (const { body } of await visibleTo(store, service, 'admin')) {
    // A superseded entry is exported as its own file states it.
    const own = body.state === 'superseded' ? (await store.revisions.of(id, body.id)).at(-1)?.own : undefined;
    entries.push({ body: own ?? body, path: paths.get(body.id) });
  }
  const files = exportFiles(desk, entries);
  for (const { path, text } of files) {
    const file = join(out, id, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  await print(`${entries.length} entries in ${files.length} files in ${join(out, id)}\n`);
  return 0;
}

async function write(text: string, out: string | undefined): Promise<ExitCode> {
  if (out !== undefined && existsSync(out))
    return wrong(`${out} already exists`, 'Name a new file; export never overwrites.');
  if (out !== undefined && !existsSync(dirname(out)))
    return wrong(`there is no folder ${dirname(out)}`, 'Create it first, or choose another folder.');
  // Piped data is written byte for byte; on a terminal control characters are cleaned.
  if (out === undefined) await (process.stdout.isTTY ? print(text) : writeAsIs(text));
  else writeFileSync(out, text, { flag: 'wx' });
  return 0;
}

function wrong(what: string, todo: string): ExitCode {
  toStderr(`deskwire: ${what}\n${todo}\n`);
  return 2;
}
