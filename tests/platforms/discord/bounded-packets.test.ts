import { expect, test } from 'vitest';
import { readInteraction } from '../../../src/platforms/discord/handlers/incoming.ts';

const packet = (type: number, data: unknown) => ({
  ...{ id: '1', token: 't', application_id: '2', type, channel_id: '3', data },
  member: { user: { id: '4' }, roles: [] },
});
const option = (over: object) => ({ name: 'visits', type: 1, ...over });
const nested = (depth: number) => {
  let inner: object = option({});
  for (let at = 0; at < depth; at += 1) inner = option({ options: [inner] });
  return inner;
};
const many = <T>(item: T) => Array.from({ length: 5_000 }, () => item);

test.each([
  ['more options than a command has', packet(2, { name: 'a', options: many(option({})) })],
  [
    'a longer text than an option takes',
    packet(2, { name: 'a', options: [option({ type: 3, value: 'a'.repeat(50_000) })] }),
  ],
  ['a longer state than a button has', packet(3, { custom_id: 'a'.repeat(50_000) })],
  ['more values than a menu has', packet(3, { custom_id: 'a', values: many('b') })],
  ['more inputs than a modal has', packet(5, { custom_id: 'a', components: many({}) })],
  [
    'a longer text than an input takes',
    packet(5, {
      custom_id: 'a',
      components: [{ component: { custom_id: 'b', value: 'a'.repeat(50_000) } }],
    }),
  ],
])('an interaction with %s is not read', (_, raw) => {
  expect(readInteraction(raw)).toBeUndefined();
});

test('options deeper than commands nest are left unread, however deep they go', () => {
  expect(readInteraction(packet(2, { name: 'a', options: [nested(5_000)] }))).toMatchObject({
    kind: 'command',
    options: [],
  });
});
