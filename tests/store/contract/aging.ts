import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { staleSince } from '../../../src/domain/dates/date-range.ts';
import { addDays } from '../../../src/domain/dates/day.ts';
import type { Desk } from '../../../src/domain/desk.ts';
import type { EntryBody, Fact } from '../../../src/domain/entry.ts';
import type { Scope } from '../../../src/domain/ports/entries.ts';
import type { FactKind } from '../../../src/domain/vocabulary.ts';
import { migrate } from '../../../src/store/database.ts';
import { assemble } from '../../../src/store/open.ts';
import { fillOlder } from '../../../src/store/publishing/fills.ts';
import type { Store } from '../../../src/store/store.ts';
import { centralAsia } from '../../search/desks.ts';
import { brief, fact, inFile } from '../entries-made.ts';
import { now, plainIndexer, scope, silent } from '../fixture.ts';
import { namesTakenBack, takeLaterBack } from '../older-links.ts';
import { ownDesk, type Suite } from './subject.ts';

const some = <T>(...values: T[]) => fc.constantFrom(...values);
const day = some('2025-10-01', '2025-12-01', '2026-01-10', '2026-02-01', '2026-02-28', '2026-03-05');
const sourceIds = ['gazette', 'daily', 'weekly'];

const shelf = fc.dictionary(some<FactKind>('status', 'plan', 'event'), some(1, 7, 30, 90), {
  minKeys: 1,
  maxKeys: 3,
});
const source = (id: string, until: string): Desk['sources'][number] => ({
  ...{ id, title: id, publisher: id, kind: 'press', grade: 'B', until, registers: [] },
  ...{ added: '2020-01-01', by: 'a test', checked: '2026-02-01' },
});
const until = fc.oneof({ weight: 4, arbitrary: day }, some('2025', '2025-11/..'));
const sources = (ids: string[]) =>
  fc
    .uniqueArray(fc.tuple(some(...ids), until), {
      selector: ([id]) => id,
      minLength: 1,
      maxLength: ids.length,
    })
    .map((all) => all.map(([id, end]) => source(id, end)));
const definition: fc.Arbitrary<Desk> = fc
  .tuple(shelf, sources(sourceIds))
  .map(([own, all]) => ({ definition: { ...centralAsia, shelf: own }, sources: all }));

const body: fc.Arbitrary<EntryBody> = fc
  .record({
    id: fc.integer({ min: 0, max: 9 }).map((n) => `e-${n}`),
    kind: some<FactKind>('status', 'status', 'plan', 'event'),
    isBrief: some(false, false, false, true),
    more: fc.record({
      sources: fc
        .subarray([...sourceIds, 'unknown'], { minLength: 1 })
        .map((ids) => ids.map((id) => ({ id }))),
      published: day,
      weight: some(1, 3),
      state: some<EntryBody['state']>('published', 'published', 'corrected', 'in review', 'retracted'),
      handling: some<EntryBody['handling']>('public', 'public', 'internal', 'restricted'),
      corrections: fc.array(
        day.map((on) => ({ on, note: 'Put right.' })),
        { maxLength: 1 },
      ),
    }),
    standing: some<Fact['standing']>('reported', 'reported', 'opinion'),
    reviewed: fc.option(day, { nil: undefined, freq: 3 }),
    embargo: some(undefined, undefined, '2026-03-01T12:00:01Z'),
    supersedes: some(undefined, undefined, undefined, 'e-0'),
  })
  .map(({ id, kind, isBrief, more, standing, reviewed, embargo, supersedes }) => {
    const common = {
      ...more,
      ...(more.state === 'retracted' && { retraction: 'No.' }),
      ...(embargo && { embargo }),
      ...(supersedes && supersedes !== id && { supersedes }),
    };
    return isBrief
      ? brief(id, common)
      : fact(id, { ...common, kind, standing, ...(reviewed && { reviewed }) });
  });

const steps = fc.array(
  fc.record({
    definition: fc.option(definition, { nil: undefined, freq: 2 }),
    entries: fc.uniqueArray(body, { maxLength: 8, selector: ({ id }) => id }),
    chat: fc.option(body, { nil: undefined }),
    source: fc.option(sources(['unknown', 'daily']), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 4 },
);
const askers = fc.record({
  role: some<Scope['role']>('reader', 'editor', 'admin'),
  place: some<Scope['place']>('internal', 'shared'),
  limit: some(1, 3, 100),
});

/** What is out of date, found by going through all facts of the kinds that have a shelf life. */
async function byAll(store: Store, asker: Scope, desk: Desk, limit: number): Promise<string[]> {
  const kinds = Object.keys(desk.definition.shelf) as FactKind[];
  const query = { kinds, order: 'published-newest' } as const;
  const { items } = await store.entries.list(asker, query, { limit: 500, offset: 0 });
  const old = items.filter((one) => one.body.type === 'fact' && staleSince(one.body, desk, asker.today));
  const order = ({ body }: (typeof old)[number]) => `${body.published} ${body.weight}`;
  // Of one day the weightiest first.
  old.sort((a, b) =>
    order(a) === order(b) ? (a.body.id < b.body.id ? -1 : 1) : order(a) < order(b) ? 1 : -1,
  );
  return old.map((one) => one.body.id).slice(0, limit);
}

async function found(store: Store, asker: Scope, { definition: { shelf } }: Desk, limit: number) {
  const before = Object.entries(shelf).map(([kind, days]) => [kind, addDays(asker.today, -days)]);
  const aging = await store.entries.aging(asker, Object.fromEntries(before), limit);
  return aging.map((one) => one.body.id);
}

export const agingContract: Suite = (subject) => {
  describe('facts that have grown old', () => {
    test('are those that going through every fact finds, after any change of entries, shelf lives and sources', async () => {
      const { store } = subject();
      let old = 0;
      await fc.assert(
        fc.asyncProperty(steps, fc.array(askers, { minLength: 5, maxLength: 5 }), async (all, asked) => {
          const id = ownDesk();
          const have = new Set<string>();
          for (const step of all) {
            const paths = step.entries.map((one) => `facts/${one.id}.yaml`);
            const removed = [...have].filter((path) => !paths.includes(path) && /[135]\.yaml/.test(path));
            for (const path of paths) have.add(path);
            const entries = step.entries.map((one) => inFile(one, `facts/${one.id}.yaml`));
            const change = { desk: id, entries, files: [], removed };
            await store.content.apply(
              { ...change, ...(step.definition && { definition: step.definition }) },
              now,
            );
            for (const one of step.source ?? []) await store.told.add(id, one, 'slack:T1:U1', now);
            if (step.chat) {
              const last = (await store.revisions.of(id, step.chat.id)).at(-1);
              const base = last?.own ? last.revision : 0;
              await store.writer.write({ desk: id, body: step.chat, actor: 'slack:T1:U1', base }, now);
            }
            const desk = await store.content.desk(id);
            for (const { limit, ...by } of desk ? asked : []) {
              const asker = scope({ desk: id, ...by });
              const expected = await byAll(store, asker, desk as Desk, limit);
              expect(await found(store, asker, desk as Desk, limit)).toEqual(expected);
              old += expected.length;
            }
          }
        }),
        { numRuns: 30 },
      );
      expect(old).toBeGreaterThan(0);
    });

    test('are measured against a source that is changed with them, before and after it', async () => {
      const { store } = subject();
      const desk = ownDesk();
      const definition: Desk = {
        definition: { ...centralAsia, shelf: { status: 30 } },
        sources: [source('gazette', '2026-02-28')],
      };
      await store.content.apply({ desk, definition, entries: [], files: [], removed: [] }, now);
      const submitted = async (more: { act: 'add' | 'edit'; type: 'fact' | 'source'; entry: string }) => {
        const draft = { ...more, desk, base: 0, values: {}, author: 'slack:T1:U1' };
        const { id } = await store.drafts.add(draft, now);
        await store.drafts.change(id, 1, { state: 'in review' }, 'slack:T1:U1', now);
        return { id, version: 2 };
      };
      const status = (id: string) => fact(id, { kind: 'status', sources: [{ id: 'gazette' }] });
      const older = source('gazette', '2025-10-01') as Desk['sources'][number];
      const published = await store.drafts.publishAll(
        [
          { ...(await submitted({ act: 'add', type: 'fact', entry: 'a' })), body: status('a') },
          {
            ...(await submitted({ act: 'edit', type: 'source', entry: 'gazette' })),
            ...{ listed: { kind: 'source', body: older }, action: 'edited' },
          },
          { ...(await submitted({ act: 'add', type: 'fact', entry: 'b' })), body: status('b') },
        ],
        'slack:T1:U2',
        now,
      );
      expect(published.map(({ outcome }) => outcome)).toEqual(['published', 'published', 'published']);
      const served = (await store.content.desk(desk)) as Desk;
      expect((await found(store, scope({ desk }), served, 10)).toSorted()).toEqual(['a', 'b']);
    });

    test('of an older database are found once it is brought up to date, also where that was stopped', async () => {
      const database = await subject().empty();
      await migrate(database);
      const store = assemble(database, { index: plainIndexer, clock: () => now, dataFolder: '' });
      const desk = {
        definition: { ...centralAsia, shelf: { status: 30 } },
        sources: [source('gazette', '2026-01-01'), source('daily', '2026-02-28')],
      };
      const entries = Array.from({ length: 600 }, (_, n) =>
        inFile(fact(`f-${n}`, { kind: 'status', sources: [{ id: n % 3 === 0 ? 'gazette' : 'daily' }] })),
      );
      await store.content.apply({ desk: 'one', definition: desk, entries, files: [], removed: [] }, now);
      const rows = () => sql`SELECT * FROM aging ORDER BY rev`.execute(database.read);
      const written = (await rows()).rows;
      expect(written).toHaveLength(600);
      await database.write(async (transaction) => {
        for (const text of [
          'DROP TABLE aging',
          ...namesTakenBack,
          ...takeLaterBack,
          "DELETE FROM kysely_migration WHERE name >= '0026-aging'",
        ])
          await sql.raw(text).execute(transaction);
      });
      await migrate(database);
      let writes = 0;
      const killed: typeof database = {
        ...database,
        async write(work) {
          writes += 1;
          // Two write what searches read.
          if (writes > 3) throw new Error('killed');
          return database.write(work);
        },
      };
      await expect(fillOlder({ database: killed, index: plainIndexer }, silent)).rejects.toThrow('killed');
      expect((await rows()).rows).toHaveLength(500);
      await Promise.all([
        fillOlder({ database, index: plainIndexer }, silent),
        fillOlder({ database, index: plainIndexer }, silent),
      ]);
      expect((await rows()).rows).toEqual(written);
      const asker = scope({ desk: 'one', role: 'admin' });
      expect(await found(store, asker, desk, 999)).toHaveLength(200);
      await database.close();
    });
  });
};
