import { expect, test } from 'vitest';
import { createProgress } from '../../src/cli/import.ts';
import type { Draft } from '../../src/domain/draft.ts';
import type { DraftView, Edited, Editing } from '../../src/domain/ports/drafts.ts';
import type { ImportedEntry } from '../../src/domain/ports/imports.ts';
import { importEntries } from '../../src/editing/from-files.ts';
import { fact } from '../store/entries-made.ts';

/** Says what it is asked for, in order. */
function fakeEditing() {
  const asked: string[] = [];
  const chunks: string[][] = [];
  const view = (id: string, state: Draft['state']) =>
    ({ draft: { id: `d-${id}`, entry: id, state }, faults: [] }) as unknown as DraftView;
  const editing = {
    async note({ entry = '' }: { entry?: string }) {
      asked.push(`note ${entry}`);
      return view(entry, 'draft').draft;
    },
    async submit(draft: string) {
      asked.push(`submit ${draft}`);
      return { outcome: 'done', view: view(draft.slice(2), 'in review') };
    },
    async approveAll(drafts: readonly string[]): Promise<Edited[]> {
      chunks.push(drafts.map((draft) => draft.slice(2)));
      return drafts.map((draft) =>
        draft === 'd-e3'
          ? { outcome: 'faulty', view: view('e3', 'in review') }
          : { outcome: 'done', view: view(draft.slice(2), 'published') },
      );
    },
  } as unknown as Editing;
  return { editing, asked, chunks };
}

const brought = (count: number, supersedes: Record<number, string> = {}): ImportedEntry[] =>
  Array.from({ length: count }, (_, n) => ({
    body: fact(`e${n}`, supersedes[n] ? { supersedes: supersedes[n] } : {}),
    standing: n === 1 ? 'same' : 'new',
    changes: [],
  }));

test('all is drafted before the first is submitted, and approved in its order a few together', async () => {
  const { editing, asked, chunks } = fakeEditing();
  const told: string[] = [];
  const taken = await importEntries(
    editing,
    'desk',
    { entries: brought(61, { 10: 'e9' }) },
    { person: 'terminal', publish: true, onProgress: (step, done, of) => told.push(`${step} ${done}/${of}`) },
  );
  const kinds = asked.map((line) => line.split(' ')[0]);
  expect(kinds.lastIndexOf('note')).toBeLessThan(kinds.indexOf('submit'));
  const order = brought(61).flatMap(({ body }) => (body.id === 'e1' ? [] : [body.id]));
  expect(chunks.flat()).toEqual(order);
  expect(chunks.map(({ length }) => length)).toEqual([9, 25, 25, 1]);
  expect(chunks[1]?.[0]).toBe('e10');
  expect(taken.map(({ id }) => id)).toEqual(order);
  expect(taken.filter(({ outcome }) => outcome !== 'published')).toMatchObject([
    { id: 'e3', outcome: 'kept' },
  ]);
  expect(told).toEqual([
    ...['drafted 50/60', 'drafted 60/60', 'submitted 50/60', 'submitted 60/60'],
    ...['published 9/60', 'published 34/60', 'published 59/60', 'published 60/60'],
  ]);
});

test('a long import says every five seconds how far it is, a short one nothing', () => {
  const said: string[] = [];
  let now = 1000;
  const progress = createProgress(
    (text) => said.push(text),
    1000,
    () => now,
  );
  for (const [at, done] of [
    [3000, 50],
    [6000, 1200],
    [7000, 1250],
    [11_500, 4000],
  ] as const) {
    now = at;
    progress('submitted', done, 5000);
  }
  expect(said).toEqual([
    'If this import is stopped, run it again to continue.',
    '1,200 of 5,000 submitted',
    '4,000 of 5,000 submitted',
  ]);
});
