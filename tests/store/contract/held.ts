import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EntryBody } from '../../../src/domain/entry.ts';
import { lockSequence, occasion } from '../../../src/store/publishing/sequence.ts';
import { writeRevisions } from '../../../src/store/publishing/write-revisions.ts';
import { makeDesk } from '../../domain/make.ts';
import { later } from '../digests-made.ts';
import { fact, inFile } from '../entries-made.ts';
import { now, plainIndexer, scope } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const hour = 3600;
const embargo = later(hour).toISOString();

export const heldContract: Suite = (subject) => {
  /** One desk and its one file; `at` is in seconds after the tests' now. */
  function desk(id = ownDesk()) {
    const { store } = subject();
    let version = 0;
    const apply = (changes: object, at = 0) =>
      store.content.apply({ desk: id, entries: [], files: [], removed: [], ...changes }, later(at));
    return {
      id,
      apply,
      sync(bodies: EntryBody[], at = 0) {
        version += 1;
        const files = [{ path: 'facts/all.yaml', hash: `${version}` }];
        return apply({ entries: bodies.map((body) => inFile(body)), files }, at);
      },
      remove: (at = 0) => apply({ removed: ['facts/all.yaml'] }, at),
      async events() {
        const all = await store.publications.after(id, 0, 1000);
        return all.map(({ entry, event }) => `${entry} ${event}`);
      },
      release: (at: number) => store.publications.release(later(at)),
      zone(zone: string, at = 0) {
        const { definition, sources } = makeDesk();
        return apply({ definition: { definition: { ...definition, id, zone }, sources } }, at);
      },
    };
  }

  describe('publications that readers may not see yet', () => {
    test('an entry under embargo gets its number when the embargo ends', async () => {
      const { id, sync, events, release } = desk();
      const { publications, entries } = subject().store;
      await sync([fact('held', { embargo }), fact('open')]);
      expect(await events()).toEqual(['open published']);
      const head = await publications.head();
      await release(hour - 1);
      expect(await events()).toEqual(['open published']);
      expect(await entries.get(scope({ desk: id, now: later(hour - 1) }), 'held')).toBeUndefined();

      await release(hour);
      expect(await events()).toEqual(['open published', 'held published']);
      expect((await publications.after(id, head, 10))[0]).toEqual({
        number: expect.any(Number),
        desk: id,
        entry: 'held',
        revision: 1,
        event: 'published',
        day: '2026-01-10',
        recordedAt: later(hour),
      });
      expect(await entries.get(scope({ desk: id, now: later(hour) }), 'held')).toBeDefined();
      await release(2 * hour);
      expect(await events()).toHaveLength(2);
    });

    test('an embargo that is over holds nothing back', async () => {
      const { sync, events } = desk();
      await sync([fact('a', { embargo: now.toISOString() })]);
      expect(await events()).toEqual(['a published']);
    });

    test('a day ahead begins at midnight of the desk, in whatever zone it is', async () => {
      const { sync, events, release, zone } = desk();
      await zone('Asia/Almaty');
      await sync([fact('a', { published: '2026-03-02' })]);
      const midnight = (Date.parse('2026-03-01T19:00:00Z') - now.getTime()) / 1000;
      await release(midnight - 1);
      expect(await events()).toEqual([]);
      await release(midnight);
      expect(await events()).toEqual(['a published']);
    });

    test('a desk that moves west makes what waits for its midnight wait longer', async () => {
      const { sync, events, release, zone } = desk();
      await zone('Asia/Almaty');
      await sync([fact('a', { published: '2026-03-02' })]);
      await zone('America/New_York', 1);
      const midnight = (Date.parse('2026-03-02T05:00:00Z') - now.getTime()) / 1000;
      await release(midnight - 1);
      expect(await events()).toEqual([]);
      await release(midnight);
      expect(await events()).toEqual(['a published']);
    });

    test('the later of embargo and day decides, and numbers follow the order in which they came due', async () => {
      const { sync, events, release } = desk();
      const day = '2026-03-02';
      await sync([
        fact('c', { published: day, embargo }),
        fact('b', { embargo: later(30 * hour).toISOString(), published: day }),
        fact('a', { published: day }),
        fact('d', { embargo }),
      ]);
      await release(2 * hour);
      expect(await events()).toEqual(['d published']);
      await release(100 * hour);
      expect(await events()).toEqual(['d published', 'a published', 'c published', 'b published']);
    });

    test('an embargo that is moved moves the publication, and one that is lifted publishes at once', async () => {
      const { id, sync, events, release } = desk();
      await sync([fact('a', { embargo }), fact('b', { embargo })]);
      const longer = fact('a', { embargo: later(5 * hour).toISOString() });
      await sync([longer, fact('b')], 60);
      expect(await events()).toEqual(['b published']);
      expect(await subject().store.publications.of(id, 'b')).toMatchObject([{ revision: 2 }]);
      await release(4 * hour);
      expect(await events()).toEqual(['b published']);
      await release(5 * hour);
      expect(await events()).toEqual(['b published', 'a published']);
      expect(await subject().store.publications.of(id, 'a')).toMatchObject([{ revision: 2 }]);
    });

    test('what is corrected before anyone saw it is published once, as it is by then', async () => {
      const { id, sync, events, release } = desk();
      await sync([fact('a', { embargo })]);
      const corrections = [{ on: '2026-03-01', note: 'The city was wrong.' }];
      await sync([fact('a', { embargo, corrections })], 60);
      await release(hour);
      expect(await events()).toEqual(['a published']);
      expect(await subject().store.publications.of(id, 'a')).toMatchObject([{ revision: 2 }]);
      await sync([fact('a', { embargo, corrections: [...corrections, ...corrections] })], 2 * hour);
      expect(await events()).toEqual(['a published', 'a corrected']);
    });

    test('a draft again is not published when its time comes, and is when it is ready', async () => {
      const { sync, events, release } = desk();
      await sync([fact('a', { embargo })]);
      await sync([fact('a', { embargo, state: 'draft' })], 60);
      await release(2 * hour);
      expect(await events()).toEqual([]);
      await sync([fact('a', { embargo })], 3 * hour);
      expect(await events()).toEqual(['a published']);
    });

    test('what is withdrawn waits until it is back', async () => {
      const { sync, events, release, remove } = desk();
      await sync([fact('a', { embargo })]);
      await remove(60);
      await release(2 * hour);
      expect(await events()).toEqual([]);
      await sync([fact('a', { embargo })], 3 * hour);
      expect(await events()).toEqual(['a published']);
      await remove(4 * hour);
      await sync([fact('a', { embargo })], 5 * hour);
      expect(await events()).toEqual(['a published']);
    });

    test('a restricted entry is announced when it is restricted no longer', async () => {
      const { sync, events, release } = desk();
      await sync([fact('a', { handling: 'restricted' })]);
      await release(100 * hour);
      expect(await events()).toEqual([]);
      await sync([fact('a', { handling: 'internal' })], hour);
      expect(await events()).toEqual(['a published']);
    });

    test('news of an entry that was seen and is under embargo now waits too', async () => {
      const { id, sync, events, release } = desk();
      await sync([fact('a'), fact('b')]);
      const corrections = [{ on: '2026-03-01', note: 'The city was wrong.' }];
      await sync(
        [
          fact('a', { embargo, corrections }),
          fact('b', { embargo, state: 'retracted', retraction: 'Never was.' }),
        ],
        60,
      );
      expect(await events()).toEqual(['a published', 'b published']);
      await sync([fact('a', { embargo, corrections, title: 'Silent' }), fact('b', { embargo })], 120);
      await release(hour);
      expect(await events()).toEqual(['a published', 'b published', 'a corrected']);
      expect((await subject().store.publications.of(id, 'a'))[1]).toMatchObject({
        revision: 3,
        day: '2026-03-01',
        note: 'The city was wrong.',
      });
    });

    test('what readers were told is taken back also when it is restricted by then; what they were not, is not', async () => {
      const { sync, events } = desk();
      await sync([fact('a'), fact('b', { handling: 'restricted' })]);
      await sync([fact('a', { handling: 'restricted' }), fact('b', { handling: 'restricted' })], 60);
      const retracted = { handling: 'restricted', state: 'retracted', retraction: 'Never was.' } as const;
      await sync([fact('a', retracted), fact('b', retracted)], 120);
      expect(await events()).toEqual(['a published', 'a retracted']);
    });

    test('a retraction that nobody was told of is undone in silence', async () => {
      const { sync, events, release } = desk();
      await sync([fact('a')]);
      await sync([fact('a', { embargo, state: 'retracted' })], 60);
      await sync([fact('a', { embargo })], 120);
      await release(hour);
      expect(await events()).toEqual(['a published']);
    });

    test('that an entry is no longer retracted waits for its embargo, whatever is edited meanwhile', async () => {
      const { id, sync, events, release } = desk();
      await sync([fact('a')]);
      await sync([fact('a', { state: 'retracted' })], 60);
      await sync([fact('a', { embargo })], 120);
      await sync([fact('a', { embargo, title: 'Silent' })], 180);
      await release(hour);
      expect(await events()).toEqual(['a published', 'a retracted', 'a corrected']);
      expect((await subject().store.publications.of(id, 'a'))[2]).toMatchObject({
        note: 'it is no longer retracted.',
      });
    });

    test('chat is told no number for what is held', async () => {
      const { id } = desk();
      const { writer } = subject().store;
      const write = (body: EntryBody, base: number) =>
        writer.write({ desk: id, body, actor: 'slack:T1:U1', base }, now);
      expect(await write(fact('a', { embargo }), 0)).toEqual({ outcome: 'written', revision: 1 });
      expect(await write(fact('a'), 1)).toMatchObject({ revision: 2, publication: expect.any(Number) });
    });

    test('of several processes that release at once each entry gets one number', async () => {
      const { id, sync } = desk();
      const { store } = subject();
      const other = (await subject().another()).store;
      await sync(Array.from({ length: 30 }, (_, n) => fact(`e-${n}`, { embargo })));
      const head = await store.publications.head();
      const released = await Promise.all(
        [store, other, store, other].map(({ publications }) => publications.release(later(hour))),
      );
      expect(released.reduce((sum, count) => sum + count)).toBe(30);
      const all = await other.publications.after(id, head, 100);
      expect(all.map(({ number }) => number)).toEqual(all.map((_, n) => head + n + 1));
      expect(new Set(all.map(({ entry }) => entry)).size).toBe(30);
    });

    test('a release waits for a publisher that is held open: no number shows before a smaller one', async () => {
      const { id, sync } = desk();
      const { store, database } = subject();
      const other = (await subject().another()).store;
      await sync([fact('held', { embargo })]);
      const head = await store.publications.head();
      const wrote = Promise.withResolvers<void>();
      const commit = Promise.withResolvers<void>();
      const publishing = database.write(async (transaction) => {
        await lockSequence(transaction);
        const draft = { body: fact('slow'), before: undefined, actor: 'files', origin: 'file' as const };
        const when = await occasion(transaction, id, now);
        const context = { database, index: plainIndexer };
        await writeRevisions(context, transaction, [{ ...draft, path: null, hash: null }], when);
        wrote.resolve();
        await commit.promise;
      });
      await wrote.promise;
      let released = false;
      const releasing = other.publications.release(later(hour)).then(() => {
        released = true;
      });
      for (let turn = 0; turn < 50; turn++) {
        expect(await other.publications.after(id, 0, 10)).toEqual([]);
        expect(await other.publications.head()).toBe(head);
      }
      expect(released).toBe(false);
      commit.resolve();
      await Promise.all([publishing, releasing]);
      const all = await store.publications.between(id, head, head + 2, 10);
      expect(all.map(({ entry, number }) => [entry, number - head])).toEqual([
        ['slow', 1],
        ['held', 2],
      ]);
    });

    test('whatever is edited while time goes by, nothing is numbered before it may be seen, and nothing seen is left out', async () => {
      const { store } = subject();
      const step = fc.record({
        wait: fc.integer({ min: 1, max: 3 * hour }),
        embargo: fc.option(fc.integer({ min: 0, max: 12 * hour }), { nil: undefined }),
        published: fc.constantFrom('2026-02-01', '2026-03-01', '2026-03-02'),
        state: fc.constantFrom('published' as const, 'published' as const, 'draft' as const),
        handling: fc.constantFrom('public' as const, 'public' as const, 'restricted' as const),
        gone: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
          const { id, sync, remove, events } = desk();
          let clock = 0;
          let drafts = 0;
          for (const { wait, embargo: seconds, gone, state, ...changes } of steps) {
            const until = seconds === undefined ? {} : { embargo: later(seconds).toISOString() };
            if (gone) await remove(clock);
            else await sync([fact('a', { ...changes, ...until, state, title: `At ${clock}` })], clock);
            clock += wait;
            await store.publications.release(later(clock));
            const at = later(clock);
            const seen = await store.entries.get(
              scope({ desk: id, now: at, today: at.toISOString().slice(0, 10) }),
              'a',
            );
            const told = await events();
            if (state === 'draft') drafts += 1;
            // Told once for each time that it was published; a draft again is published again.
            if (seen) expect(told.at(-1)).toBe('a published');
            expect(told.length).toBeLessThanOrEqual(1 + drafts);
            const announced = (await store.publications.of(id, 'a')).at(-1);
            if (announced?.recordedAt.getTime() === at.getTime()) expect(seen).toBeDefined();
          }
        }),
        { numRuns: 15 },
      );
    });
  });
};
