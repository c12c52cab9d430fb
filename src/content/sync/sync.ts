import { join } from 'node:path';
import type { Desk } from '../../domain/desk.ts';
import type { ContentChangeResult, ContentStore, SyncedFile } from '../../domain/ports/content.ts';
import type { Clock, Log } from '../../domain/ports/runtime.ts';
import { isSame, listOf, type Told } from '../../domain/sources/listed.ts';
import { type Fault, faultLine } from '../check/fault.ts';
import { type HashedFile, type Listing, listDesks, listHashes } from '../read/list-files.ts';
import { planSync, type SyncPlan } from './sync-plan.ts';

interface SyncTools {
  store: ContentStore;
  clock: Clock;
  log: Log;
}

/**
 * unchanged: nothing was written. applied: the store has what the folder has, apart from `faults`.
 * kept: the folder is gone or has no desk.yaml; what was served goes on serving. withdrawn: so it is, and somebody said
 * that it shall not. unserved: there is nothing good yet.
 */
interface DeskSync extends ContentChangeResult {
  desk: string;
  outcome: 'unchanged' | 'applied' | 'kept' | 'withdrawn' | 'unserved';
  faults: Fault[];
}

const none: ContentChangeResult = { added: 0, changed: 0, withdrawn: 0, conflicts: [] };

/**
 * Brings the store up to one desk's folder, `briefs/desk`. When no file changed it neither parses nor writes, and
 * loads nothing that could: a start with unchanged content costs a look at hashes.
 */
async function syncDesk(
  briefs: string,
  desk: string,
  { mayLeave, ...tools }: SyncTools & { mayLeave: boolean },
): Promise<DeskSync> {
  const { store, clock, log } = tools;
  const stored = await store.files(desk);
  const listing = await listHashes(briefs, join(briefs, desk)).catch(() => undefined);
  if (!listing?.files.some(({ path }) => path === 'desk.yaml'))
    return mayLeave && stored.length > 0
      ? withdraw(desk, stored, tools)
      : keepEntries(desk, stored, listing, tools);
  for (const folder of listing.unreadable) {
    log.warn({ desk, folder }, `${desk}/${folder} cannot be read; its entries stay as they were`);
  }
  const plan = planSync(listing.files, stored, listing.unreadable);
  if (plan.changed.size === 0 && plan.gone.size === 0)
    return { desk, outcome: 'unchanged', faults: [], ...none };

  const { change, serves, faults, added } = await findDeskChange(desk, { listing, stored, plan }, store);
  report(desk, faults, stored, log);
  if (!serves) {
    log.error({ desk }, `desk ${desk} is not served; correct desk.yaml and sources.yaml`);
    return { desk, outcome: 'unserved', faults, ...none };
  }
  if (!change) return { desk, outcome: 'unchanged', faults, ...none };
  const newlyFiled = change.definition ? overruled(change.definition, added) : [];
  const result = await store.apply(change, clock());
  for (const { kind, id } of newlyFiled)
    log.warn({ desk, kind, id }, `the ${kind} ${id} of chat stands in a file too, which serves from now on`);
  log.info({ desk, ...result, faults: faults.length }, 'content synced');
  for (const id of result.conflicts) {
    log.warn({ desk, id }, `${id} was changed both in chat and in its file; the chat revision is served`);
  }
  return { desk, outcome: 'applied', faults, ...result };
}

/** What a sync would change. Only here anything is parsed, and what parses is loaded. */
export async function findDeskChange(
  desk: string,
  { listing, stored, plan }: { listing: Listing<HashedFile>; stored: readonly SyncedFile[]; plan: SyncPlan },
  store: ContentStore,
) {
  const { findChange } = await import('./find-change.ts');
  const [definition, entries, added] = await Promise.all([
    store.filedDesk(desk),
    store.entryPaths(desk),
    store.told(desk),
  ]);
  const served = { ...(definition && { desk: definition }), entries, added, gone: plan.gone };
  const referrers = (ids: readonly string[]) => store.referrers(desk, ids);
  return {
    entries,
    added,
    ...(await findChange({ desk, files: listing.files, stored, plan, served, referrers })),
  };
}

/** What chat wrote of its own accord and a file now says otherwise: the file has the last word. */
function overruled(desk: Desk, told: readonly Told[]): { kind: string; id: string }[] {
  return told.flatMap(({ kind, body, filed }) => {
    const inFile = listOf(desk, kind).find(({ id }) => id === body.id);
    const isOverruled = inFile && !isSame(inFile, body) && !(filed && isSame(filed, inFile));
    return isOverruled ? [{ kind, id: body.id }] : [];
  });
}

/** Serves the desk no more, with all that its files brought; the history of it stays. */
async function withdraw(
  desk: string,
  stored: readonly SyncedFile[],
  { store, clock, log }: SyncTools,
): Promise<DeskSync> {
  const removed = stored.map(({ path }) => path);
  const result = await store.apply({ desk, entries: [], files: [], removed, leaves: true }, clock());
  log.info({ desk, ...result }, 'desk withdrawn');
  return { desk, outcome: 'withdrawn', faults: [], ...result };
}

/** An unmounted volume looks like a folder in which everything was deleted. It must not empty the desk. */
async function keepEntries(
  desk: string,
  stored: readonly SyncedFile[],
  listing: Listing<HashedFile> | undefined,
  { store, clock, log }: SyncTools,
): Promise<DeskSync> {
  const what = listing ? 'there is no desk.yaml' : 'the folder of the desk is gone or cannot be read';
  const fix = 'put it back; until then the desk serves what it has';
  const fault: Fault = { file: 'desk.yaml', line: 1, column: 1, code: 'missing_file', what, fix };
  if (stored.length === 0) {
    // A folder without any content is not a desk; one with entries is a desk that lacks its definition.
    const faults = listing?.files.length ? [{ ...fault, fix: 'write one' }] : [];
    report(desk, faults, stored, log);
    return { desk, outcome: 'unserved', faults, ...none };
  }
  const before = stored.find(({ path }) => path === 'desk.yaml');
  const row = { path: 'desk.yaml', hash: before?.hash ?? '', fault: faultLine([fault]) };
  report(desk, [fault], stored, log);
  if (before?.fault !== row.fault) {
    await store.apply({ desk, entries: [], files: [row], removed: [] }, clock());
  }
  return { desk, outcome: 'kept', faults: [fault], ...none };
}

/** Tells of faults that are new: a file that stays broken is named by `doctor` and not in the log each minute. */
function report(desk: string, faults: readonly Fault[], stored: readonly SyncedFile[], log: Log): void {
  const known = new Map(stored.map(({ path, fault }) => [path, fault]));
  for (const [file, own] of Map.groupBy(faults, (fault) => fault.file)) {
    if (known.get(file) === faultLine(own)) continue;
    for (const { line, code, what, fix } of own) {
      log.warn({ desk, file, line, code }, `${desk}/${file}:${line} ${what}; ${fix}`);
    }
  }
}

export interface SyncOptions extends SyncTools {
  /** The folder of briefs, with one folder for each desk. */
  folder: string;
  /** Desks that somebody said may be withdrawn, where the folder lacks them. */
  leaves?: readonly string[];
}

/** Brings the store up to the folder of briefs, desk by desk, those included whose folder is gone. */
export async function syncBriefs({ folder, leaves = [], ...tools }: SyncOptions): Promise<DeskSync[]> {
  const served = await tools.store.desks();
  let found: string[] = [];
  try {
    found = listDesks(folder).desks;
  } catch (error) {
    tools.log.error({ err: error, folder }, 'the content folder cannot be read; set DESKWIRE_BRIEFS');
  }
  const results: DeskSync[] = [];
  for (const desk of [...new Set([...found, ...served])].sort()) {
    results.push(await syncDesk(folder, desk, { ...tools, mayLeave: leaves.includes(desk) }));
  }
  return results;
}
