import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readers } from '../../src/command/run-desk.ts';
import type { EntryBody } from '../../src/domain/entry.ts';
import type { Places } from '../../src/domain/ports/access.ts';
import type { ContentChange } from '../../src/domain/ports/content.ts';
import type { Scope } from '../../src/domain/ports/entries.ts';
import type { Log } from '../../src/domain/ports/runtime.ts';
import type { Indexer } from '../../src/domain/search/query.ts';
import { openStore, type StoreOptions } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { inFile } from './entries-made.ts';

/** The day on which tests take place. */
export const now = new Date('2026-03-01T12:00:00.000Z');

/** Nothing is shared with anybody else. */
export const allInternal: Places = { ofChannel: async () => 'internal', ofPerson: async () => 'internal' };

/** Readers of whom nothing is known, of a desk that published nothing. */
export const noReaders: Readers = {
  marks: { of: async () => undefined, set: async () => {} },
  gaps: { count: async () => {} },
  publications: { head: async () => 0, newest: async () => [] },
};

export const silent: Log = { info() {}, warn() {}, error() {} };

const tokens = (text: string) => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

/** Words as they stand, without stems; people and countries as names. */
export const plainIndexer: Indexer = (body) => ({
  title: tokens(body.title),
  text: tokens(body.type === 'brief' ? body.summary : body.statement),
  names: tokens([...body.people, ...body.countries].map((name) => name.replaceAll('-', '')).join(' ')),
  words: tokens(body.title),
});

export function storeOptions(dataFolder: string): StoreOptions {
  return { dataFolder, index: plainIndexer, clock: () => now, log: silent };
}

let migrated: Promise<string> | undefined;

/**
 * A data folder of its own with an empty database in it. Its migrations are thirty commits to the disk: they run once a
 * process, and the folder is copied.
 */
export async function migratedFolder(): Promise<string> {
  migrated ??= migrate();
  const folder = await mkdtemp(join(tmpdir(), 'deskwire-store-'));
  await cp(await migrated, folder, { recursive: true });
  return folder;
}

async function migrate(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'deskwire-migrated-'));
  const store = await openStore(storeOptions(folder));
  await store.maintenance.close();
  return folder;
}

/** A store of its own on SQLite in a temporary folder; `end` closes and removes it. */
export async function freshStore(index = plainIndexer): Promise<{
  store: Store;
  folder: string;
  end(): Promise<void>;
}> {
  const folder = await migratedFolder();
  const store = await openStore({ ...storeOptions(folder), index });
  return {
    store,
    folder,
    async end() {
      await store.maintenance.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What a reader of the desk `test` may see on the day of the tests. */
export function scope(changes: Partial<Scope> = {}): Scope {
  return { desk: 'test', role: 'reader', place: 'internal', now, today: '2026-03-01', ...changes };
}

/** A sync that brings these entries, all in one file, to the desk `test`. */
export function change(bodies: EntryBody[], changes: Partial<ContentChange> = {}): ContentChange {
  return { desk: 'test', entries: bodies.map((body) => inFile(body)), files: [], removed: [], ...changes };
}
