import { isDeepStrictEqual } from 'node:util';
import type { DeskService } from '../command/define.ts';
import { exampleNames } from '../command/examples.ts';
import type { UsualDesk } from '../command/run-app.ts';
import { type Agrees, createFolderKeeper, type FolderKeeper } from '../content/sync/folder-keeper.ts';
import { type Desk, type Serving, servingOf } from '../domain/desk.ts';
import type { Clock, Log } from '../domain/ports/runtime.ts';
import { realTimers } from '../runtime/async.ts';
import { createLanguage } from '../search/language.ts';
import { buildNameIndex } from '../search/names/name-index.ts';
import { isUnwritable } from '../store/database.ts';
import type { Store } from '../store/store.ts';

/** The desks in service, and their content folder. */
export interface Desks extends Serving<DeskService> {
  /** Reloads the desks from the store, after a sync by another process. */
  refresh(): Promise<void>;
  /**
   * Syncs the store with the content folder and resolves once answers use the result. If the store cannot be written,
   * the old content stays in service and the new content waits.
   */
  sync(): Promise<void>;
  /** Claims the content folder for this store, see `FolderKeeper`. */
  serve: FolderKeeper['serve'];
  /** Gives the content folder up. */
  leave(): Promise<void>;
}

/** The same desks as plain definitions. */
export const definitionsOf = (desks: Serving<DeskService>): Serving<Desk> => ({
  all: () => desks.all().map(({ desk }) => desk),
  byId: (id) => desks.byId(id)?.desk,
});

interface DesksOptions {
  store: Store;
  /** Content folder. */
  folder: string;
  /** Host name. */
  host: string;
  clock: Clock;
  log: Log;
  /** Called after each sync. */
  onSynced(): void;
}

export function createDesks({ store, folder, host, clock, log, onSynced }: DesksOptions): Desks {
  let serving: DeskService[] = [];
  const keeper = createFolderKeeper({
    folder,
    host,
    content: store.content,
    folders: store.folders,
    clock,
    timers: realTimers,
    log,
    process: () => store.holders.name('content'),
  });
  let isServing = false;
  /** Set while `serve` has to be called again, since nothing could be written. */
  let serveAgain: Agrees | undefined;

  async function refresh() {
    const ids = await store.content.desks();
    const desks = await Promise.all(ids.map((id) => store.content.desk(id)));
    serving = desks.flatMap((desk) => {
      if (!desk) return [];
      const known = serving.find((one) => isDeepStrictEqual(one.desk, desk));
      if (known) return [known];
      const names = buildNameIndex(desk.definition);
      const { entries, visits, searcher } = store;
      const language = createLanguage(desk.definition, names);
      return [{ desk, names, language, entries, visits, searcher, examples: {} }];
    });
    serving = await Promise.all(
      serving.map(async (service) => ({ ...service, examples: await exampleNames(service, clock()) })),
    );
  }

  async function synced() {
    await refresh();
    onSynced();
  }

  async function take(agrees: Agrees) {
    serveAgain = agrees;
    const refusal = await keeper.serve(agrees);
    serveAgain = undefined;
    isServing = !refusal;
    return refusal;
  }

  /** If the store cannot be written, the old content stays in service; rejects if there is none. */
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
        const refusal = serveAgain && (await take(serveAgain));
        if (refusal) log.error({}, `${refusal.what}; ${refusal.remedy}`);
        await keeper.sync();
      });
      await synced();
    },
    async serve(agrees) {
      const refusal = await orAsBefore(() => take(agrees));
      if (!refusal) await synced();
      return refusal;
    },
    async leave() {
      if (isServing) await keeper.leave();
    },
  };
}

/** The only desk of the channel's digests, else the one that the person chose. One that is not served any more is none. */
export async function usualDesk(
  { person, channel }: Parameters<UsualDesk>[0],
  { subscriptions, chosenDesks }: Pick<Store, 'subscriptions' | 'chosenDesks'>,
  desks: Serving<DeskService>,
): Promise<string | undefined> {
  if (desks.all().length < 2) return undefined;
  const digests = channel === undefined ? [] : await subscriptions.list({ channel });
  const [only, other] = new Set(digests.map(({ desk }) => desk).filter(desks.byId));
  if (only !== undefined && other === undefined) return only;
  const chosen = person === undefined ? undefined : await chosenDesks.of(person);
  return chosen !== undefined && desks.byId(chosen) ? chosen : undefined;
}
