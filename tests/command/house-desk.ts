import { houseCommands, houseGroups } from '../../commands/admin/catalogue.ts';
import { definitionsOf } from '../../src/app/desks.ts';
import { createDigestService } from '../../src/app/digests.ts';
import { createImportService, createWritingService, dataExport } from '../../src/app/editing.ts';
import { createEvents } from '../../src/app/events.ts';
import { createFeedService } from '../../src/app/feeds.ts';
import type { HouseCommand } from '../../src/command/admin/define.ts';
import type { DeskService } from '../../src/command/define.ts';
import { createDispatcher, type Dispatcher } from '../../src/command/dispatch.ts';
import { servingOf } from '../../src/domain/desk.ts';
import type { Redeemed, RoleOf } from '../../src/domain/ports/access.ts';
import type { Adapter, ChannelSender } from '../../src/domain/ports/platform.ts';
import type { Clock, Log } from '../../src/domain/ports/runtime.ts';
import { terminalDigests } from '../../src/platforms/terminal/channel-sender.ts';
import { createLanguage } from '../../src/search/language.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';
import type { Store } from '../../src/store/store.ts';
import { centralAsia } from '../search/desks.ts';
import { inHouse, silent } from '../store/fixture.ts';
import { all } from './definitions.ts';

const names = buildNameIndex(centralAsia);
const nothing = () => Promise.reject(new Error('not asked for here'));

/** The real names of Central Asia under any id; there are no entries. */
export function deskNamed(id: string, name = centralAsia.name): DeskService {
  return {
    desk: { definition: { ...centralAsia, id, name }, sources: [] },
    names,
    language: createLanguage(centralAsia, names),
    entries: {
      get: async () => undefined,
      getMany: nothing,
      list: async () => ({ items: [], total: 0 }),
      countByTopic: nothing,
      completeIds: async () => [],
      hasMarked: async () => false,
    },
    visits: { list: nothing, totals: nothing },
    searcher: { search: nothing },
  };
}

export interface HouseSetup {
  desks?: readonly string[];
  roleOf?: RoleOf;
  usualDesk?: (channel: string) => Promise<string | undefined>;
  clock?: Clock;
  log?: Log;
}

/** A dispatcher with these commands on `/deskwire`. */
export function houseOf(
  commands: readonly HouseCommand[],
  groups: Readonly<Record<string, string>>,
  { desks = ['centralasia'], roleOf, usualDesk, clock, log = silent }: HouseSetup = {},
): Dispatcher {
  return createDispatcher({
    commands: all,
    house: { commands, groups, usualDesk: usualDesk ?? (async () => undefined) },
    desks: desksOf(desks),
    roleOf: roleOf ?? (async () => 'reader'),
    places: inHouse,
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
const digestNeeds = (store: Store, desks: readonly string[]) => {
  const sender = { access: async () => ({ ok: true }) } as unknown as ChannelSender;
  const side: Adapter = { sender, renderer: terminalDigests };
  return createDigestService({
    installation: 'test',
    store,
    desks: definitionsOf(desksOf(desks)),
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

const writingOf = (
  store: Store,
  desks: readonly string[],
  { roleOf, clock, log = silent }: HouseSetup = {},
) =>
  createWritingService({
    store,
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

const importsOf = (store: Store, { roleOf, clock, log = silent }: HouseSetup = {}) =>
  createImportService({
    ...{ store, data: noData, desks: desksOf([]), pages: {}, log },
    roleOf: roleOf ?? (async () => 'reader'),
    clock: clock ?? (() => new Date('2026-11-23T12:00:00Z')),
  });

interface Own extends HouseSetup {
  redeem?: (code: string, person: string) => Promise<Redeemed>;
  admins?: readonly string[];
}

/** The product's own commands of `/deskwire` on a store. */
export const ownCommands = (store: Store, setup: Own = {}): readonly HouseCommand[] => {
  const { redeem, admins = [], desks = ['centralasia'], clock, log = silent } = setup;
  const imports = importsOf(store, setup).deps;
  const feeds = createFeedService({
    ...{ store, desks: desksOf(desks), events: createEvents(), imports, pages: {}, log },
    clock: clock ?? (() => new Date('2026-11-23T12:00:00Z')),
  });
  return houseCommands({
    redeem: redeem ?? (async () => ({ outcome: 'wrong' })),
    channels: store.channels,
    roles: { store: store.roles, admins },
    me: { people: store.people, admins },
    digests: digestNeeds(store, desks),
    writing: writingOf(store, desks, setup).deps,
    imports,
    feeds: feeds.deps,
    data: dataExport,
  });
};

/** A dispatcher with them. */
export const houseOn = (store: Store, setup: Own = {}): Dispatcher =>
  houseOf(ownCommands(store, setup), houseGroups, setup);
