import { hostname } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { houseCommands, houseGroups } from '../../commands/admin/catalogue.ts';
import { commands } from '../../commands/index.ts';
import type { HouseCommand } from '../command/admin/define.ts';
import type { DeskService } from '../command/define.ts';
import { createDispatcher, type Dispatcher } from '../command/dispatch.ts';
import type { Config } from '../config.ts';
import { createFolderKeeper, type FolderKeeper } from '../content/sync/folder-keeper.ts';
import type { Role } from '../domain/identity.ts';
import type { RoleOf } from '../domain/ports/access.ts';
import type { Answerer } from '../domain/ports/answerer.ts';
import type { MistakeReports } from '../domain/ports/chat.ts';
import type { Subscriptions } from '../domain/ports/digests.ts';
import type { Forms } from '../domain/ports/drafts.ts';
import type { DataImport } from '../domain/ports/imports.ts';
import type { Clock, Log } from '../domain/ports/runtime.ts';
import type { PostCardsPorts } from '../editing/review-cards.ts';
import type { UrlRules } from '../http/addresses.ts';
import { realTimers } from '../runtime/async.ts';
import { newErrorId } from '../runtime/error-id.ts';
import { indexEntry } from '../search/index-entry.ts';
import { createLanguage } from '../search/language.ts';
import { buildNameIndex } from '../search/names/name-index.ts';
import { isUnwritable } from '../store/database.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { createRoleOf, hashAdminCode } from './access.ts';
import { type DigestSides, groupsOf, placesIn, placesOf, terminalSide } from './adapters.ts';
import { type WiredDigests, wireDigests } from './digests.ts';
import { dataExport, wireData, wireImports, wireWriting } from './editing.ts';
import { type WiredFeeds, wireFeeds } from './feeds.ts';
import { wireCards, withNews } from './review-cards.ts';

/** Everything opened and handed its needs: what `start`, `run` and the rest share. */
export interface Deskwire {
  store: Store;
  answerer: Answerer;
  /** What takes in files that somebody brings. */
  data: DataImport;
  /** Where forms that an answer asks to be filled in come from and go to. */
  forms: Forms;
  /** Where readers' reports go to. */
  reports: MistakeReports;
  /** Calls after what may have changed what waits for somebody, or what was posted, until the answer is called. */
  onNews(listener: () => void): () => void;
  /** Whole lines that the one being typed may become, for Tab. */
  completeLine: Dispatcher['completeLine'];
  /** What can be typed after `/deskwire`. */
  house: readonly HouseCommand[];
  digests: WiredDigests;
  /** What the cards for reviewers work with. */
  cards: PostCardsPorts;
  feeds: WiredFeeds;
  /** The desks that serve now. */
  desks(): DeskService[];
  /**
   * Brings the store in step with the content folder; resolves when answers come from it. Where nothing can be written,
   * what was served goes on serving, and new content waits.
   */
  sync(): Promise<void>;
  /** Serves the content folder from now on, see `FolderKeeper`. */
  serve: FolderKeeper['serve'];
  /** Reads the desks again from the store, after a sync made elsewhere. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export interface WireOptions {
  log: Log;
  /** Opened already, such as to look at it alone; none: that of the configuration is. */
  store?: Store;
  /** What answers take for now. */
  clock?: Clock;
  /** What is recorded is dated by; none: the real time, whatever answers take for now. */
  recordedBy?: Clock;
  /** Answers to `terminal` in this role, whatever is granted. */
  as?: Role;
  /** Where digests are posted; none: in the terminal alone. */
  sides?: DigestSides;
  /** Name of this machine; the real one unless told. */
  host?: string;
  /** Which pages are read for editors besides public ones; only tests serve any. */
  pages?: UrlRules;
}

const realClock: Clock = () => new Date();

export async function wire(
  config: Config,
  {
    log,
    clock = realClock,
    recordedBy = realClock,
    as,
    sides = new Map([['terminal', terminalSide(config, { clock })]]),
    pages = {},
    host = hostname(),
    store: given,
  }: WireOptions,
): Promise<Deskwire> {
  const store =
    given ??
    (await openStore({
      ...(config.databaseUrl && { databaseUrl: config.databaseUrl }),
      dataFolder: config.data,
      index: indexEntry,
      clock: recordedBy,
      log,
    }));
  let serving: DeskService[] = [];

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

  const keeper = createFolderKeeper({
    folder: config.briefs,
    host,
    content: store.content,
    folders: store.folders,
    process: () => store.holders.name('content'),
    clock: recordedBy,
    timers: realTimers,
    log,
  });
  let isServing = false;
  /** Nothing could be written when it was asked for. */
  let servesLater = false;
  async function serveLater() {
    const refusal = await keeper.serve(async () => false);
    servesLater = false;
    isServing = !refusal;
    if (refusal) log.error({}, `${refusal.what}; ${refusal.remedy}`);
  }
  async function synced() {
    await refresh();
    tell();
  }
  /** Where nothing can be written what was served goes on serving; rejects where nothing was. */
  async function orAsBefore<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!isUnwritable(error)) throw error;
      await refresh();
      if (serving.length === 0) throw error;
      log.warn({}, `new content waits, what was served goes on serving: ${error.message}; ${error.remedy}`);
      return undefined;
    }
  }

  const granted = createRoleOf({ admins: config.admins, store: store.roles, groups: groupsOf(sides) });
  const roleOf: RoleOf = async (member, desk) =>
    as && member.person === 'terminal' ? as : granted(member, desk);

  const installation = await store.epoch.installation();
  const digests = wireDigests({
    ...{ store, installation, sides, log },
    desks: () => serving.map(({ desk }) => desk),
  });
  const { access } = placesOf(sides);
  const writing = wireWriting({
    store,
    desks: () => serving,
    refresh,
    roleOf,
    access,
    clock: recordedBy,
    log,
  });
  const cards = wireCards({
    ...{ store, roleOf, sides, clock, log, desks: () => serving },
    writing: writing.needs,
    newId: digests.ports.newDeliveryId,
  });
  const { editing } = writing.needs;
  const data = wireData({ store, desks: () => serving, refresh, clock: recordedBy, editing });
  const imports = wireImports({ store, data, desks: () => serving, roleOf, pages, clock, log });
  const feeds = wireFeeds({ store, desks: () => serving, imports: imports.needs, pages, clock, log });
  const house = {
    commands: houseCommands({
      redeem: (code, person) => store.codes.redeem(hashAdminCode(code), person, recordedBy()),
      channels: store.channels,
      roles: { store: store.roles, admins: config.admins },
      me: { people: store.people, admins: config.admins },
      digests: digests.needs,
      writing: writing.needs,
      imports: imports.needs,
      feeds: feeds.needs,
      data: dataExport,
    }),
    groups: houseGroups,
    usualDesk: (channel: string) => usualDesk(store.subscriptions, channel),
  };
  const answerer = createDispatcher({
    commands,
    house,
    desks: () => serving,
    roleOf,
    recordState: store.recordState,
    places: placesIn(sides),
    clock,
    log,
    newErrorId,
  });

  const forms = imports.formsBefore(writing.forms);
  const { answerer: door, news: tell, ...news } = withNews({ answerer, forms, reports: store.reports });
  return {
    store,
    digests,
    cards,
    feeds,
    data,
    ...news,
    answerer: { ...answerer, ...door },
    completeLine: answerer.completeLine,
    house: house.commands,
    desks: () => serving,
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
    async close() {
      if (isServing) await keeper.leave();
      await store.maintenance.close();
    },
  };
}

/** The desk of all that a channel is subscribed to. */
async function usualDesk(subscriptions: Subscriptions, channel: string): Promise<string | undefined> {
  const desks = new Set((await subscriptions.list({ channel })).map(({ desk }) => desk));
  return desks.size === 1 ? [...desks][0] : undefined;
}

/** Where the embedded database of a data folder lies. */
export const databaseFile = (config: Config) => join(config.data, 'deskwire.sqlite');
