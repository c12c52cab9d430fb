import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../src/app/app.ts';
import { readConfig } from '../src/config.ts';
import { silent } from './store/fixture.ts';

const synced = new Map<string, Promise<string>>();

/**
 * A data folder of its own with the real desk in it, as a start at `at` leaves it. Reading the content takes a second:
 * it is done once a process, and the folder is copied.
 */
export async function syncedFolder(at: Date): Promise<string> {
  const key = at.toISOString();
  const made = synced.get(key) ?? sync(at);
  synced.set(key, made);
  const folder = await mkdtemp(join(tmpdir(), 'deskwire-data-'));
  await cp(await made, folder, { recursive: true });
  return folder;
}

async function sync(at: Date): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'deskwire-synced-'));
  const result = readConfig({ DESKWIRE_DATA: folder });
  if (!result.ok) throw new Error(result.faults.join());
  const clock = () => at;
  const app = await createApp(result.config, { log: silent, clock, recordedBy: clock });
  await app.desks.sync();
  await app.close();
  return folder;
}
