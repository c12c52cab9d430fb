import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Agrees, createFolderKeeper } from '../../../src/content/sync/folder-keeper.ts';
import type { Log } from '../../../src/domain/ports/runtime.ts';
import type { Database } from '../../../src/store/database.ts';
import { migrate } from '../../../src/store/database.ts';
import { assemble } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { fixtureDesk } from '../../content/fixture-desk.ts';
import { now, plainIndexer } from '../fixture.ts';
import type { Suite } from './subject.ts';

const minute = 60_000;
const never = async () => false;

export const contentFoldersContract: Suite = (subject) => {
  describe('content folders', () => {
    let root: string;
    let database: Database;
    let store: Store;
    let time: number;
    let told: string[];

    beforeEach(async () => {
      root = mkdtempSync(join(tmpdir(), 'folders-'));
      database = await subject().empty();
      await migrate(database);
      store = assemble(database, { index: plainIndexer, clock: () => now, dataFolder: '' });
      time = now.getTime();
      told = [];
      for (const [path, text] of fixtureDesk('good').files) write('first', path, text);
      cpSync(join(root, 'first'), join(root, 'second'), { recursive: true });
    });
    afterEach(async () => {
      await database.close();
      rmSync(root, { recursive: true, force: true });
    });

    const at = (folder: string, path: string) => join(root, folder, 'harbour', path);
    function write(folder: string, path: string, text: string) {
      mkdirSync(dirname(at(folder, path)), { recursive: true });
      writeFileSync(at(folder, path), text);
    }
    const edit = (folder: string) =>
      write(
        folder,
        'facts/energy.yaml',
        readFileSync(at(folder, 'facts/energy.yaml'), 'utf8').replace(
          'was laid.',
          `was laid, says ${folder}.`,
        ),
      );
    const lose = (folder: string) => rmSync(at(folder, 'articles/harbour-day.md'));
    const serving = async () => [...(await store.content.entryPaths('harbour')).keys()];
    const energyHash = async () =>
      (await store.content.files('harbour')).find(({ path }) => path === 'facts/energy.yaml')?.hash;

    const log: Log = { info() {}, warn: (_, says) => told.push(says), error: (_, says) => told.push(says) };
    function keeper(
      folder: string,
      { host = 'one', process = folder }: { host?: string; process?: string } = {},
    ) {
      return createFolderKeeper({
        folder: join(root, folder),
        host,
        content: store.content,
        folders: store.folders,
        process: () => `${host}-${process}`,
        clock: () => new Date(time),
        // A look at what another process does comes at once, a renewal never.
        timers: {
          after(ms, run) {
            if (ms < 1000) setImmediate(run);
            return () => {};
          },
        },
        log,
      });
    }

    test('another folder is refused while a process serves the first, and writes nothing', async () => {
      lose('second');
      const first = keeper('first');
      expect(await first.serve(never)).toBeUndefined();
      const second = keeper('second');
      const asked: Parameters<Agrees>[0][] = [];
      const refusal = await second.serve(async (each) => asked.push(each) > 0);
      expect(refusal).toMatchObject({
        code: 'served',
        what: expect.stringMatching(
          /another process serves \S+first on one, and \S+second on one has other content: it would withdraw 1 entry \(harbour\/harbour-day\)/,
        ),
        remedy: expect.stringContaining('--briefs-moved'),
      });
      expect(asked).toEqual([]);
      for (const each of [first, second, first, second]) await each.sync();
      expect(await serving()).toContain('harbour-day');
      expect(told).toHaveLength(1);
    });

    test('nobody serves the first any more: whoever starts is asked, and what would go is named', async () => {
      lose('second');
      const first = keeper('first');
      await first.serve(never);
      await first.leave();
      expect(await keeper('second').serve(never)).toMatchObject({
        code: 'moved',
        what: expect.stringMatching(/came from \S+first on one so far.*harbour\/harbour-day/),
        remedy: expect.stringContaining('--briefs-moved'),
      });
      expect(await serving()).toContain('harbour-day');
      expect(await keeper('second').serve(async () => true)).toBeUndefined();
      expect(await serving()).not.toContain('harbour-day');
      await first.sync();
      expect(await serving()).not.toContain('harbour-day');
    });

    test('a desk that the folder lacks is withdrawn once that was agreed, and is back with its files', async () => {
      const first = keeper('first');
      await first.serve(never);
      await first.leave();
      const all = await serving();
      const head = await store.publications.head();
      rmSync(join(root, 'second', 'harbour'), { recursive: true });
      for (const [path, text] of fixtureDesk('good').files)
        write('second', join('..', 'haven', path), text.replace('id: harbour\n', 'id: haven\n'));
      const second = keeper('second');
      expect(await second.serve(never)).toMatchObject({
        what: expect.stringMatching(/has other content: it lacks the desk harbour \(5 entries\)$/),
        withdraws: ['harbour'],
      });
      expect(await second.serve(async () => true)).toBeUndefined();
      expect(await store.content.desks()).toEqual(['haven']);
      expect(await serving()).toEqual([]);
      await second.sync();
      expect(told).toEqual([]);

      // Its files go while nobody serves: it stays until it may go, and nothing is asked where no file is left at all.
      for (const [path, text] of fixtureDesk('good').files) write('second', path, text);
      await second.sync();
      expect(await serving()).toEqual(all);
      expect(await store.publications.after('harbour', head, 10)).toEqual([]);
      await second.leave();
      rmSync(join(root, 'second', 'harbour'), { recursive: true });
      const asked: Parameters<Agrees>[0][] = [];
      expect(await second.serve(async (each) => asked.push(each) === 0)).toBeUndefined();
      expect(asked).toMatchObject([{ code: 'lacks', withdraws: ['harbour'] }]);
      expect(await store.content.desks()).toEqual(['harbour', 'haven']);
      expect(await second.serve(async () => true)).toBeUndefined();
      expect(await store.content.desks()).toEqual(['haven']);
      rmSync(join(root, 'second', 'haven'), { recursive: true });
      expect(await second.serve(async () => true)).toBeUndefined();
      expect(await store.content.desks()).toEqual(['haven']);
    });

    test('a process that was killed serves for a minute after it last said so', async () => {
      edit('second');
      await keeper('first').serve(never);
      time += minute - 1;
      expect(await keeper('second').serve(async () => true)).toMatchObject({ code: 'served' });
      time += 1;
      expect(await keeper('second').serve(async () => true)).toBeUndefined();
    });

    test('the same content is welcome from any machine and path; what it changes later waits for the first to end', async () => {
      const first = keeper('first');
      await first.serve(never);
      const before = await energyHash();
      const second = keeper('second', { host: 'two' });
      expect(await second.serve(never)).toBeUndefined();
      edit('second');
      await second.sync();
      expect(await energyHash()).toBe(before);
      expect(told).toEqual([expect.stringContaining('it would withdraw no entry')]);
      // As a `git pull` on both machines does.
      edit('first');
      cpSync(join(root, 'first'), join(root, 'second'), { recursive: true });
      await first.sync();
      await second.sync();
      await first.leave();
      await second.sync();
      edit('second');
      await second.sync();
      expect(await energyHash()).not.toBe(before);
      expect(told).toHaveLength(1);
    });

    test('two processes on one folder just work', async () => {
      const pair = [keeper('first', { process: 'a' }), keeper('first', { process: 'b' })];
      expect(await Promise.all(pair.map((each) => each.serve(never)))).toEqual([undefined, undefined]);
      lose('first');
      await Promise.all(pair.map((each) => each.sync()));
      expect(await serving()).not.toContain('harbour-day');
      expect(told).toEqual([]);
    });

    test('a container that is made anew has another name and is not asked, unless its content is another', async () => {
      const first = keeper('first');
      await first.serve(never);
      await first.leave();
      edit('first');
      lose('first');
      const anew = keeper('first', { host: 'container-2' });
      expect(await anew.serve(never)).toBeUndefined();
      expect(await serving()).not.toContain('harbour-day');
      await anew.leave();
      // The volume was not mounted: the image's own content lies at the same path.
      rmSync(at('first', 'facts'), { recursive: true });
      rmSync(at('first', 'articles'), { recursive: true });
      expect(await keeper('first', { host: 'container-3' }).serve(never)).toMatchObject({ code: 'moved' });
    });

    test('one process syncs at a time, and one that died makes room when its time is over', async () => {
      const { folders } = store;
      const from = new Date(time);
      const until = new Date(time + minute);
      const both = await Promise.all([
        folders.beginSync('a', until, from),
        folders.beginSync('b', until, from),
      ]);
      expect(both.filter(Boolean)).toHaveLength(1);
      const [holder, other] = both[0] ? ['a', 'b'] : ['b', 'a'];
      expect(await folders.beginSync(holder, until, from)).toBe(true);
      await folders.endSync(other);
      expect(await folders.beginSync(other, until, from)).toBe(false);
      expect(await folders.beginSync(other, new Date(time + 2 * minute), until)).toBe(true);
      await folders.endSync(other);
      expect(await folders.beginSync(holder, until, from)).toBe(true);
    });

    test('of two folders that are taken at once one is', async () => {
      const folder = (path: string) => ({ host: 'one', path });
      const seen = { known: undefined, now: new Date(time) };
      const taken = await Promise.all(
        ['/a', '/b'].map((path) => store.folders.take(folder(path), { ...seen, process: path })),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
    });
  });
};
