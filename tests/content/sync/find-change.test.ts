import fc from 'fast-check';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { checkDesk } from '../../../src/content/check/check-desk.ts';
import { takesAway } from '../../../src/content/check/desk-names.ts';
import { findChange } from '../../../src/content/sync/find-change.ts';
import { bytesHash, planSync } from '../../../src/content/sync/sync-plan.ts';
import type { Desk } from '../../../src/domain/desk.ts';
import { asFiles, fixtureDesk } from '../fixture-desk.ts';

const more = (id: string, related: string[]) =>
  `- { id: ${id}, kind: event, title: ${id}, statement: Something., dates: [2025], standing: reported, ` +
  `topics: [energy], sources: [gazette], published: 2026-01-12, related: [${related.join()}] }\n`;

const nobody = async () => new Set<string>();

/** A desk as the store has it, and what of its files a further look reads. */
async function servedDesk(texts: Map<string, string>) {
  const read: string[] = [];
  const filesOf = (all: ReadonlyMap<string, string>) =>
    [...all].map(([path, text]) => ({
      path,
      read() {
        read.push(path);
        return { path, bytes: new TextEncoder().encode(text) };
      },
    }));
  const hashes = (all: ReadonlyMap<string, string>) =>
    [...all].map(([path, text]) => ({ path, hash: bytesHash(new TextEncoder().encode(text)) }));
  const change = (given: Pick<Parameters<typeof findChange>[0], 'stored' | 'served' | 'referrers'>) =>
    findChange({
      desk: 'harbour',
      files: filesOf(texts),
      plan: planSync(hashes(texts), given.stored, []),
      ...given,
    });
  const none = { entries: new Map(), added: [], gone: new Map() };
  const first = await change({ stored: [], served: none, referrers: nobody });
  if (!first.change?.definition) throw new Error('the desk is not good');
  const served = {
    ...none,
    desk: first.change.definition,
    entries: new Map(first.change.entries.map(({ body, path }) => [body.id, path])),
  };
  const stored = first.change.files;
  read.length = 0;
  return {
    paths: () => [...new Set(read)].toSorted(),
    look: (referrers: typeof nobody | ((ids: readonly string[]) => Promise<Set<string>>) = nobody) =>
      change({ stored, served, referrers }),
  };
}

test('an entry that is gone has those files read that may speak of it, and no others', async () => {
  const texts = new Map<string, string>([
    ...fixtureDesk('good').files,
    ['facts/lost.yaml', more('stays', []) + more('lost', [])],
    ['facts/speaks.yaml', more('speaks', ['lost'])],
    ...Array.from({ length: 20 }, (_, n) => [`facts/other-${n}.yaml`, more(`other-${n}`, [])] as const),
  ]);
  const { look, paths } = await servedDesk(texts);
  texts.set('facts/lost.yaml', more('stays', []));
  const asked: (readonly string[])[] = [];
  const { faults, change: then } = await look(async (ids) => {
    asked.push(ids);
    return new Set(['facts/speaks.yaml']);
  });
  expect(asked).toEqual([['lost']]);
  expect(paths()).toEqual(['facts/lost.yaml', 'facts/speaks.yaml']);
  expect(faults).toMatchObject([{ file: 'facts/speaks.yaml', code: 'unknown_entry' }]);
  expect(then?.files.map(({ path }) => path).toSorted()).toEqual(['facts/lost.yaml', 'facts/speaks.yaml']);
});

test('a name that is spelt otherwise, and one that is new, have no entries read', async () => {
  const texts = fixtureDesk('good').files;
  const { look, paths } = await servedDesk(texts);
  const desk = texts.get('desk.yaml') ?? '';
  texts.set(
    'desk.yaml',
    desk
      .replace('spellings: [Eesti]', 'spellings: [Eesti, Estland]')
      .replace(/^topics:$/m, '$&\n  - { id: ports, name: Ports }'),
  );
  const { faults, change } = await look();
  expect(faults).toEqual([]);
  expect(paths()).toEqual(['desk.yaml', 'sources.yaml']);
  expect(change?.definition?.definition.topics).toHaveLength(3);
  expect(change?.files.map(({ path }) => path)).toEqual(['desk.yaml']);
});

type Group = Record<string, unknown>;
const lists = ['topics', 'countries', 'offices', 'people', 'organisations', 'places'];
const whole = fc.record({
  list: fc.constantFrom(...lists, 'sources', 'sources'),
  at: fc.nat(3),
  what: fc.oneof(
    fc.constant('take away'),
    fc.constant('add'),
    fc.constantFrom<Group[]>(
      ...[
        { name: 'Another' },
        { spellings: ['other'] },
        { covered: true },
        { covered: false },
        { country: 'LV' },
      ],
      ...[{ kind: 'press' }, { grade: 'D' }, { publisher: 'Ministry' }, { url: 'https://example.org/other' }],
      ...[
        { until: '2025-12' },
        { until: '2026-02' },
        { until: '2005' },
        { title: 'Another' },
        { id: 'other' },
      ],
    ),
  ),
});

test('where nothing is taken away, no entry that was right is wrong, whatever else changes', () => {
  const { files } = fixtureDesk('good');
  const parts = ['desk.yaml', 'sources.yaml'].map((path) => load(files.get(path) ?? ''));
  const before = checkDesk('harbour', asFiles(files)).desk as Desk;
  const seen = { kept: 0, taken: 0, wrong: 0 };
  fc.assert(
    fc.property(fc.array(whole, { minLength: 1, maxLength: 3 }), (edits) => {
      const [desk, sources] = structuredClone(parts) as [Group, Group[]];
      for (const { list, at, what } of edits) {
        const items = list === 'sources' ? sources : (desk[list] as Group[]);
        const item = items[at % Math.max(1, items.length)];
        if (!item) continue;
        if (what === 'take away') items.splice(items.indexOf(item), 1);
        else if (what === 'add')
          items.push({ ...item, id: `new-${items.length}`, name: 'New', spellings: [] });
        else Object.assign(item, what);
      }
      const changed = new Map(files)
        .set('desk.yaml', JSON.stringify(desk))
        .set('sources.yaml', JSON.stringify(sources));
      const { desk: after, faults } = checkDesk('harbour', asFiles(changed));
      if (!after) return;
      const wrong = faults.some(({ file }) => /^(facts|articles)/.test(file));
      const taken = takesAway(before, after);
      seen[taken ? 'taken' : 'kept'] += 1;
      if (wrong) seen.wrong += 1;
      expect(wrong && !taken).toBe(false);
    }),
    { numRuns: 150 },
  );
  expect(Math.min(seen.kept, seen.taken, seen.wrong)).toBeGreaterThan(10);
});
