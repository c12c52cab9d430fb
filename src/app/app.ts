import { appSlashes } from '../../commands/admin/catalogue.ts';
import { mistakeForms } from '../../commands/admin/mistakes.ts';
import type { AppSlash } from '../command/define.ts';
import type { Dispatcher } from '../command/dispatch.ts';
import type { Config } from '../config.ts';
import type { Pictures } from '../domain/answer/picture.ts';
import type { Answerer } from '../domain/ports/answerer.ts';
import type { MistakeReports } from '../domain/ports/chat.ts';
import type { Forms, LookAtForm } from '../domain/ports/drafts.ts';
import type { DataImport } from '../domain/ports/imports.ts';
import type { PostCardsPorts } from '../editing/review-cards.ts';
import type { Store } from '../store/store.ts';
import { hashAdminCode, newErrorId, onePersonDesks } from './access.ts';
import { type Adapters, placesOf } from './adapters.ts';
import { type Desks, definitionsOf } from './desks.ts';
import { createDigestService, type DigestService } from './digests.ts';
import { createDataImport, createImportService, createWritingService, dataExport } from './editing.ts';
import { type Events, withChangeEvents } from './events.ts';
import { createFeedService, type FeedService } from './feeds.ts';
import { type AppOptions, openReader, type Reader } from './reader.ts';
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
  lookAtForm: LookAtForm;
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

/** The composition root: opens the store and connects every service. */
export async function createApp(config: Config, options: AppOptions): Promise<App> {
  return connectApp(await openReader(config, options), config);
}

/** Connects every other service to what answers readers. */
export async function connectApp(
  reader: Reader,
  config: Pick<Config, 'admins' | 'privateHosts'>,
): Promise<App> {
  const { store, events, adapters, desks, roleOf, pictures, runInWorker, clock, recordedBy, log } = reader;
  const { access } = placesOf(adapters);

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
    store,
    admins: config.admins,
    desks,
    roleOf,
    access,
    imports: () => imports.deps,
    clock: recordedBy,
    log,
  });
  const { editing } = writing.deps;
  const cards = cardPorts({
    store,
    roleOf,
    adapters,
    clock,
    log,
    desks,
    writing: writing.deps,
    newId: digests.ports.newDeliveryId,
  });
  const rules = { privateHosts: config.privateHosts };
  const data = createDataImport({ store, desks, clock: recordedBy, editing });
  const imports = createImportService({
    store,
    data,
    editing,
    desks,
    roleOf,
    rules,
    runInWorker,
    clock,
    log,
  });
  const feeds = createFeedService({
    store,
    desks,
    imports: imports.deps,
    events,
    rules,
    runInWorker,
    clock,
    log,
  });

  const slashes = appSlashes({
    redeem: (code, person) => store.codes.redeem(hashAdminCode(code), person, recordedBy()),
    channels: store.channels,
    roles: {
      store: store.roles,
      admins: config.admins,
      onePersonDesks: () => onePersonDesks(desks.all(), config.admins, store.roles),
    },
    me: {
      people: store.people,
      chosenDesks: store.chosenDesks,
      admins: config.admins,
      deskName: (id) => desks.byId(id)?.desk.definition.name,
    },
    digests: digests.deps,
    writing: writing.deps,
    imports: imports.deps,
    feeds: feeds.deps,
    data: dataExport,
  });
  const answerer = reader.answering(slashes);
  const forms = mistakeForms(
    {
      reports: store.reports,
      digests: digests.deps,
      service: desks.byId,
      roleOf,
      clock,
      log,
      newErrorId,
    },
    imports.formsBefore(writing.forms),
  );
  const doors = withChangeEvents({ answerer, forms, reports: store.reports }, events);
  return {
    store,
    events,
    adapters,
    desks,
    data,
    digests,
    cards,
    feeds,
    pictures,
    ...doors,
    lookAtForm: writing.forms.look,
    answerer: { ...answerer, ...doors.answerer },
    completeLine: answerer.completeLine,
    typedLine: answerer.typedLine,
    withSlash: answerer.withSlash,
    slashes,
    close: reader.close,
  };
}
