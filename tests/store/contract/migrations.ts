import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { migrate, ranMigrations } from '../../../src/store/database.ts';
import { assemble } from '../../../src/store/open.ts';
import { fact, inFile } from '../entries-made.ts';
import { now, plainIndexer, scope } from '../fixture.ts';
import { fillDesk, linkTables, takeLinksBack } from '../older-links.ts';
import type { Suite } from './subject.ts';

export const migrationsContract: Suite = (subject) => {
  describe('migrations', () => {
    test('run in the order of their names: out of it, what they made looks like that of a newer version', () => {
      const names = Object.keys(subject().database.migrations);
      expect(names).toEqual(names.toSorted());
    });

    test('a source that chat added before is the first revision of its own', async () => {
      const database = await subject().empty();
      await migrate(database, { upTo: '0031-headlines' });
      const doc = JSON.stringify({ id: 'told', title: 'A page' });
      await database.write(async (transaction) => {
        await sql`INSERT INTO added_sources (desk, id, doc) VALUES ('d', 'told', ${doc})`.execute(
          transaction,
        );
        await sql`INSERT INTO audit (at, actor, action, subject, desk)
          VALUES ('2026-03-01T00:00:00.000Z', 'slack:T1:UANN', 'source added', 'source:told', 'd')`.execute(
          transaction,
        );
      });
      await migrate(database);
      const store = assemble(database, { index: plainIndexer, clock: () => now, dataFolder: '' });
      expect(await store.content.told('d')).toEqual([
        { kind: 'source', body: { id: 'told', title: 'A page' } },
      ]);
      expect(await store.told.of('d', 'source', 'told')).toEqual([
        {
          ...{ revision: 1, action: 'added', actor: 'slack:T1:UANN' },
          ...{ recordedAt: new Date('2026-03-01'), after: { id: 'told', title: 'A page' } },
        },
      ]);
      await database.close();
    });

    test('an older database is brought up to date with its data', async () => {
      const database = await subject().empty();
      await migrate(database, { upTo: '0001-entries' });
      expect(await ranMigrations(database)).toEqual(['0001-entries']);
      await database.write(async (transaction) => {
        await sql`INSERT INTO desks (id, doc) VALUES ('old', '{"definition":{"id":"old"}}')`.execute(
          transaction,
        );
      });
      await migrate(database);
      expect(await ranMigrations(database)).toEqual([
        '0001-entries',
        '0002-search',
        '0003-roles',
        '0004-chat',
        '0005-digests',
        '0006-presses',
        '0007-drafts',
        '0009-imports',
        '0010-marks',
        '0011-corrections',
        '0012-composing',
        '0013-admin-lines',
        '0014-feeds',
        '0017-cards',
        '0018-claims',
        '0019-pruning',
        '0019-sharing',
        '0020-platform-time',
        '0021-epoch',
        '0022-turns',
        '0024-near-facts',
        '0025-links',
        '0026-aging',
        '0027-digest-names',
        '0028-postings',
        '0029-feed-cards',
        '0030-read-marks',
        '0031-headlines',
        '0032-listed',
        '0033-gaps',
        '0034-later-event-first',
        '0035-chosen-desks',
        '0036-newest-contradictions',
      ]);
      const store = assemble(database, { index: plainIndexer, clock: () => now, dataFolder: '' });
      expect(await store.content.desks()).toEqual(['old']);
      await store.content.apply({ desk: 'test', entries: [inFile(fact('a'))], files: [], removed: [] }, now);
      expect((await store.entries.get(scope(), 'a'))?.body.id).toBe('a');
      expect((await store.maintenance.health()).schema).toBe(Object.keys(database.migrations).at(-1));
      expect((await store.maintenance.health()).schema).toBe(Object.keys(database.migrations).at(-1));
      await database.close();
    });

    test('digests of before get names, and keep their ids', async () => {
      const database = await subject().empty();
      await migrate(database, { upTo: '0026-aging' });
      const add = (id: string, rhythm: string, topics: string[], state = 'active') =>
        database.write((transaction) =>
          sql`INSERT INTO subscriptions (desk, channel, filter_key, settings, state, cursor, slot, sent, created_by, created_at, version)
            VALUES ('north', 'slack:T1:C1', ${id}, ${JSON.stringify({ filter: { topics, countries: [] }, schedule: { rhythm } })},
              ${state}, 4, '2026-03-01T08:00:00.000Z', 2, 'terminal', '2026-02-01T08:00:00.000Z', 1)`.execute(
            transaction,
          ),
        );
      const long = ['international-organisations', 'foreign-investment'];
      await add('a', 'weekdays', []);
      await add('b', 'weekdays', [], 'ended');
      await add('c', 'weekly', ["o'neill", 'trade']);
      await add('d', 'cron', [...long, 'one']);
      await add('e', 'cron', [...long, 'other']);
      await migrate(database);
      const store = assemble(database, { index: plainIndexer, clock: () => now, dataFolder: '' });
      const all = await store.subscriptions.list({ ended: true });
      expect(all.map(({ id, name, sent, cursor }) => [id, name, sent, cursor])).toEqual([
        [1, 'daily', 2, 4],
        [2, 'daily-n2', 2, 4],
        [3, 'weekly-oneill-trade', 2, 4],
        [4, 'custom-international-organisations-f', 2, 4],
        [5, 'custom-international-organisations-f-n5', 2, 4],
      ]);
      await database.close();
    });

    test('a newer database is refused in one line, and left as it is', async () => {
      const database = await subject().empty();
      await migrate(database);
      await database.write(async (transaction) => {
        await sql`INSERT INTO kysely_migration (name, timestamp) VALUES ('0099-later', '2030-01-01T00:00:00.000Z')`.execute(
          transaction,
        );
      });
      await expect(migrate(database)).rejects.toMatchObject({
        code: 'newer_schema',
        message: expect.stringMatching(/^[^\n]*0099-later[^\n]*$/),
        remedy: expect.stringContaining('newer version'),
      });
      expect(await ranMigrations(database)).toContain('0099-later');
      await database.close();
    });

    test('several that start at once all find it done', async () => {
      const database = await subject().empty();
      await Promise.all([migrate(database), migrate(database), migrate(database)]);
      expect(await ranMigrations(database)).toHaveLength(Object.keys(database.migrations).length);
      await database.close();
    });

    test('links of older entries are filled as they would have been written; one that is stopped starts again', async () => {
      const database = await subject().empty();
      await migrate(database);
      const store = assemble(database, { index: plainIndexer, clock: () => now, dataFolder: '' });
      for (const desk of ['one', 'two']) await fillDesk(store, desk);
      const written = await linkTables(database);
      expect(written.links.length).toBeGreaterThan(20);

      await takeLinksBack(database);
      const stopped = migrate(database, {
        onProgress: (_, share) => {
          if (share > 0.5) throw new Error('stopped');
        },
      });
      await expect(stopped).rejects.toMatchObject({ code: 'migration_failed' });
      expect(await database.hasTable('links')).toBe(false);
      const told: number[] = [];
      await migrate(database, { onProgress: (name, share) => name === '0025-links' && told.push(share) });
      expect(told).toEqual(told.toSorted((a, b) => a - b));
      expect([told.length > 10, told.at(-1)]).toEqual([true, 1]);
      expect(await linkTables(database)).toEqual(written);
      const kinds = await database.read.selectFrom('revision_links').select('kind').distinct().execute();
      expect(kinds).toEqual([{ kind: 'entry' }]);

      // New targets get numbers that no other has.
      await store.content.apply(
        { desk: 'one', entries: [inFile(fact('new', { topics: ['new'] }))], files: [], removed: [] },
        now,
      );
      const { items } = await store.entries.list(
        scope({ desk: 'one' }),
        { topic: 'new', order: 'weight' },
        { limit: 9, offset: 0 },
      );
      expect(items.map(({ body }) => body.id)).toEqual(['new']);
      await database.close();
    });

    test('a migration that fails leaves nothing behind', async () => {
      const database = await subject().empty();
      const broken = {
        ...database,
        migrations: {
          ...database.migrations,
          '0002-search': ['CREATE TABLE half (a INTEGER)', 'CREATE NONSENSE'],
        },
      };
      await expect(migrate(broken)).rejects.toMatchObject({ code: 'migration_failed' });
      expect(await ranMigrations(database)).toEqual([]);
      expect(await database.hasTable('half')).toBe(false);
      await migrate(database);
      expect(await ranMigrations(database)).toHaveLength(Object.keys(database.migrations).length);
      await database.close();
    });
  });
};
