import type { EntryReader, Scope, StoredEntry } from '../domain/ports/entries.ts';

const pageSize = 500;

/** A preview is read by a person who waits: beyond this many entries the oldest published are left out. */
const most = 5_000;

/** The entries a preview is composed from: all that were published, the newest first, because any may be ahead. */
export async function gatherEntries(reader: EntryReader, scope: Scope): Promise<StoredEntry[]> {
  const gathered: StoredEntry[] = [];
  for (let offset = 0; offset < most; offset += pageSize) {
    const query = { order: 'published-newest' as const, publishedUntil: scope.today };
    const { items, total } = await reader.list(scope, query, { limit: pageSize, offset });
    gathered.push(...items);
    if (gathered.length >= total || items.length === 0) break;
  }
  return gathered;
}
