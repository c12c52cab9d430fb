import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { count } from '../../domain/dates/day.ts';
import { inWords } from '../../domain/desk.ts';
import type { ContentFolder, ContentFolders, ContentStore } from '../../domain/ports/content.ts';
import type { Clock, Log, Timers } from '../../domain/ports/runtime.ts';
import {
  compareFolder,
  type FolderComparison,
  isUpToDate,
  judgeFolder,
  type MissingDesk,
  missingDesks,
} from './compare-folder.ts';
import { syncBriefs } from './sync.ts';

/** Why the content of a folder is not taken, in a line, and what to do, in another. */
export interface FolderRefusal {
  /** served: another process serves another folder. moved: the content came from another folder before. */
  code: 'served' | 'moved';
  what: string;
  remedy: string;
  /** Desks that the folder lacks. */
  withdraws: readonly string[];
}

/** The folder is the one from before, but desks are gone from it: they are served as they were until they may go. */
type FolderLack = Pick<FolderRefusal, 'what' | 'withdraws'> & { code: 'lacks' };

/** Whether the folder may serve as it is: in place of the one from before, or without desks that were in it. */
export type Agrees = (asked: FolderRefusal | FolderLack) => Promise<boolean>;

export interface FolderKeeper {
  /** Brings the store in step with the folder, unless another one is served or was; that is logged once. */
  sync(): Promise<void>;
  /**
   * Serves the folder from now on, and syncs. Undefined when it does; otherwise nothing was changed. `agrees` is asked
   * where content came from another folder before that nobody serves now, and where the folder lacks a desk.
   */
  serve(agrees: Agrees): Promise<FolderRefusal | undefined>;
  /** Serves no more. */
  leave(): Promise<void>;
}

export interface FolderKeeperOptions {
  folder: string;
  /** Name of this machine. */
  host: string;
  content: ContentStore;
  folders: ContentFolders;
  /** Differs for every process, and every time that it starts. */
  process(): string;
  clock: Clock;
  timers: Timers;
  log: Log;
}

/** What a process says of itself lasts three times as long as it takes to say it again. */
const lasts = 60_000;
const renews = 20_000;
/** How often to look whether another process has synced, and for how long. */
const looks = 200;
const waitsFor = 2 * lasts;
/** Entries that are named of those that would be withdrawn. */
const named = 5;

/** One folder serves at a time, and of the processes that serve it one syncs at a time. */
export function createFolderKeeper(options: FolderKeeperOptions): FolderKeeper {
  const { folder, host, content, folders, clock, timers, log } = options;
  const me = options.process;
  const later = (ms: number) => new Date(clock().getTime() + ms);
  let lastLogged: string | undefined;

  /** Undefined: content comes from here. equal: it comes from elsewhere and is the same. */
  async function settle(agrees: Agrees = async () => false): Promise<FolderRefusal | 'equal' | undefined> {
    for (;;) {
      const now = clock();
      const here = { host, path: pathOf(folder) };
      const seen = await folders.look(me(), now);
      const comparison = isSame(seen.known, here) ? ours : await compareFolder(folder, content);
      const verdict = judgeFolder(here, seen, comparison);
      if (verdict === 'ours') return undefined;
      if (verdict === 'equal') return 'equal';
      if (seen.known && verdict !== 'take') {
        const refusal = await refusalOf(verdict, { here, known: seen.known, comparison });
        if (verdict === 'served' || !(await agrees(refusal))) return refusal;
      }
      // Not taken: the state has changed since it was judged, and is judged again.
      if (await folders.take(here, { process: me(), known: seen.known, now })) {
        log.info({ folder: here.path, ...(seen.known && { before: nameOf(seen.known) }) }, 'content folder');
        return undefined;
      }
    }
  }

  /** Resolves to false when another process syncs for longer than it is worth waiting. */
  async function alone(work: () => Promise<void>): Promise<boolean> {
    const patience = later(waitsFor);
    while (!(await folders.beginSync(me(), later(lasts), clock()))) {
      if (clock() > patience) return false;
      await new Promise<void>((done) => timers.after(looks, done));
    }
    const cancel = repeat('the sync could not be kept', async () => {
      await folders.beginSync(me(), later(lasts), clock());
    });
    try {
      await work();
    } finally {
      cancel();
      await folders.endSync(me());
    }
    return true;
  }

  function repeat(failed: string, work: () => Promise<void>): () => void {
    let over = false;
    let cancel = () => {};
    const arm = () => {
      cancel = timers.after(renews, async () => {
        await work().catch((err) => log.warn({ err }, failed));
        if (!over) arm();
      });
    };
    arm();
    return () => {
      over = true;
      cancel();
    };
  }

  /** Desks that may be withdrawn, as the folder of before lacks them now. */
  async function lacked(agrees: Agrees): Promise<string[]> {
    const missing = await missingDesks(folder, content);
    if (missing.length === 0) return [];
    const what = `${pathOf(folder)} ${lackOf(missing)}: ${missing.length === 1 ? 'it is' : 'they are'} served as before`;
    const withdraws = missing.map(({ desk }) => desk);
    return (await agrees({ code: 'lacks', what, withdraws })) ? withdraws : [];
  }

  /** `leaves`: desks that may be withdrawn where the folder lacks them. */
  async function sync(leaves: readonly string[] = []): Promise<void> {
    const standing = await settle();
    if (standing) {
      const says = standing === 'equal' ? undefined : `${standing.what}; ${standing.remedy}`;
      if (says && says !== lastLogged) log.error({ folder }, says);
      lastLogged = says;
      return;
    }
    lastLogged = undefined;
    if (await isUpToDate(folder, content)) return;
    const done = await alone(async () => {
      // Another folder may have been taken while this process waited.
      const here = { host, path: pathOf(folder) };
      if (isSame((await folders.look(me(), clock())).known, here))
        await syncBriefs({ folder, store: content, clock, log, leaves });
    });
    if (!done)
      log.warn({ folder }, 'another process is still syncing content; serving what it has stored so far');
  }

  let stopServing = () => {};
  return {
    sync: () => sync(),
    async serve(agrees) {
      const serves = () => folders.serve(me(), { host, path: pathOf(folder) }, later(lasts));
      // Asked again where the database was away the first time.
      stopServing();
      await serves();
      stopServing = repeat('other processes could not be told which content folder is served', serves);
      let leaves: readonly string[] | undefined;
      const standing = await settle(async (asked) => {
        const may = await agrees(asked);
        if (may) leaves = asked.withdraws;
        return may;
      });
      if (standing && standing !== 'equal') {
        await this.leave();
        return standing;
      }
      // Of a folder that was just agreed to nothing is asked twice.
      await sync(leaves ?? (standing ? [] : await lacked(agrees)));
      return undefined;
    },
    async leave() {
      stopServing();
      await folders
        .leave(me())
        .catch((err) => log.warn({ err }, 'lease on the content folder not released; it expires by itself'));
    },
  };
}

const ours: Pick<FolderComparison, 'same' | 'akin' | 'missing' | 'withdrawn'> = {
  same: true,
  akin: true,
  missing: [],
  withdrawn: async () => [],
};

const isSame = (one: ContentFolder | undefined, other: ContentFolder) =>
  one?.host === other.host && one.path === other.path;

const nameOf = ({ host, path }: ContentFolder) => `${path} on ${host}`;

function pathOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
}

/** `lacks the desk east (12 entries)` */
function lackOf(missing: readonly MissingDesk[]): string {
  const each = missing.map(({ desk, entries }) => `${desk} (${count(entries, 'entry', 'entries')})`);
  return `lacks the ${missing.length === 1 ? 'desk' : 'desks'} ${inWords(each)}`;
}

async function refusalOf(
  code: FolderRefusal['code'],
  of: { here: ContentFolder; known: ContentFolder; comparison: FolderComparison },
): Promise<FolderRefusal> {
  const { here, known, comparison } = of;
  const { missing } = comparison;
  const withdrawn = await comparison.withdrawn();
  const rest = withdrawn.length > named ? ` and ${withdrawn.length - named} more` : '';
  const entries = withdrawn.length === 1 ? 'entry' : 'entries';
  const loses = [
    ...(missing.length > 0 ? [`it ${lackOf(missing)}`] : []),
    ...(withdrawn.length > 0
      ? [`it would withdraw ${withdrawn.length} ${entries} (${withdrawn.slice(0, named).join(', ')}${rest})`]
      : []),
  ];
  const differs = `${nameOf(here)} has other content: ${loses.join(' and ') || 'it would withdraw no entry'}`;
  const withdraws = missing.map(({ desk }) => desk);
  return code === 'served'
    ? {
        code,
        withdraws,
        what: `another process serves ${nameOf(known)}, and ${differs}`,
        remedy: `Stop that process first, and start this one with --briefs-moved; or set DESKWIRE_BRIEFS to a folder with the same content.`,
      }
    : {
        code,
        withdraws,
        what: `the content came from ${nameOf(known)} so far, and ${differs}`,
        remedy: `Start with --briefs-moved to serve ${here.path} from now on, or set DESKWIRE_BRIEFS to the folder from before.`,
      };
}
