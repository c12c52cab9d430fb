import { expect, test } from 'vitest';
import { checkDesk } from '../../src/content/check/check-desk.ts';
import { mostFindings } from '../../src/content/check/fault.ts';
import { readFile } from '../../src/content/read/read-file.ts';
import { worked } from '../worked.ts';
import { asFiles, fixtureDesk } from './fixture-desk.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const fact = (id: string, over = '') =>
  `- {id: ${id}, kind: event, title: T, statement: S, dates: ["2024"], standing: reported, topics: [trade], sources: [a], published: 2024-01-01${over}}\n`;
const file = (text: string) => ({ path: 'facts/many.yaml', bytes: bytes(text) });

test.each([
  ['one of very many names', fact('a', `, related: [${'none-such,'.repeat(80_000)}x]`)],
  ['very many that lack all keys', '- {}\n'.repeat(100_000)],
  ['one with very many unknown keys', `- {${Array.from({ length: 60_000 }, (_, at) => `k${at}: 1`)}}`],
])('entries that are wrong in very many places, %s, are told of in some', (_, text) => {
  let found = 0;
  const spent = worked(() => {
    found = readFile(file(text)).findings.length;
  });
  expect(found).toBeGreaterThan(0);
  expect(found).toBeLessThan(2 * mostFindings);
  expect(spent).toBeLessThan(15);
});

test('entries that name very much that there is not are told of in some, and the desk goes on serving', () => {
  const { files } = fixtureDesk('good');
  const related = `, related: [${Array.from({ length: 90 }, (_, at) => `cheney-astana-${at}`).join(', ')}]`;
  const facts = Array.from({ length: 300 }, (_, at) =>
    fact(`fact-${at}`, `${related}, people: [dick-chenei]`),
  );
  files.set('facts/many.yaml', facts.join(''));
  let found = checkDesk('good', []);
  const spent = worked(() => {
    found = checkDesk('good', asFiles(files));
  });
  const own = found.faults.filter(({ file }) => file === 'facts/many.yaml');
  expect(own.length).toBeGreaterThan(mostFindings);
  expect(own.length).toBeLessThan(3 * mostFindings);
  expect(spent).toBeLessThan(15);
});

test('a list has at most a hundred items', () => {
  const { findings } = readFile(file(fact('a', `, people: [${'b,'.repeat(100)}b]`)));
  expect(findings).toEqual([
    expect.objectContaining({ code: 'wrong_value', what: '"people" has 101 items', fix: 'at most 100' }),
  ]);
});
