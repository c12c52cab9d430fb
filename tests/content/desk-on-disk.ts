import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type SyncOptions, syncBriefs } from '../../src/content/sync/sync.ts';
import type { Log } from '../../src/domain/ports/runtime.ts';
import { freshStore, now } from '../store/fixture.ts';
import { fixtureDesk } from './fixture-desk.ts';

/** A folder of briefs with the good desk in it, beside a store of its own. */
export async function deskOnDisk() {
  const folder = mkdtempSync(join(tmpdir(), 'briefs-'));
  const { store, end } = await freshStore();
  const told: string[] = [];
  const log: Log = {
    info() {},
    warn: (_, message) => told.push(message),
    error: (_, message) => told.push(message),
  };
  const content = counting(store.content);
  const at = (path: string) => join(folder, 'harbour', path);
  const desk = {
    folder,
    store,
    content,
    told,
    log,
    at,
    write(path: string, text: string) {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), text);
    },
    read: (path: string) => readFileSync(at(path), 'utf8'),
    edit(path: string, change: (text: string) => string) {
      const text = desk.read(path);
      const changed = change(text);
      if (changed === text) throw new Error(`the edit changes nothing in ${path}`);
      writeFileSync(at(path), changed);
    },
    move: (from: string, to: string) => renameSync(at(from), at(to)),
    remove: (path: string) => rmSync(at(path), { recursive: true }),
    async sync() {
      const options: SyncOptions = { folder, store: content, clock: () => now, log };
      const [result] = await syncBriefs(options);
      if (!result) throw new Error('there is no desk');
      return result;
    },
    /** Ids that serve, sorted. */
    serving: async () => [...(await store.content.entryPaths('harbour')).keys()].sort(),
    pathOf: async (id: string) => (await store.content.entryPaths('harbour')).get(id),
    faults: async () =>
      (await store.content.files('harbour')).flatMap(({ path, fault }) =>
        fault ? [`${path}: ${fault}`] : [],
      ),
    async end() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  for (const [path, text] of fixtureDesk('good').files) desk.write(path, text);
  return desk;
}

export type DeskOnDisk = Awaited<ReturnType<typeof deskOnDisk>>;

type Content = SyncOptions['store'];

/** The store, counting what is written to it. */
function counting(content: Content): Content & { writes: number } {
  return {
    writes: 0,
    desks: () => content.desks(),
    desk: (id) => content.desk(id),
    filedDesk: (id) => content.filedDesk(id),
    told: (id) => content.told(id),
    conflicts: (id) => content.conflicts(id),
    files: (desk) => content.files(desk),
    entryPaths: (desk) => content.entryPaths(desk),
    referrers: (desk, ids) => content.referrers(desk, ids),
    apply(change, at) {
      this.writes += 1;
      return content.apply(change, at);
    },
  };
}
