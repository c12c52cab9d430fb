import { expect, test } from 'vitest';
import { checkDesk } from '../../src/content/check/check-desk.ts';
import {
  exampleArticle,
  exampleDesk,
  exampleFact,
  exampleSources,
  fieldTable,
} from '../../src/content/docs/field-table.ts';
import { parseEventDate } from '../../src/domain/dates/event-date.ts';

test('briefs/README.md is what the schemas say; -u writes it anew', async () => {
  await expect(fieldTable()).toMatchFileSnapshot('../../briefs/README.md');
});

test('the whole small desk and its examples are without faults', () => {
  const encode = (text: string) => new TextEncoder().encode(text.trimStart());
  const { faults } = checkDesk('southcaucasus', [
    { path: 'desk.yaml', bytes: encode(exampleDesk) },
    { path: 'sources.yaml', bytes: encode(exampleSources) },
    { path: 'facts/example.yaml', bytes: encode(exampleFact) },
    { path: 'articles/example.md', bytes: encode(exampleArticle) },
  ]);
  expect(faults).toEqual([]);
});

test('every date that it shows can be read', () => {
  const dates =
    fieldTable()
      .split('## Dates')[1]
      ?.split('## ')[0]
      ?.matchAll(/^\| `"?([^`"]+)"?` /gm) ?? [];
  const read = [...dates].map(([, date = '']) => [date, parseEventDate(date)] as const);
  expect(read.length).toBeGreaterThan(8);
  expect(read.filter(([, parsed]) => !parsed.ok)).toEqual([]);
});

test('every key says what to write and what it means', () => {
  const lines = fieldTable()
    .split('\n')
    .filter((line) => /^\| `[a-z]+` .*\|.*\|.*\|/.test(line));
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.filter((line) => /\| +\|$|\| value +\|/.test(line))).toEqual([]);
});
