import { hostname } from 'node:os';
import { join } from 'node:path';
import { appSlashes } from '../../commands/admin/catalogue.ts';
import { mistakeForms } from '../../commands/admin/mistakes.ts';
import { commands } from '../../commands/index.ts';
import type { AppSlash } from '../command/define.ts';
import { createDispatcher, type Dispatcher } from '../command/dispatch.ts';
import type { Config } from '../config.ts';
import type { Pictures } from '../domain/answer/picture.ts';
import { platformOf, type Role } from '../domain/identity.ts';
import type { RoleOf } from '../domain/ports/access.ts';
import type { Answerer } from '../domain/ports/answerer.ts';
import type { MistakeReports } from '../domain/ports/chat.ts';
import type { Forms } from '../domain/ports/drafts.ts';
import type { DataImport } from '../domain/ports/imports.ts';
import type { Clock, Log } from '../domain/ports/runtime.ts';
import type { PostCardsPorts } from '../editing/review-cards.ts';
import type { UrlRules } from '../http/addresses.ts';
import { createPictures } from '../pictures/pictures.ts';
import { runInWorker } from '../runtime/async.ts';
import { indexEntry } from '../search/index-entry.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { createRoleOf, hashAdminCode, newErrorId, onePersonDesks } from './access.ts';
import { type Adapters, adaptersOf, groupsOf, placesIn, placesOf, terminalOnly } from './adapters.ts';
import { createDesks, type Desks, definitionsOf, usualDesk } from './desks.ts';
import { createDigestService, type DigestService } from './digests.ts';
import { createDataImport, createImportService, createWritingService, dataExport } from './editing.ts';
import { announcing, createEvents, type Events, listen } from './events.ts';
import { createFeedService, type FeedService } from './feeds.ts';
import { cardPorts } from './review-cards.ts';

/**
 * All services, opened and connected; shared by `start`, `run` and the other subcommands. Starts no background work.
 */
export interface App {
  store: Store;
  events: Events;
  adapters: Adapters;
  desks: Desks;
  answerer: Answerer;
  /** Completions of a partly typed line, for Tab. */
  completeLine: Dispatcher['completeLine'];
  /** A line as typed options. */
  typedLine: Dispatcher['typedLine'];
  withSlash: Dispatcher['withSlash'];
  /** Forms that answers open. */
  forms: Forms;
  reports: MistakeReports;
  pictures: Pictures;
  /** Imports data files. */
  data: DataImport;
  /** The app's own slash commands. */
  slashes: readonly AppSlash[];
  digests: DigestService;
  cards: PostCardsPorts;
  feeds: FeedService;
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
  /** Addresses that may be fetched besides public ones; for tests. */
  pages?: UrlRules;
}

const systemClock: Clock = () => new Date();

/** The composition root: opens the store and connects every service. */
export async function createApp(config: Config, options: AppOptions): Promise<App> {
  const { log, clock = systemClock, recordedBy = systemClock, as, pages = {}, host = hostname() } = options;
  const { serves = false } = options;
  const adapters = options.adapters ?? (await adaptersOf(config, { clock, log }, terminalOnly));
  const store =
    options.store ??
    (await openStore({
      ...(config.databaseUrl && { databaseUrl: config.databaseUrl }),
      ...{ dataFolder: config.data, index: indexEntry, clock: recordedBy, log, serves },
    }));
  const events = createEvents();
  const onSynced = () => void events.emit('changed');
  const desks = createDesks({ store, folder: config.briefs, host, clock: recordedBy, log, onSynced });

  const granted = createRoleOf({ admins: config.admins, store: store.roles, groups: groupsOf(adapters) });
  const roleOf: RoleOf = async (member, desk) =>
    as && platformOf(member.person) === 'terminal' ? as : granted(member, desk);
  const { access } = placesOf(adapters);

  // A desk that held nothing has names for its examples once something is published.
  listen(events, 'changed', () => {
    if (desks.all().some(({ examples }) => examples.fact === undefined))
      desks.refresh().catch((err) => log.warn({ err }, 'desks not looked at again'));
  });

  const installation = await store.epoch.installation();
  const digests = createDigestService({
    store,
    installation,
    desks: definitionsOf(desks),
    names: (id) => desks.byId(id)?.names,
    adapters,
    events,
    log,
  });
  const writing = createWritingService({
    ...{ store, admins: config.admins },
    desks,
    roleOf,
    access,
    imports: () => imports.deps,
    clock: recordedBy,
    log,
  });
  const { editing } = writing.deps;
  const cards = cardPorts({
    ...{ store, roleOf, adapters, clock, log, desks },
    writing: writing.deps,
    newId: digests.ports.newDeliveryId,
  });
  const data = createDataImport({ store, desks, clock: recordedBy, editing });
  const imports = createImportService({ store, data, editing, desks, roleOf, pages, clock, log });
  const feeds = createFeedService({ store, desks, imports: imports.deps, events, pages, clock, log });

  const slashes = appSlashes({
    redeem: (code, person) => store.codes.redeem(hashAdminCode(code), person, recordedBy()),
    channels: store.channels,
    roles: {
      store: store.roles,
      admins: config.admins,
      onePersonDesks: () => onePersonDesks(desks.all(), config.admins, store.roles),
    },
    me: {
      ...{ people: store.people, chosenDesks: store.chosenDesks, admins: config.admins },
      deskName: (id) => desks.byId(id)?.desk.definition.name,
    },
    digests: digests.deps,
    writing: writing.deps,
    imports: imports.deps,
    feeds: feeds.deps,
    data: dataExport,
  });
  const answerer = createDispatcher({
    ...{ commands, apps: slashes, desks, roleOf, clock, log, newErrorId },
    usualDesk: (asked) => usualDesk(asked, store, desks),
    recordState: store.recordState,
    places: placesIn(adapters),
    readers: { marks: store.readMarks, gaps: store.gaps, publications: store.publications },
  });
  const forms = mistakeForms(
    {
      ...{ reports: store.reports, digests: digests.deps, service: desks.byId },
      ...{ roleOf, clock, log, newErrorId },
    },
    imports.formsBefore(writing.forms),
  );
  const deadline = (ms: number) => AbortSignal.timeout(ms);
  const pictures = createPictures({ runInWorker, deadline, log });
  const doors = announcing({ answerer, forms, reports: store.reports }, events);
  return {
    ...{ store, events, adapters, desks, data, digests, cards, feeds, pictures, ...doors },
    answerer: { ...answerer, ...doors.answerer },
    completeLine: answerer.completeLine,
    typedLine: answerer.typedLine,
    withSlash: answerer.withSlash,
    slashes,
    async close() {
      await desks.leave();
      await store.maintenance.close();
    },
  };
}

/** Path of the embedded database. */
export const databaseFile = (config: Config) => join(config.data, 'deskwire.sqlite');
