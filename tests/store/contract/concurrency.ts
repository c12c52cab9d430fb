import { describe, expect, test } from 'vitest';
import { lockSequence, occasion } from '../../../src/store/publishing/sequence.ts';
import { writeRevisions } from '../../../src/store/publishing/write-revisions.ts';
import { fact, inFile } from '../entries-made.ts';
import { now, plainIndexer, scope } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const draft = (id: string) => ({
  body: fact(id),
  before: undefined,
  actor: 'files',
  origin: 'file' as const,
  path: null,
  hash: null,
});

export const concurrencyContract: Suite = (subject) => {
  const apply = (desk: string, id: string, store = subject().store) =>
    store.content.apply({ desk, entries: [inFile(fact(id))], files: [], removed: [] }, now);

  describe('several at once', () => {
    test('no publication number shows before a smaller one, while a publisher is held open', async () => {
      const desk = ownDesk();
      const { store, database } = subject();
      const other = await subject().another();
      const { publications } = store;
      const start = await publications.head();

      const wrote = Promise.withResolvers<void>();
      const commit = Promise.withResolvers<void>();
      const held = database.write(async (transaction) => {
        await lockSequence(transaction);
        const when = await occasion(transaction, desk, now);
        await writeRevisions({ database, index: plainIndexer }, transaction, [draft('slow')], when);
        wrote.resolve();
        await commit.promise;
      });
      await wrote.promise;

      let quickDone = false;
      const quick = apply(desk, 'quick', other.store).then(() => {
        quickDone = true;
      });
      // The other has every chance to overtake: were it not waiting, it would be done by now.
      for (let turn = 0; turn < 50; turn++) {
        expect(await publications.after(desk, start, 10)).toEqual([]);
        expect(await publications.head()).toBe(start);
        expect(await store.entries.get(scope({ desk }), 'slow')).toBeUndefined();
      }
      expect(quickDone).toBe(false);

      commit.resolve();
      await held;
      const first = await publications.after(desk, start, 10);
      expect(first[0]).toMatchObject({ entry: 'slow', number: start + 1 });
      await quick;
      const both = await publications.after(desk, start, 10);
      expect(both.map(({ entry, number }) => [entry, number])).toEqual([
        ['slow', start + 1],
        ['quick', start + 2],
      ]);
      expect((await publications.after(desk, start + 1, 10)).map(({ entry }) => entry)).toEqual(['quick']);
      expect(await publications.after(desk, start, 1)).toHaveLength(1);
    });

    test('a publisher that fails leaves no gap and no entry', async () => {
      const desk = ownDesk();
      const { store, database } = subject();
      const start = await store.publications.head();
      const failing = database.write(async (transaction) => {
        await lockSequence(transaction);
        const when = await occasion(transaction, desk, now);
        await writeRevisions({ database, index: plainIndexer }, transaction, [draft('a')], when);
        throw new Error('on purpose');
      });
      await expect(failing).rejects.toThrow('on purpose');
      await apply(desk, 'b');
      expect(await store.publications.after(desk, 0, 10)).toMatchObject([{ entry: 'b', number: start + 1 }]);
    });

    test('many writers of two processes lose nothing', async () => {
      const desk = ownDesk();
      const { store } = subject();
      const other = await subject().another();
      await Promise.all(
        Array.from({ length: 40 }, (_, n) => apply(desk, `e-${n}`, n % 2 ? store : other.store)),
      );
      const published = await store.publications.after(desk, 0, 100);
      expect(new Set(published.map(({ entry }) => entry)).size).toBe(40);
      expect(published.map(({ number }) => number)).toEqual(
        published.map((_, n) => (published[0]?.number ?? 0) + n),
      );
    });

    test('of two who edit the same revision one is told', async () => {
      const desk = ownDesk();
      const { store } = subject();
      const other = await subject().another();
      await apply(desk, 'a');
      const edit = (title: string) => ({ desk, body: fact('a', { title }), actor: 'terminal', base: 1 });
      const results = await Promise.all([
        store.writer.write(edit('One'), now),
        other.store.writer.write(edit('Two'), now),
      ]);
      expect(results.map(({ outcome }) => outcome).sort()).toEqual(['outdated', 'written']);
    });

    test('a writer that waits too long fails clearly and writes nothing', async () => {
      const desk = ownDesk();
      const { database, store } = subject();
      const impatient = await subject().another(300);
      const locked = Promise.withResolvers<void>();
      const free = Promise.withResolvers<void>();
      const holding = database.write(async (transaction) => {
        await lockSequence(transaction);
        locked.resolve();
        await free.promise;
      });
      await locked.promise;
      await expect(apply(desk, 'a', impatient.store)).rejects.toMatchObject({
        name: 'StoreError',
        code: 'busy',
        message: expect.stringContaining('nothing was written'),
        remedy: expect.any(String),
      });
      free.resolve();
      await holding;
      expect(await store.entries.get(scope({ desk }), 'a')).toBeUndefined();
    });
  });

  describe('a large sync', () => {
    test('serves all at once, and lets others read and timers fire meanwhile', async () => {
      const desk = ownDesk();
      const { store } = subject();
      const entries = Array.from({ length: 3000 }, (_, n) => inFile(fact(`e-${n}`)));
      let running = true;
      let ticks = 0;
      const timer = setInterval(() => {
        ticks += 1;
      }, 5);
      const applying = store.content.apply({ desk, entries, files: [], removed: [] }, now).finally(() => {
        running = false;
      });
      const totals = new Set<number>();
      let reads = 0;
      while (running) {
        const page = await store.entries.list(scope({ desk }), { order: 'weight' }, { limit: 5, offset: 0 });
        totals.add(page.total);
        reads += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
      clearInterval(timer);
      expect(await applying).toMatchObject({ added: 3000 });
      totals.delete(3000);
      expect([...totals]).toEqual([0]);
      // One turn for each batch of a hundred at the least.
      expect(reads).toBeGreaterThan(20);
      expect(ticks).toBeGreaterThan(3);
    });
  });
};
