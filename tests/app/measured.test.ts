import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  commandNames,
  commandOf,
  lateOf,
  measuredAdapters,
  measuredAnswerer,
} from '../../src/app/measured.ts';
import type { Answerer, CatalogueDesk, Question } from '../../src/domain/ports/answerer.ts';
import type { ChannelSender } from '../../src/domain/ports/platform.ts';

const command = (name: string) => ({ name, description: '', options: [], examples: [] });
const catalogue: CatalogueDesk[] = [
  { id: 'centralasia', name: '', about: '', commands: ['visits', 'who'].map(command) },
  { id: 'caucasus', name: '', about: '', commands: ['visits', 'who'].map(command) },
  { id: 'deskwire', app: true, name: '', about: '', commands: ['roles grant', 'claim'].map(command) },
  { id: 'deskwire-edit', app: true, name: '', about: '', commands: ['add fact', 'review'].map(command) },
];
const names = commandNames(catalogue);

test.each([
  ['/centralasia visits kazakhstan', 'visits'],
  ['/caucasus WHO cheney', 'who'],
  ['centralasia visits', 'visits'],
  ['visits who', 'visits'],
  ['/deskwire roles grant @ann admin', 'deskwire roles grant'],
  ['/deskwire claim ABCD', 'deskwire claim'],
  ['/deskwire-edit add fact title:x', 'deskwire-edit add fact'],
  ['/deskwire review', 'deskwire-edit review'],
  ['/deskwire roles', 'other'],
  ['/visits', 'other'],
  ['/centralasia constructor', 'other'],
  ['', 'other'],
])('%j counts as %s', (line, name) => expect(commandOf(line, names)).toBe(name));

test('whatever is typed, a label comes from the catalogue', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, house) => {
      const label = commandOf(`/${house ? 'deskwire' : 'centralasia'} ${text}`, names);
      expect([...names, 'other']).toContain(label);
    }),
  );
});

test('an answer is timed by the command, the platform and what came of it', async () => {
  const measured: object[] = [];
  let time = 0;
  const answerer = {
    catalogue: () => catalogue,
    async answer() {
      time += 250;
      return { outcome: 'not_found' };
    },
  } as unknown as Answerer;
  const { answer } = measuredAnswerer(answerer, { answered: (of) => measured.push(of) }, () => time);
  await answer({ text: '/centralasia visits x', person: 'slack:T1:U1' } as Question);
  expect(measured).toEqual([{ platform: 'slack', command: 'visits', outcome: 'not_found', seconds: 0.25 }]);
});

test('what a platform makes of a request is counted', async () => {
  const counted: object[] = [];
  const sender = { post: async () => ({ outcome: 'limited', retryAfterMs: 1 }) } as unknown as ChannelSender;
  const side = { sender, renderer: {} as never };
  const sides = measuredAdapters(new Map([['slack', side]]), { requested: (of) => counted.push(of) });
  const outcome = await sides.get('slack')?.sender.post('c', {}, { delivery: 'd', part: 0 });
  expect(outcome).toEqual({ outcome: 'limited', retryAfterMs: 1 });
  expect(counted).toEqual([{ platform: 'slack', request: 'post', outcome: 'limited' }]);
});

test('only a scheduled digest can be late', () => {
  const slot = new Date('2026-11-23T07:00:00Z');
  const at = new Date('2026-11-23T07:00:42Z');
  const digest = { kind: 'scheduled', slot, channel: 'slack:T1:C1' } as const;
  expect(lateOf(digest, at)).toEqual({ platform: 'slack', seconds: 42 });
  expect(lateOf({ ...digest, kind: 'now' }, at)).toBeUndefined();
});
