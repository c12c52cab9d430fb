import { expect, test } from 'vitest';
import { readSubmission } from '../../../src/platforms/slack/handlers/incoming.ts';

const sent = (values: object, over: object = {}) => ({
  user: { id: 'U1', team_id: 'T1' },
  team: { id: 'T1' },
  view: { id: 'V1', private_metadata: '{}', blocks: [], state: { values }, ...over },
});
const input = (value: string) => ({ field: { field: { value } } });
const nested = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

test.each([
  ['a longer text than an input takes', sent(input('a'.repeat(100_000)))],
  ['a longer name of an input', sent({ ['~'.repeat(100_000)]: { a: { value: 'x' } } })],
  ['longer metadata', sent(input('x'), { private_metadata: ' '.repeat(100_000) })],
  ['more blocks than a view has', sent(input('x'), { blocks: Array.from({ length: 5_000 }, () => ({})) })],
  ['nothing', null],
])('a submission with %s is not read', (_, body) => {
  expect(readSubmission(body)).toBeUndefined();
});

test('the longest text that an input takes is read, also where each of its letters is escaped', () => {
  expect(readSubmission(sent(input('&amp;'.repeat(3_000))))).toBeDefined();
});

test('groups within the groups that are read are left unread, however deep they go', () => {
  const { view } = readSubmission(sent({ field: nested(5_000) })) ?? {};
  expect(view?.state.values).toEqual({ field: { a: {} } });
});
