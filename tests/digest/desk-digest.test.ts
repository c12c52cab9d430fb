import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeEdition } from '../../src/digest/compose.ts';
import { editionReply } from '../../src/digest/edition-reply.ts';
import { gatherEntries } from '../../src/digest/gather.ts';
import type { Desk } from '../../src/domain/desk.ts';
import { replySchema } from '../../src/domain/reply.ts';
import { items, type OpenDesk, openDesk, words } from '../commands/desk.ts';

let open: OpenDesk;
let desk: Desk;
beforeAll(async () => {
  open = await openDesk();
  desk = (await open.store.content.desk('centralasia')) as Desk;
});
afterAll(() => open.end());

const digest = async (windowDays: number) => {
  const entries = await gatherEntries(open.entries, open.scope);
  return editionReply(composeEdition(entries, { desk, today: open.scope.today, windowDays }));
};

test('a year of the real desk: what weighs most, the register counted and not listed', async () => {
  const reply = await digest(365);
  expect(replySchema.parse(reply)).toEqual(reply);
  const said = words(reply);
  expect(said[0]).toBe('Central Asia: digest of 23 November 2026, Asia/Almaty');
  expect(said[1]).toMatch(
    /^\d+ entries published from 24 November 2025 to 23 November 2026: 1 brief, \d+ facts and 62 visits\.$/,
  );
  expect(said.find((line) => line.startsWith('And '))).toMatch(
    /^And \d+ more: \/centralasia latest \(.*Visits \d+/,
  );
  expect(said).toContain('Ahead: the next 14 days');
  const shown = items(reply).map(({ id }) => id);
  expect(shown).toContain('c5-presidents-2023');
  expect(shown).toContain('washington-summit-2025');
  expect(new Set(shown).size).toBe(shown.length);
});

test('a window in which nothing was published says so and still looks ahead', async () => {
  const said = words(await digest(1));
  expect(said[1]).toBe('Nothing was published on 23 November 2026.');
  expect(said).toContain('Ahead: the next 14 days');
});
