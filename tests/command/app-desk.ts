import { appSlashes } from '../../commands/admin/catalogue.ts';
import { definitionsOf, usualDesk } from '../../src/app/desks.ts';
import { createDigestService } from '../../src/app/digests.ts';
import { createImportService, createWritingService, dataExport } from '../../src/app/editing.ts';
import { createEvents } from '../../src/app/events.ts';
import { createFeedService } from '../../src/app/feeds.ts';
import type { AppSlash, DeskService } from '../../src/command/define.ts';
import { createDispatcher, type Dispatcher } from '../../src/command/dispatch.ts';
import type { UsualDesk } from '../../src/command/run-app.ts';
import { servingOf } from '../../src/domain/desk.ts';
import type { Redeemed, RoleOf } from '../../src/domain/ports/access.ts';
import type { Adapter, ChannelSender } from '../../src/domain/ports/platform.ts';
import type { Clock, Log } from '../../src/domain/ports/runtime.ts';
import { terminalDigests } from '../../src/platforms/terminal/channel-sender.ts';
import { createLanguage } from '../../src/search/language.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';
import type { Store } from '../../src/store/store.ts';
import { runHere } from '../run-here.ts';
import { centralAsia } from '../search/desks.ts';
import { allInternal, noReaders, silent } from '../store/fixture.ts';
import { all } from './definitions.ts';

const names = buildNameIndex(centralAsia);
const nothing = () => Promise.reject(new Error('not asked for here'));

/** The real names of Central Asia under any id; there are no entries. */
export function deskNamed(id: string, name = centralAsia.name): DeskService {
  return {
    desk: { definition: { ...centralAsia, id, name }, sources: [] },
    names,
    language: createLanguage(centralAsia, names),
    examples: {},
    entries: {
      get: async () => undefined,
      getMany: nothing,
      list: async () => ({ items: [], total: 0 }),
      first: async () => [],
      aging: async () => [],
      countByTopic: nothing,
      completeIds: async () => [],
      completeTitles: async () => [],
      hasMarked: async () => false,
    },
    visits: { list: nothing, totals: nothing, counts: nothing },
    searcher: { search: nothing, similar: nothing },
  };
}

export interface AppSetup {
  desks?: readonly string[];
  roleOf?: RoleOf;
  usualDesk?: UsualDesk;
  clock?: Clock;
  log?: Log;
}

/** A dispatcher with these slash commands of the app. */
export function dispatcherOf(
  slashes: readonly AppSlash[],
  { desks = ['centralasia'], roleOf, usualDesk, clock, log = silent }: AppSetup = {},
): Dispatcher {
  return createDispatcher({
    commands: all,
    apps: slashes,
    usualDesk: usualDesk ?? (async () => undefined),
    desks: desksOf(desks),
    roleOf: roleOf ?? (async () => 'reader'),
    places: allInternal,
    readers: noReaders,
    recordState: { at: async () => 'as it is' },
    clock: clock ?? (() => new Date('2026-11-23T12:00:00Z')),
    log: {
      ...log,
      error: ({ err }: { err?: unknown }) => {
        throw err;
      },
    },
    newErrorId: () => 'e1',
  });
}

/** Every channel may be posted to; nothing is sent. */
const digestDeps = (store: Store, desks: readonly string[]) => {
  const sender = { access: async () => ({ ok: true }) } as unknown as ChannelSender;
  const side: Adapter = { sender, renderer: terminalDigests };
  return createDigestService({
    installation: 'test',
    store,
    desks: definitionsOf(desksOf(desks)),
    names: (id) => desksOf(desks).byId(id)?.names,
    adapters: new Map([
      ['slack', side],
      ['terminal', side],
    ]),
    events: createEvents(),
    log: silent,
  }).deps;
};

const desksOf = (ids: readonly string[]) => {
  const served = ids.map((id) => deskNamed(id));
  return { ...servingOf(() => served), refresh: async () => {} };
};

const writingOf = (store: Store, desks: readonly string[], { roleOf, clock, log = silent }: AppSetup = {}) =>
  createWritingService({
    ...{ store, admins: [] },
    desks: desksOf(desks),
    roleOf: roleOf ?? (async () => 'reader'),
    access: async () => ({ ok: true }),
    clock: clock ?? (() => new Date('2026-11-23T12:00:00Z')),
    log,
  });

const none = async () => {
  throw new Error('no data is taken in here');
};
const noData = { isData: none, look: none, take: none };

const importsOf = (store: Store, { roleOf, clock, log = silent }: AppSetup = {}) =>
  createImportService({
    ...{ store, data: noData, desks: desksOf([]), rules: {}, runInWorker: runHere, log },
    editing: writingOf(store, [], { log }).deps.editing,
    roleOf: roleOf ?? (async () => 'reader'),
    clock: clock ?? (() => new Date('2026-11-23T12:00:00Z')),
  });

interface Own extends AppSetup {
  redeem?: (code: string, person: string) => Promise<Redeemed>;
  admins?: readonly string[];
}

/** The product's own slash commands of the app on a store. */
export const ownSlashes = (store: Store, setup: Own = {}): readonly AppSlash[] => {
  const { redeem, admins = [], desks = ['centralasia'], clock, log = silent } = setup;
  const imports = importsOf(store, setup).deps;
  const feeds = createFeedService({
    ...{
      store,
      desks: desksOf(desks),
      events: createEvents(),
      imports,
      rules: {},
      runInWorker: runHere,
      log,
    },
    clock: clock ?? (() => new Date('2026-11-23T12:00:00Z')),
  });
  return appSlashes({
    redeem: redeem ?? (async () => ({ outcome: 'wrong' })),
    channels: store.channels,
    roles: { store: store.roles, admins, onePersonDesks: async () => [] },
    me: {
      ...{ people: store.people, chosenDesks: store.chosenDesks, admins },
      deskName: (id) => (id === 'caucasus' ? 'The Caucasus' : undefined),
    },
    digests: digestDeps(store, desks),
    writing: writingOf(store, desks, setup).deps,
    imports,
    feeds: feeds.deps,
    data: dataExport,
  });
};

/** A dispatcher with them. */
export const appOn = (store: Store, setup: Own = {}): Dispatcher =>
  dispatcherOf(ownSlashes(store, setup), {
    usualDesk: (asked) => usualDesk(asked, store, desksOf(setup.desks ?? ['centralasia'])),
    ...setup,
  });
