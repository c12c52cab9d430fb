import { hostname } from 'node:os';
import { join } from 'node:path';
import { commands } from '../../commands/index.ts';
import type { AppSlash } from '../command/define.ts';
import { createDispatcher, type Dispatcher } from '../command/dispatch.ts';
import type { Config } from '../config.ts';
import type { Pictures } from '../domain/answer/picture.ts';
import { platformOf, type Role } from '../domain/identity.ts';
import type { RoleOf } from '../domain/ports/access.ts';
import type { Clock, Log, RunInWorker } from '../domain/ports/runtime.ts';
import { createPictures } from '../pictures/pictures.ts';
import { runInWorker as inThread } from '../runtime/async.ts';
import { indexEntry } from '../search/index-entry.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { createRoleOf, newErrorId } from './access.ts';
import { type Adapters, adaptersOf, groupsOf, placesIn, terminalOnly } from './adapters.ts';
import { createDesks, type Desks, usualDesk } from './desks.ts';
import { createEvents, type Events, listen } from './events.ts';

/** What readers' commands need; everything else is built on it, see `createApp`. */
export interface Reader {
  store: Store;
  events: Events;
  adapters: Adapters;
  desks: Desks;
  roleOf: RoleOf;
  pictures: Pictures;
  runInWorker: RunInWorker;
  /** Answers readers' commands and those of `apps`. */
  answering(apps: readonly AppSlash[]): Dispatcher;
  clock: Clock;
  recordedBy: Clock;
  log: Log;
  close(): Promise<void>;
}

export interface AppOptions {
  log: Log;
  /** An open store, such as a read-only one; defaults to the configured one. */
  store?: Store;
  /** Current time used in answers; defaults to the system clock. */
  clock?: Clock;
  /** Clock for recorded timestamps; defaults to the system clock. */
  recordedBy?: Clock;
  /** Role of `terminal`, regardless of grants. */
  as?: Role;
  /** Adapters to post through; defaults to the terminal only. */
  adapters?: Adapters;
  /** Whether others are answered while a slow read runs, see StoreOptions. */
  serves?: boolean;
  /** Host name; defaults to that of the machine. */
  host?: string;
  /** Where pages and feeds are read and pictures drawn; defaults to a worker thread for each. */
  runInWorker?: RunInWorker;
}

const systemClock: Clock = () => new Date();

/** Opens the store and connects what answers readers. Loads nothing that writes, posts or fetches. */
export async function openReader(config: Config, options: AppOptions): Promise<Reader> {
  const { log, clock = systemClock, recordedBy = systemClock, as, host = hostname() } = options;
  const { serves = false, runInWorker = inThread } = options;
  const adapters = options.adapters ?? (await adaptersOf(config, { clock, log }, terminalOnly));
  const store =
    options.store ??
    (await openStore({
      ...(config.databaseUrl && { databaseUrl: config.databaseUrl }),
      dataFolder: config.data,
      index: indexEntry,
      clock: recordedBy,
      log,
      serves,
    }));
  const events = createEvents();
  const onSynced = () => void events.emit('changed');
  const desks = createDesks({ store, folder: config.briefs, host, clock: recordedBy, log, onSynced });

  const granted = createRoleOf({ admins: config.admins, store: store.roles, groups: groupsOf(adapters) });
  const roleOf: RoleOf = async (member, desk) =>
    as && platformOf(member.person) === 'terminal' ? as : granted(member, desk);

  // A desk that held nothing has names for its examples once something is published.
  listen(events, 'changed', () => {
    if (desks.all().some(({ examples }) => examples.fact === undefined))
      desks.refresh().catch((err) => log.warn({ err }, 'desks not looked at again'));
  });

  const deadline = (ms: number) => AbortSignal.timeout(ms);
  return {
    store,
    events,
    adapters,
    desks,
    roleOf,
    clock,
    recordedBy,
    log,
    runInWorker,
    pictures: createPictures({ runInWorker, deadline, log }),
    answering: (apps) =>
      createDispatcher({
        commands,
        apps,
        desks,
        roleOf,
        clock,
        log,
        newErrorId,
        usualDesk: (asked) => usualDesk(asked, store, desks),
        recordState: store.recordState,
        places: placesIn(adapters),
        readers: { marks: store.readMarks, gaps: store.gaps, publications: store.publications },
      }),
    async close() {
      await desks.leave();
      await store.maintenance.close();
    },
  };
}

/** Path of the embedded database. */
export const databaseFile = (config: Config) => join(config.data, 'deskwire.sqlite');
