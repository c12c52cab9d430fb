import { afterEach, beforeEach, expect, test } from 'vitest';
import { appOn } from '../command/app-desk.ts';
import { freshStore, now as start } from '../store/fixture.ts';
import { whole } from './desk.ts';

let fresh: Awaited<ReturnType<typeof freshStore>>;
let app: ReturnType<typeof appOn>;
let now = start;
const right = 'K7QP-3XMD-9RTA';

beforeEach(async () => {
  fresh = await freshStore();
  now = start;
  await fresh.store.codes.open(right, new Date(start.getTime() + 60 * 60_000));
  app = appOn(fresh.store, {
    redeem: (code, person) => fresh.store.codes.redeem(code, person, now),
    roleOf: async () => 'reader',
    clock: () => now,
  });
});
afterEach(() => fresh.end());

const claim = async (code: string, person = 'slack:T1:U1') =>
  app.answer({ text: `/deskwire claim ${code}`, person, audience: 'person', pageSize: 5 });

test('after five wrong codes a person waits, whatever they type; another person does not', async () => {
  for (let tried = 0; tried < 5; tried += 1) expect(whole(await claim('WRONG'))).toContain('wrong, spent');
  const refused = await claim(right);
  expect(refused.outcome).toBe('forbidden');
  expect(whole(refused)).toContain('Try again in 15 minutes');
  expect(whole(await claim('WRONG', 'slack:T1:U2'))).toContain('wrong, spent');
  now = new Date(start.getTime() + 15 * 60_000);
  expect((await claim(right)).outcome).toBe('ok');
});

test('many people together are limited too', async () => {
  const answers: string[] = [];
  for (let person = 0; person < 60; person += 1)
    answers.push(whole(await claim('WRONG', `slack:T1:UP${person}`)));
  expect(answers.filter((said) => said.includes('wrong, spent'))).toHaveLength(50);
});
