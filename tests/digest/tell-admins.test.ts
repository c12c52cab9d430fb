import { expect, test } from 'vitest';
import { gatherForAdmins } from '../../src/digest/tell-admins.ts';
import { now, silent } from '../store/fixture.ts';
import { fakeTime } from './fake-timers.ts';

test('what happens at about the same time is said once a platform, and a flood is counted', () => {
  const time = fakeTime(now);
  const said: [string, string][] = [];
  const { tell } = gatherForAdmins(async (...words) => void said.push(words), time.timers, silent);
  for (let at = 1; at <= 12; at += 1) tell('slack', `line ${at}`);
  tell('discord', 'another');
  expect(said).toEqual([]);
  time.pass(10_000);
  const lines = Array.from({ length: 10 }, (_, at) => `line ${at + 1}`);
  const slack = [...lines, 'And 2 more: "/deskwire digest list" shows them.'].join('\n');
  expect(said).toEqual([
    ['slack', slack],
    ['discord', 'another'],
  ]);
});

test('admins who cannot be told are a line in the log, and later ones are told all the same', async () => {
  const time = fakeTime(now);
  const logged: string[] = [];
  const log = { ...silent, error: (_: object, message: string) => void logged.push(message) };
  const said: string[] = [];
  const say = async (platform: string, text: string) => {
    if (platform === 'slack') throw new Error('no way');
    said.push(text);
  };
  const { tell, flush } = gatherForAdmins(say, time.timers, log);
  tell('slack', 'one');
  tell('discord', 'two');
  await flush();
  expect([logged, said]).toEqual([['the admins could not be told'], ['two']]);
  time.pass(60_000);
  expect(said).toEqual(['two']);
});
