import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ContentFolder, ContentStore } from '../../domain/ports/content.ts';
import { fileKind } from '../read/file-kind.ts';
import { listDesks, listHashes } from '../read/list-files.ts';
import { findDeskChange } from './sync.ts';
import { planSync } from './sync-plan.ts';

const hasEntries = ({ path }: { path: string }) => !['desk', 'sources'].includes(fileKind(path));

/** What a folder of briefs is, beside the content of a store. */
export interface FolderComparison {
  /** A sync would change no desk. */
  same: boolean;
  /** It has each desk and at least half of the files of entries that the store knows: an edition of the same content. */
  akin: boolean;
  /** Desks of the store that it has no folder of. */
  missing: MissingDesk[];
  /** Entries of the other desks that a sync would withdraw, as `desk/id`; told by reading the files. */
  withdrawn(): Promise<string[]>;
}

export interface MissingDesk {
  desk: string;
  /** How many of its entries are served. */
  entries: number;
}

export async function compareFolder(briefs: string, store: ContentStore): Promise<FolderComparison> {
  const comparison = { same: true, akin: true, missing: [] as MissingDesk[] };
  const changed: (() => Promise<string[]>)[] = [];
  for (const { desk, stored, listing } of await desksIn(briefs, store)) {
    if (!listing) {
      if (stored.length > 0) comparison.missing.push(await missingDesk(desk, store));
      continue;
    }
    const found = new Map(listing.files.map(({ path, hash }) => [path, hash]));
    const hidden = (path: string) => listing.unreadable.some((folder) => path.startsWith(folder));
    const kept = stored.filter(({ path }) => found.has(path) || hidden(path));
    if (kept.filter(hasEntries).length * 2 < stored.filter(hasEntries).length) comparison.akin = false;
    const equal =
      kept.length === stored.length &&
      found.size === kept.filter(({ path }) => found.has(path)).length &&
      stored.every(({ path, hash }) => hidden(path) || found.get(path) === hash);
    if (equal) continue;
    const plan = planSync(listing.files, stored, listing.unreadable);
    const reads = { listing, stored, plan };
    // A desk that has never been good is served by nobody. Whether it is now, its definition and its sources tell.
    if (stored.length === 0) {
      const files = listing.files.filter((file) => !hasEntries(file));
      const frame = { ...reads, listing: { ...listing, files } };
      if ((await findDeskChange(desk, frame, store)).change) comparison.same = false;
      continue;
    }
    comparison.same = false;
    changed.push(async () => {
      const { entries, change } = await findDeskChange(desk, reads, store);
      const left = new Set([
        ...(change?.removed ?? []),
        ...(change?.files ?? []).flatMap(({ path, fault }) => (fault ? [] : [path])),
      ]);
      const stays = new Set(change?.entries.map(({ body }) => body.id));
      return [...entries].flatMap(([id, path]) =>
        path !== undefined && left.has(path) && !stays.has(id) ? [`${desk}/${id}`] : [],
      );
    });
  }
  if (comparison.missing.length > 0) Object.assign(comparison, { same: false, akin: false });
  return {
    ...comparison,
    async withdrawn() {
      const ids: string[] = [];
      for (const read of changed) ids.push(...(await read()));
      return ids;
    },
  };
}

const missingDesk = async (desk: string, store: ContentStore): Promise<MissingDesk> => ({
  desk,
  entries: (await store.entryPaths(desk)).size,
});

/** Desks of the store that the folder lacks. None where it has no desk at all, as a volume that is not mounted. */
export async function missingDesks(briefs: string, store: ContentStore): Promise<MissingDesk[]> {
  const has = (desk: string) => existsSync(join(briefs, desk, 'desk.yaml'));
  if (!listed(briefs).some(has)) return [];
  const gone = (await store.desks()).filter((desk) => !has(desk));
  return Promise.all(gone.map((desk) => missingDesk(desk, store)));
}

/** True when a sync would find nothing to look into. */
export async function isUpToDate(briefs: string, store: ContentStore): Promise<boolean> {
  for (const { stored, listing } of await desksIn(briefs, store)) {
    if (!listing) return false;
    const { changed, gone } = planSync(listing.files, stored, listing.unreadable);
    if (changed.size > 0 || gone.size > 0 || listing.unreadable.length > 0) return false;
  }
  return true;
}

function listed(briefs: string): string[] {
  try {
    return listDesks(briefs).desks;
  } catch {
    // What cannot be read has no desk.
    return [];
  }
}

/** Each desk of the folder and of the store. `listing`: none where the folder has no such desk. */
async function desksIn(briefs: string, store: ContentStore) {
  const desks = [...new Set([...listed(briefs), ...(await store.desks())])].sort();
  return Promise.all(
    desks.map(async (desk) => {
      const listing = await listHashes(briefs, join(briefs, desk)).catch(() => undefined);
      const there = listing?.files.some(({ path }) => path === 'desk.yaml') ? listing : undefined;
      return { desk, stored: await store.files(desk), listing: there };
    }),
  );
}

/**
 * ours: it is the folder that content comes from. equal: another process serves the same content from elsewhere.
 * take: content comes from this folder from now on. served: another process serves other content. moved: somebody has
 * to say that this is the folder now.
 */
export type FolderVerdict = 'ours' | 'equal' | 'take' | 'served' | 'moved';

/** `known`: the folder that content came from last. `served`: another process serves that one now. */
export function judgeFolder(
  here: ContentFolder,
  { known, served }: { known?: ContentFolder; served: boolean },
  { same, akin }: Pick<FolderComparison, 'same' | 'akin'>,
): FolderVerdict {
  if (!known) return 'take';
  if (known.host === here.host && known.path === here.path) return 'ours';
  if (same) return served ? 'equal' : 'take';
  if (served) return 'served';
  // A container that is made anew has a new name, and its content may have been edited meanwhile.
  return known.path === here.path && akin ? 'take' : 'moved';
}
