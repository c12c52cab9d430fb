import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRoleOf } from '../../src/app/access.ts';
import type { RoleOf } from '../../src/domain/ports/access.ts';
import { appOn } from '../command/app-desk.ts';
import { freshStore, now } from '../store/fixture.ts';
import { whole } from './desk.ts';

let fresh: Awaited<ReturnType<typeof freshStore>>;
let logged: object[];
/** Admin of one desk; another is a reader there. */
const [person, other, theirs] = ['slack:T1:U1', 'slack:T1:U2', 'caucasus'];

beforeEach(async () => {
  fresh = await freshStore();
  logged = [];
  const grant = { role: 'admin' as const, grantedBy: 'host', grantedAt: now };
  await fresh.store.roles.grant({ ...grant, subject: person, desk: 'centralasia' });
  await fresh.store.roles.grant({ ...grant, subject: other, desk: theirs });
});
afterEach(() => fresh.end());

function ask(line: string, by = person) {
  const groups = { holds: async () => false, members: async () => [] };
  const roleOf: RoleOf = createRoleOf({ admins: [], store: fresh.store.roles, groups });
  const log = { info() {}, error() {}, warn: (fields: object) => void logged.push(fields) };
  const app = appOn(fresh.store, { desks: ['centralasia', theirs], roleOf, log, clock: () => now });
  return app.answer({
    text: `/deskwire ${line}`,
    person: by,
    audience: 'person',
    pageSize: 5,
    channel: 'slack:T1:C1',
  });
}

test.each([
  'add fact title:"Mine"',
  'review',
  'history some-entry',
  'audit',
  'roles list',
  'reports',
  'roles grant slack:T1:U1 admin',
  'roles revoke slack:T1:U2 sure:yes',
])('what an admin of one desk may do there is refused on another, and logged: %s', async (line) => {
  expect(await ask(`${line} desk:${theirs}`)).toMatchObject({ outcome: 'forbidden' });
  expect(logged).toEqual([expect.objectContaining({ person, desk: theirs, held: 'reader' })]);
  expect(await ask(`${line} desk:${theirs}`, 'terminal')).toMatchObject({ outcome: 'forbidden' });
});

test.each(['audit every desk', 'roles list every desk', 'roles grant slack:T1:U1 admin every desk'])(
  'nor is one desk every desk: %s',
  async (line) => {
    expect(await ask(line)).toMatchObject({ outcome: 'forbidden' });
    expect(logged).toEqual([expect.objectContaining({ person, desk: '*', needed: 'admin', held: 'reader' })]);
  },
);

test('a draft, a report and a digest of another desk are not found by naming one’s own', async () => {
  const { drafts, reports, subscriptions } = fresh.store;
  const draft = await drafts.add(
    { desk: theirs, act: 'add', type: 'fact', base: 0, values: { title: 'Theirs' }, author: other },
    now,
  );
  await reports.add({ desk: theirs, entry: 'x', reporter: other, words: 'Wrong.', at: now }, 'i1');
  const asked = await ask(`digest subscribe daily at 08:00 in UTC desk:${theirs}`, other);
  expect(asked.outcome, whole(asked)).toBe('ok');
  for (const act of ['submit', 'approve', 'return', 'discard']) {
    const says = act === 'return' ? ' reason:"No"' : '';
    const reply = await ask(`draft ${act} ${draft.id}${says} desk:centralasia`);
    expect([reply.outcome, whole(reply)]).toEqual(['not_found', expect.not.stringContaining('Theirs')]);
  }
  expect(whole(await ask(`edit ${draft.id} desk:centralasia`))).toContain('has no entry');
  expect(whole(await ask('reports done:1 desk:centralasia'))).toContain('No report 1 is open here');
  for (const act of ['pause', 'now', 'skip', 'unsubscribe', 'edit desk:centralasia at 09:00']) {
    const reply = await ask(`digest ${act} number:1`);
    expect(reply.outcome).toBe('forbidden');
  }
  expect((await drafts.get(draft.id))?.state).toBe('draft');
  expect((await reports.open(theirs, { limit: 5, offset: 0 })).total).toBe(1);
  expect(await subscriptions.get(1)).toMatchObject({ state: 'active', version: 1 });
});
