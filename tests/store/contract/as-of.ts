import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../src/domain/dates/day.ts';
import type { EntryBody } from '../../../src/domain/entry.ts';
import { fact, inFile, visit } from '../entries-made.ts';
import { now, scope } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const at = (day: string) => new Date(`${day}T12:00:00.000Z`);
const all = { limit: 10, offset: 0 };

export const asOfContract: Suite = (subject) => {
  function desk() {
    const id = ownDesk();
    const { store } = subject();
    const write = (day: string, body: EntryBody) =>
      store.content.apply({ desk: id, entries: [inFile(body)], files: [], removed: [] }, at(day));
    return { id, store, write, seen: (asOf?: string) => scope({ desk: id, ...(asOf && { asOf }) }) };
  }

  describe('as of a day', () => {
    test('every way of reading shows what was published by its end', async () => {
      const { store, write, seen } = desk();
      await write('2026-02-01', visit('a', '2005', {}, { title: 'First', published: '2026-01-05' }));
      await write(
        '2026-02-10',
        visit('a', '2006', { host: 'UZ' }, { title: 'Second', published: '2026-01-05' }),
      );
      const look = async (asOf?: string) => {
        const scoped = seen(asOf);
        const visits = await store.visits.list(scoped, {}, all);
        const totals = await store.visits.totals(scoped, { host: 'KZ' });
        const { stops = 0, first } = totals.get('to-region') ?? {};
        const token = { token: 'first', column: 'words' as const };
        const words = { terms: [{ word: 'first', tokens: [token], times: 1 }] };
        return {
          got: (await store.entries.get(scoped, 'a'))?.body.title,
          listed: (await store.entries.list(scoped, { order: 'weight' }, all)).items.map(
            ({ body }) => body.title,
          ),
          visits: visits.map(({ body }) => body.title),
          kz: [stops, first?.body.title],
          found: (await store.searcher.search(scoped, words, all)).total,
          topics: (await store.entries.countByTopic(scoped)).get('trade'),
        };
      };
      const first = {
        got: 'First',
        listed: ['First'],
        visits: ['First'],
        kz: [1, 'First'],
        found: 1,
        topics: 1,
      };
      const none = { listed: [], visits: [], kz: [0, undefined], found: 0 };
      const second = {
        got: 'Second',
        listed: ['Second'],
        visits: ['Second'],
        kz: [0, undefined],
        found: 0,
        topics: 1,
      };
      expect(await look('2026-01-04')).toEqual({ ...none, got: undefined, topics: undefined });
      expect(await look('2026-01-05')).toEqual(first);
      expect(await look('2026-02-09')).toEqual(first);
      expect(await look('2026-02-10')).toEqual(second);
      expect(await look()).toEqual(second);
    });

    test('a withdrawn entry is there as of the day before', async () => {
      const { id, store, write, seen } = desk();
      await write('2026-02-01', fact('a'));
      const withdraw = { desk: id, entries: [], files: [], removed: ['facts/all.yaml'] };
      await store.content.apply(withdraw, at('2026-02-10'));
      expect(await store.entries.get(seen('2026-02-09'), 'a')).toBeDefined();
      expect(await store.entries.get(seen('2026-02-10'), 'a')).toBeUndefined();
    });

    test('what is retracted or superseded since was listed then', async () => {
      const { store, write, seen } = desk();
      await write('2026-02-01', fact('a'));
      await write('2026-02-10', fact('b', { supersedes: 'a', published: '2026-02-10' }));
      const listed = async (asOf: string) =>
        (await store.entries.list(seen(asOf), { order: 'weight' }, all)).items.map(({ body }) => body.id);
      expect(await listed('2026-02-09')).toEqual(['a']);
      expect(await listed('2026-02-10')).toEqual(['b']);
    });

    test('an embargo that has not passed hides an entry as of any day', async () => {
      const { store, write, seen } = desk();
      await write('2026-02-01', fact('later', { embargo: '2026-04-01T00:00:00Z' }));
      await write('2026-02-01', fact('lifted', { embargo: '2026-02-05T08:00:00Z' }));
      expect(await store.entries.get(seen('2026-02-10'), 'later')).toBeUndefined();
      expect(await store.entries.get(seen('2026-02-04'), 'lifted')).toBeUndefined();
      expect(await store.entries.get(seen('2026-02-05'), 'lifted')).toBeDefined();
    });

    test('whatever the days of its revisions, exactly one serves on any day since the first', async () => {
      const day = fc.integer({ min: 0, max: 40 }).map((count) => addDays('2026-01-01', count));
      const revisions = fc.array(fc.record({ published: day, recorded: day }), {
        minLength: 1,
        maxLength: 6,
      });
      await fc.assert(
        fc.asyncProperty(revisions, async (planned) => {
          const { id, database } = { id: ownDesk(), database: subject().database };
          const { store } = subject();
          for (const [n, { published, recorded }] of planned.entries()) {
            const body = fact('a', { published, title: `Revision ${n}` });
            await store.content.apply(
              { desk: id, entries: [inFile(body)], files: [], removed: [] },
              at(recorded),
            );
          }
          const rows = await database.read
            .selectFrom('revisions')
            .select(['valid_from', 'valid_until'])
            .where('desk', '=', id)
            .execute();
          const first = planned[0]!.published;
          for (let count = -2; count < 60; count++) {
            const asked = addDays(first, count);
            const valid = rows.filter(
              ({ valid_from, valid_until }) =>
                valid_from <= asked && (valid_until === null || valid_until > asked),
            );
            expect(valid).toHaveLength(count < 0 ? 0 : 1);
          }
        }),
        { numRuns: 15 },
      );
    });

    test('the day is one of the desk, not of UTC', async () => {
      const { id, store, seen } = desk();
      const definition = { definition: { id, zone: 'Asia/Almaty' }, sources: [] } as never;
      const sync = (title: string, instant: string, more = {}) =>
        store.content.apply(
          { desk: id, entries: [inFile(fact('a', { title }))], files: [], removed: [], ...more },
          new Date(instant),
        );
      await sync('First', '2026-02-01T00:00:00Z', { definition });
      await sync('Second', '2026-02-10T22:00:00Z');
      expect((await store.entries.get(seen('2026-02-10'), 'a'))?.body.title).toBe('First');
      expect((await store.entries.get(seen('2026-02-11'), 'a'))?.body.title).toBe('Second');
      expect(now.toISOString() > '2026-02-11').toBe(true);
    });
  });
};
