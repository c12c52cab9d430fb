import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { migrate } from '../../src/store/database.ts';
import { assemble, openDatabase } from '../../src/store/open.ts';
import { storeContract } from './contract/all.ts';
import type { Subject } from './contract/subject.ts';
import { storeOptions } from './fixture.ts';

let folder: string;
let subject: Subject;
const open: Database[] = [];

async function connect(patience?: number) {
  const options = { ...storeOptions(folder), serves: true, ...(patience !== undefined && { patience }) };
  const database = await openDatabase(options);
  open.push(database);
  return { database, store: assemble(database, options) };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskwire-sqlite-'));
  const first = await connect();
  await migrate(first.database);
  let empties = 0;
  subject = {
    ...first,
    another: connect,
    empty: () => openDatabase(storeOptions(join(folder, `empty-${empties++}`))),
  };
});

afterAll(async () => {
  for (const database of open) await database.close();
  await rm(folder, { recursive: true, force: true });
});

storeContract(() => subject);
