import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import type { Source } from '../domain/source.ts';
import { quietLog } from '../quiet-log.ts';
import { indexEntry } from '../search/index-entry.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import { databaseFile } from '../wire.ts';

/** What no file of a desk says: sources that were added in chat, and ids of entries that were written there. */
export interface WrittenInChat {
  sources: Source[];
  entries: string[];
}

/**
 * Reads it of every desk of the store. Nothing where there is no store yet: looking at files must not make one.
 * `err` is told when there is one that cannot be read.
 */
export async function writtenInChat(
  config: Config,
  err: (line: string) => void,
): Promise<Map<string, WrittenInChat>> {
  if (!config.databaseUrl && !existsSync(databaseFile(config))) return new Map();
  try {
    return await read(config);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    err(`What was written in chat is not known: ${error.message}\n→ ${error.remedy}`);
    return new Map();
  }
}

async function read({ databaseUrl, data }: Config): Promise<Map<string, WrittenInChat>> {
  const store = await openStore({
    ...(databaseUrl && { databaseUrl }),
    ...{ dataFolder: data, index: indexEntry, clock: () => new Date(), log: quietLog },
  });
  try {
    return await writtenIn(store);
  } finally {
    await store.maintenance.close();
  }
}

export async function writtenIn({ content }: Pick<Store, 'content'>): Promise<Map<string, WrittenInChat>> {
  const found = new Map<string, WrittenInChat>();
  for (const desk of await content.desks()) {
    const paths = await content.entryPaths(desk);
    const entries = [...paths].flatMap(([id, path]) => (path === undefined ? [id] : []));
    found.set(desk, { sources: await content.addedSources(desk), entries });
  }
  return found;
}
