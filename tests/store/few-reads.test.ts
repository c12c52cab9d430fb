import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Database, migrate } from '../../src/store/database.ts';
import { assemble, openDatabase } from '../../src/store/open.ts';
import { Statements } from '../../src/store/sqlite/statements.ts';
import type { Store } from '../../src/store/store.ts';
import { fact } from './entries-made.ts';
import { now, storeOptions } from './fixture.ts';

/** What writing thousands of entries one after the other must not read again with each. */

let folder: string;
let database: Database;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskwire-few-reads-'));
  database = await openDatabase(storeOptions(folder));
  await migrate(database);
  store = assemble(database, storeOptions(folder));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const inReview = async (id: string) => {
  const draft = { desk: 'harbour', act: 'add', type: 'fact', entry: id, base: 0, values: {} } as const;
  const { id: added, version } = await store.drafts.add({ ...draft, author: 'terminal' }, now);
  await store.drafts.change(added, version, { state: 'in review' }, 'terminal', now);
  return added;
};

test('neither the desk is read nor the index written more often for several that are published together', async () => {
  const statements = async (...ids: string[]) => {
    const drafts = await Promise.all(ids.map(inReview));
    const ready = drafts.map((id, at) => ({ id, version: 2, body: fact(ids[at] ?? '') }));
    const asked = vi.spyOn(Statements.prototype, 'execute');
    await store.drafts.publishAll(ready, 'terminal', now);
    const calls = asked.mock.calls.splice(0);
    const count = (wanted: RegExp) => calls.filter(([text]) => wanted.test(text)).length;
    return { desk: count(/select .*from "desks"/i), index: count(/INSERT INTO postings/) };
  };
  expect(await statements('crane', 'dock', 'lock')).toEqual(await statements('pier'));
});
