import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askDeskwire } from '../../bench/search.ts';
import { figuresOf, plainBm25, readCollection } from '../../bench/search-quality.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskwire-collection-'));
  const write = (name: string, rows: object[]) =>
    writeFileSync(join(folder, name), `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
  write('docs.jsonl', [
    { id: 1, title: 'Water', text: 'Rivers carry water from the glaciers to the cotton fields.' },
    { id: 2, text: 'A railway carries cotton to the port.' },
    { id: 3, title: 'Glaciers', text: 'Glaciers melt, and rivers rise in the spring.' },
    { id: 4, text: 'Elections were held in the spring.' },
  ]);
  write('queries.jsonl', [
    { id: 'a', text: 'melting glaciers and rivers' },
    { id: 'b', text: 'transport of cotton by rail or railways' },
  ]);
  write('qrels.jsonl', [
    { query: 'a', doc: 3, relevance: 2 },
    { query: 'a', doc: 1, relevance: 1 },
    { query: 'a', doc: 4, relevance: 0 },
    { query: 'b', doc: 2, relevance: 1 },
  ]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('nDCG, MRR and recall are computed as they are defined', () => {
  const relevance = new Map([
    [
      'a',
      new Map([
        ['x', 2],
        ['y', 1],
        ['z', 0],
      ]),
    ],
    [
      'b',
      new Map([
        ['x', 1],
        ['w', 1],
      ]),
    ],
    ['none', new Map([['x', 0]])],
  ]);
  const ranked = new Map([
    ['a', ['z', 'y', 'x']],
    ['b', ['x', 'y']],
    ['none', ['x']],
  ]);
  const { ndcg10, mrr, recall100, questions } = figuresOf(ranked, { relevance });
  const a = (1 / Math.log2(3) + 2 / Math.log2(4)) / (2 + 1 / Math.log2(3));
  const b = 1 / (1 + 1 / Math.log2(3));
  expect(questions).toBe(2);
  expect(ndcg10).toBeCloseTo((a + b) / 2, 10);
  expect(mrr).toBeCloseTo((1 / 2 + 1) / 2, 10);
  expect(recall100).toBeCloseTo((1 + 1 / 2) / 2, 10);
});

test('the product and plain BM25 are asked the same collection', async () => {
  const collection = readCollection(folder);
  const plain = plainBm25(collection.docs);
  expect(plain('melting glaciers and rivers', 10)).toEqual(['3', '1']);
  const { ranked } = await askDeskwire(collection, join(folder, 'data'));
  expect(ranked.get('a')).toEqual(['3', '1']);
  expect(ranked.get('b')?.[0]).toBe('2');
  expect(figuresOf(ranked, collection)).toEqual({ ndcg10: 1, mrr: 1, recall100: 1, questions: 2 });
});

test('a line that is no row of the collection is named', () => {
  writeFileSync(join(folder, 'docs.jsonl'), '{"id":1,"text":"x"}\n{"id":2}\n');
  expect(() => readCollection(folder)).toThrow(
    'docs.jsonl, line 2: write one JSON object a line, with id, text',
  );
});
