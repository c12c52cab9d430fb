import { isDeepStrictEqual } from 'node:util';
import type { DeskService } from '../command/define.ts';
import { createFolderKeeper, type FolderKeeper } from '../content/sync/folder-keeper.ts';
import { type Desk, type Serving, servingOf } from '../domain/desk.ts';
import type { Clock, Log } from '../domain/ports/runtime.ts';
import { realTimers } from '../runtime/async.ts';
import { createLanguage } from '../search/language.ts';
import { buildNameIndex } from '../search/names/name-index.ts';
import { isUnwritable } from '../store/database.ts';
import type { Store } from '../store/store.ts';

/** The desks that serve, and the content folder they come from. */
export interface Desks extends Serving<DeskService> {
  /** Reads the desks again from the store, after a sync made elsewhere. */
  refresh(): Promise<void>;
  /**
   * Brings the store in step with the content folder; resolves when answers come from it. Where nothing can be
   * written, what was served goes on serving and new content waits.
   */
  sync(): Promise<void>;
  /** Serves the content folder from now on, see `FolderKeeper`. */
  serve: FolderKeeper['serve'];
  /** Serves the content folder no more. */
  leave(): Promise<void>;
}

/** The same desks without what serves them. */
export const definitionsOf = (desks: Serving<DeskService>): Serving<Desk> => ({
  all: () => desks.all().map(({ desk }) => desk),
  byId: (id) => desks.byId(id)?.desk,
});

interface DesksOptions {
  store: Store;
  /** Content folder. */
  folder: string;
  /** Name of this machine. */
  host: string;
  clock: Clock;
  log: Log;
  /** Called after each sync. */
  onSynced(): void;
}

export function createDesks({ store, folder, host, clock, log, onSynced }: DesksOptions): Desks {
  let serving: DeskService[] = [];
  const keeper = createFolderKeeper({
    ...{ folder, host, content: store.content, folders: store.folders, clock, timers: realTimers, log },
    process: () => store.holders.name('content'),
  });
  let isServing = false;
  /** Nothing could be written when `serve` was called. */
  let servesLater = false;

  async function refresh() {
    const ids = await store.content.desks();
    const desks = await Promise.all(ids.map((id) => store.content.desk(id)));
    serving = desks.flatMap((desk) => {
      if (!desk) return [];
      const known = serving.find((one) => isDeepStrictEqual(one.desk, desk));
      if (known) return [known];
      const names = buildNameIndex(desk.definition);
      const { entries, visits, searcher } = store;
      return [{ desk, names, language: createLanguage(desk.definition, names), entries, visits, searcher }];
    });
  }

  async function synced() {
    await refresh();
    onSynced();
  }

  async function serveLater() {
    const refusal = await keeper.serve(async () => false);
    servesLater = false;
    isServing = !refusal;
    if (refusal) log.error({}, `${refusal.what}; ${refusal.remedy}`);
  }

  /** Where nothing can be written, what was served goes on serving; rejects where nothing was. */
  async function orAsBefore<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!isUnwritable(error)) throw error;
      await refresh();
      if (serving.length === 0) throw error;
      log.warn(
        {},
        `new content not stored, the old content stays in service: ${error.message}; ${error.remedy}`,
      );
      return undefined;
    }
  }

  return {
    ...servingOf(() => serving),
    refresh,
    async sync() {
      await orAsBefore(async () => {
        if (servesLater) await serveLater();
        await keeper.sync();
      });
      await synced();
    },
    async serve(agrees) {
      servesLater = true;
      const refusal = await orAsBefore(async () => {
        const found = await keeper.serve(agrees);
        servesLater = false;
        isServing = !found;
        return found;
      });
      if (!refusal) await synced();
      return refusal;
    },
    async leave() {
      if (isServing) await keeper.leave();
    },
  };
}
