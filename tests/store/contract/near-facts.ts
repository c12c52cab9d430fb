import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../src/domain/entry.ts';
import { mayBeSame } from '../../../src/domain/facts/duplicates.ts';
import { contradictionsOf } from '../../../src/domain/facts/near-facts.ts';
import type { Log } from '../../../src/domain/ports/runtime.ts';
import { buildNameIndex } from '../../../src/search/names/name-index.ts';
import { migrate } from '../../../src/store/database.ts';
import { assemble } from '../../../src/store/open.ts';
import { fillOlder } from '../../../src/store/publishing/fills.ts';
import type { Store } from '../../../src/store/store.ts';
import { centralAsia } from '../../search/desks.ts';
import { fact, inFile, visit } from '../entries-made.ts';
import { now, plainIndexer, silent } from '../fixture.ts';
import * as byAll from './by-all-facts.ts';
import { ownDesk, type Suite } from './subject.ts';

type Body = { type: 'fact' } & Fact;

const names = buildNameIndex(centralAsia);
const definition = { definition: centralAsia, sources: [] };

/** The first of them four times in five. */
const mostly = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));

/** Few of each, so that much meets. */
const edtf = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('2014-03-01', '2014-03-04', '2014-03-15', '2014-03-16') },
  fc.constantFrom(
    ...['2014-03', '2014', '2014-03-01/2014-03-04', '../2014-03-02', '2014-03-10/..', '2014-04~'],
    ...['[2014-03-03..2014-03-08]', '9999-12-30', '1000-01-02'],
  ),
);
const dates = fc
  .oneof({ weight: 3, arbitrary: fc.tuple(edtf) }, fc.array(edtf, { minLength: 2, maxLength: 3 }))
  .map((all: string[]) => all.map((one) => ({ edtf: one, sources: [] })));
const common = fc.record({
  dates,
  sources: fc.constantFrom<Fact['sources'][]>([{ id: 'one' }], [{ id: 'other' }], [{ id: 'third' }]),
  standing: mostly<Fact['standing']>('confirmed', 'reported', 'disputed'),
  state: mostly<Fact['state']>('published', 'corrected', 'in review', 'retracted'),
  supersedes: mostly<string | undefined>(undefined, 'e1', 'e2'),
  handling: mostly<Fact['handling']>('public', 'restricted'),
});
const ofVisit = fc.record({
  visitor: mostly('barack-obama', 'john-kerry'),
  office: fc.constantFrom('us-president', 'us-secretary-of-state'),
  host: mostly('KZ', 'UZ'),
  places: mostly<string[]>([], ['astana'], ['almaty']),
});
const ofEvent = fc.record({
  kind: fc.constantFrom<Fact['kind'][]>('event', 'status'),
  people: fc.constantFrom<string[][]>(
    [],
    ['barack-obama'],
    ['john-kerry', 'barack-obama'],
    ['barack-obama', 'john-kerry'],
  ),
  countries: fc.constantFrom<string[][]>(['KZ'], ['UZ', 'KZ'], []),
  title: fc.constantFrom(
    ...['A lease renewed in spring', 'A lease renewed in autumn', 'No US president has come'],
    ...['Barack Obama has never visited the region', 'No circus has come to town'],
  ),
  statement: fc.constantFrom('It was said.', 'No US president has been there.', 'Rockets fly on.'),
});

const made = (id: string): fc.Arbitrary<Body> =>
  fc
    .tuple(common, fc.oneof({ weight: 2, arbitrary: ofVisit }, ofEvent))
    .map(([{ supersedes, ...all }, own]) => {
      const shared = { ...all, ...(supersedes && supersedes !== id && { supersedes }) };
      return 'host' in own ? visit(id, '2014', own, shared) : fact(id, { ...shared, ...own });
    });

const ids = Array.from({ length: 15 }, (_, n) => `e${n}`);
const bodies = fc
  .uniqueArray(fc.constantFrom(...ids), { minLength: 6, maxLength: 15 })
  .chain((some) => fc.tuple(...some.map(made)));
/** What a file has now, and what somebody then writes in chat. */
const steps = fc.array(fc.record({ file: bodies, chat: fc.option(fc.constantFrom(...ids).chain(made)) }), {
  minLength: 1,
  maxLength: 3,
});

const plain = (found: readonly { one: string; other: string; says: string }[]) =>
  found.map(({ one, other, says }) => `${one} ${other} ${says}`);

export const nearFactsContract: Suite = (subject) => {
  async function bring(store: Store, desk: string, step: number, file: readonly Body[]) {
    const files = [{ path: 'facts/all.yaml', hash: `version ${step}` }];
    const entries = file.map((body) => inFile(body));
    await store.content.apply({ desk, definition, entries, files, removed: [] }, now);
  }

  async function holds(store: Store, desk: string, draft: Body) {
    const all = await byAll.allFacts(store, desk);
    const stored = await store.near.contradictions(desk, 1000);
    expect(plain(stored).toSorted()).toEqual(plain(byAll.contradictions(all, names)).toSorted());
    const near = await store.near.of(desk, draft, names);
    expect(plain(contradictionsOf(draft, near, names))).toEqual(
      plain(byAll.contradictionsOf(draft, all, names)),
    );
    expect(mayBeSame(draft, near).map(({ id }) => id)).toEqual(mayBeSame(draft, all).map(({ id }) => id));
    return stored;
  }

  describe('facts near others', () => {
    test('any desk has the contradictions and doubles that reading all of it finds, after any changes', async () => {
      const { store } = subject();
      await fc.assert(
        fc.asyncProperty(steps, made('draft'), async (all, draft) => {
          const desk = ownDesk();
          for (const [step, { file, chat }] of all.entries()) {
            await bring(store, desk, step, file);
            const last = (await store.revisions.of(desk, chat?.id ?? '')).at(-1);
            const base = last?.own ? last.revision : 0;
            if (chat) await store.writer.write({ desk, body: chat, actor: 'slack:T1:U1', base }, now);
            await holds(store, desk, draft);
          }
        }),
        { numRuns: 40 },
      );
    });

    test('who has never come is read anew when the names of the desk change', async () => {
      const { store } = subject();
      const desk = ownDesk();
      const claim = fact('claim', {
        title: 'No US president has come',
        dates: [{ edtf: '2015', sources: [] }],
      });
      const came = visit('came', '2014', { office: 'us-president' });
      await bring(store, desk, 1, [claim, came]);
      expect(await store.near.contradictions(desk, 1000)).toMatchObject([
        { one: 'claim', other: 'came', since: now, marks: [{ handling: 'public' }, { handling: 'public' }] },
      ]);
      const without = { ...centralAsia, offices: [] };
      const change = { desk, entries: [], files: [], removed: [] };
      await store.content.apply({ ...change, definition: { definition: without, sources: [] } }, now);
      expect(await store.near.contradictions(desk, 1000)).toEqual([]);
      await store.content.apply({ ...change, definition }, now);
      expect(await store.near.contradictions(desk, 1000)).toHaveLength(1);
    });

    test('files that may name an entry are told, and those with an entry that chat has changed', async () => {
      const { store } = subject();
      const desk = ownDesk();
      const entries = [
        inFile(fact('lost'), 'facts/a.yaml'),
        inFile(fact('relates', { related: ['lost'] }), 'facts/b.yaml'),
        inFile(fact('replaces', { supersedes: 'lost' }), 'facts/c.yaml'),
        inFile(fact('ends', { kind: 'plan', outcome: 'lost' }), 'facts/d.yaml'),
        inFile(fact('speaks of another', { related: ['ends'] }), 'facts/e.yaml'),
        inFile(fact('edited'), 'facts/f.yaml'),
      ];
      await store.content.apply({ desk, definition, entries, files: [], removed: [] }, now);
      const files = async () => [...(await store.content.referrers(desk, ['lost', 'unknown']))].toSorted();
      expect(await files()).toEqual(['facts/b.yaml', 'facts/c.yaml', 'facts/d.yaml']);
      await store.writer.write(
        { desk, body: fact('edited', { title: 'New' }), actor: 'slack:T1:U1', base: 1 },
        now,
      );
      expect(await files()).toEqual(['facts/b.yaml', 'facts/c.yaml', 'facts/d.yaml', 'facts/f.yaml']);
    });

    test('an older database is brought up to date in batches, and goes on where it was stopped', async () => {
      const database = await subject().empty();
      await migrate(database);
      const store = assemble(database, { index: plainIndexer, clock: () => now, dataFolder: '' });
      const stop = (n: number, day: string) =>
        visit(`stop-${n}`, day, { visitor: `person-${n % 600}` }, { sources: [{ id: `source-${n}` }] });
      const many = [
        ...Array.from({ length: 600 }, (_, n) => stop(n, '2014-03-01')),
        ...Array.from({ length: 600 }, (_, n) => stop(n + 600, '2014-03-05')),
        fact('names', { related: ['stop-1'] }),
      ];
      await bring(store, 'old', 1, many);
      const before = await store.near.contradictions('old', 1000);
      expect(before).toHaveLength(600);
      expect(await store.near.contradictions('old', 100)).toHaveLength(100);
      const later = new Date(now.getTime() + 1);
      expect([
        await store.near.contradicting('old', now),
        await store.near.contradicting('old', later),
      ]).toEqual([600, 0]);
      const rows = () =>
        sql`SELECT desk, key, date_min, date_max, rev FROM fact_keys ORDER BY rev`.execute(database.read);
      const keys = (await rows()).rows;
      await database.write(async (transaction) => {
        for (const text of [
          'DELETE FROM fact_keys',
          'DELETE FROM contradictions',
          "DELETE FROM revision_links WHERE kind = 'entry'",
          "INSERT INTO fills (name, done, until) SELECT 'near facts', 0, rev FROM sequence",
        ])
          await sql.raw(text).execute(transaction);
      });

      const told: object[] = [];
      const log: Log = { ...silent, info: (facts) => void told.push(facts) };
      let writes = 0;
      const killed: typeof database = {
        ...database,
        async write(work) {
          writes += 1;
          if (writes > 1) throw new Error('killed');
          return database.write(work);
        },
      };
      await expect(fillOlder({ database: killed, index: plainIndexer }, log)).rejects.toThrow('killed');
      expect(told).toEqual([{ done: 500, of: 1201 }]);
      expect((await rows()).rows).toHaveLength(500);
      // What is written meanwhile brings its rows with it.
      await store.writer.write({ desk: 'old', body: fact('late'), actor: 'slack:T1:U1', base: 0 }, now);
      await Promise.all([
        fillOlder({ database, index: plainIndexer }, log),
        fillOlder({ database, index: plainIndexer }, log),
      ]);
      expect((await rows()).rows.slice(0, keys.length)).toEqual(keys);
      expect(await store.near.contradictions('old', 1000)).toEqual(before);
      expect(await store.content.referrers('old', ['stop-1'])).toEqual(new Set(['facts/all.yaml']));
      expect((await sql`SELECT name FROM fills`.execute(database.read)).rows).toEqual([]);
      await database.close();
    });
  });
};
