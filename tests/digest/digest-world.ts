import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSubscription } from '../../src/digest/acts.ts';
import { type CorrectPorts, correct } from '../../src/digest/correct/correct.ts';
import { type TickPorts, tick } from '../../src/digest/tick.ts';
import type { Desk } from '../../src/domain/desk.ts';
import { servingOf } from '../../src/domain/desk.ts';
import type { Delivery } from '../../src/domain/digests/delivery.ts';
import { entriesIn } from '../../src/domain/digests/delivery.ts';
import { foldWords } from '../../src/domain/digests/filter.ts';
import type { Subscription, SubscriptionSettings } from '../../src/domain/digests/subscription.ts';
import type { EntryBody, Fact } from '../../src/domain/entry.ts';
import type { Place } from '../../src/domain/ports/access.ts';
import type { Log } from '../../src/domain/ports/runtime.ts';
import { bodyBeforeLast } from '../../src/editing/changes.ts';
import { createHeadlines } from '../../src/feeds/headlines.ts';
import { terminalDigests } from '../../src/platforms/terminal/channel-sender.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { makeDesk, makeFact } from '../domain/make.ts';
import { announce } from '../feeds/announce.ts';
import { plainIndexer } from '../store/fixture.ts';
import { weekdayMornings } from './make-subscription.ts';

export const plainSettings: SubscriptionSettings = {
  filter: { topics: [], countries: [] },
  schedule: weekdayMornings,
  onEmpty: 'one-line',
  lastCount: 2,
  format: 'full',
};

/** Within a tick or an act: the head has been read, entries have been, the edition is composed, all is about to be written. */
export const moments = ['head', 'entries', 'composed', 'write'] as const;
export type Moment = (typeof moments)[number];

/** A desk, its subscriptions and its ledger in a real store, with a clock that is set by hand. */
export class DigestWorld {
  now: Date;
  store!: Store;
  readonly desk: Desk = makeDesk();
  /** What was logged as an error, by its fields. */
  readonly errors: object[] = [];
  desks: Desk[] = [this.desk];
  renderers: TickPorts['renderers'] = { terminal: terminalDigests, slack: terminalDigests };
  readonly #names = buildNameIndex(this.desk.definition);
  readonly #folder: string;
  #made = 0;

  private constructor(folder: string, now: Date) {
    this.#folder = folder;
    this.now = now;
  }

  static async open(now: string): Promise<DigestWorld> {
    const world = new DigestWorld(await mkdtemp(join(tmpdir(), 'deskwire-digest-')), new Date(now));
    await world.reopen();
    const empty = { desk: 'north', entries: [], files: [], removed: [] };
    await world.store.content.apply({ ...empty, definition: world.desk }, world.now);
    return world;
  }

  /** As after a crash: nothing but what is in the store is left. */
  async reopen(): Promise<void> {
    await this.store?.maintenance.close();
    this.store = await openStore({
      dataFolder: this.#folder,
      index: plainIndexer,
      clock: () => this.now,
      log: this.log,
    });
  }

  async end(): Promise<void> {
    await this.store.maintenance.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  readonly log: Log = {
    info: () => {},
    warn: (fields) => this.errors.push(fields),
    error: (fields) => this.errors.push(fields),
  };

  /** Who sees a channel; undefined: the platform does not tell. */
  places: (channel: string) => Place | undefined = () => 'internal';

  /** What somebody else does at that moment; once. */
  meanwhile: { at: Moment; happens: () => Promise<void> } | undefined;

  async #come(at: Moment): Promise<void> {
    if (this.meanwhile?.at !== at) return;
    const { happens } = this.meanwhile;
    this.meanwhile = undefined;
    await happens();
  }

  /** Does it now, where its moment never came. */
  late(): Promise<void> {
    return this.meanwhile ? this.#come(this.meanwhile.at) : Promise.resolve();
  }

  ports(): TickPorts & CorrectPorts {
    const come = (at: Moment) => () => this.#come(at);
    const { publications, entries, ledger } = this.store;
    return {
      ...this.store,
      publications: interrupted(publications, { after: { head: come('head'), after: come('composed') } }),
      entries: interrupted(entries, {
        after: { getMany: come('entries'), list: come('entries'), first: come('entries') },
      }),
      ledger: interrupted(ledger, { before: { write: come('write'), writeAll: come('write') } }),
      desks: servingOf(() => this.desks),
      renderers: this.renderers,
      headlines: createHeadlines({
        ...{ items: this.store.feedItems, epoch: this.store.epoch },
        ...{ ledger, names: () => this.#names },
      }),
      places: { ofChannel: async (channel) => this.places(channel) },
      newDeliveryId: () => {
        this.#made += 1;
        return `d${String(this.#made).padStart(15, '0')}`;
      },
      holder: 'this process',
      clock: () => this.now,
      log: this.log,
    };
  }

  async tickAt(instant: string): Promise<void> {
    this.now = new Date(instant);
    await tick(this.ports(), this.now);
  }

  correct(): Promise<void> {
    return correct(this.ports(), this.now);
  }

  /** As the worker does, with a platform that takes everything. */
  async send(platforms: string[]): Promise<void> {
    const { ledger } = this.store;
    const until = new Date(this.now.getTime() + 60_000);
    const ask = { holder: 'h', until, limit: 100, platforms, settleMs: 35_000 };
    for (;;) {
      const leased = await ledger.lease(ask, this.now);
      if (leased.length === 0) return;
      for (const { id: delivery, parts } of leased) {
        for (const { index } of parts) {
          await ledger.sending(delivery, index, 'h', this.now);
          await ledger.sent(delivery, index, `message-${delivery}-${index}`, this.now);
        }
        await ledger.finish(delivery, 'h', { state: 'delivered' }, this.now);
      }
    }
  }

  get today(): string {
    return this.now.toISOString().slice(0, 10);
  }

  /** What the entry itself says: it may be served as superseded all the same. */
  async own(id: string): Promise<EntryBody | undefined> {
    return (await this.store.revisions.of('north', id)).at(-1)?.own;
  }

  /** Publishes a fact, or writes its next revision. */
  async write(id: string, over: Partial<Fact> = {}): Promise<void> {
    const revisions = await this.store.revisions.of('north', id);
    const base =
      revisions.at(-1)?.own ?? makeFact({ id, title: `Title of ${id}`, published: this.today }).body;
    const body = { ...base, ...over } as EntryBody;
    const edit = { desk: 'north', body, actor: 'editor', base: revisions.length };
    const { outcome } = await this.store.writer.write(edit, this.now);
    if (outcome !== 'written') throw new Error(`${id}: ${outcome}`);
  }

  /** A feed of the desk announces these titles, each at an address of its own or at the given one. */
  async announce(...articles: (string | { title: string; url: string })[]): Promise<void> {
    const site = 'https://paper.example';
    const all = articles.map((article) =>
      typeof article === 'string'
        ? { title: article, url: `${site}/${foldWords(article).replaceAll(' ', '-')}` }
        : article,
    );
    await announce(this.store, { desk: 'north', site, now: this.now }, all);
  }

  /** Takes back what was changed last of an entry, as the editors' undo does. False: there is nothing to take back. */
  async undo(id: string): Promise<boolean> {
    const body = bodyBeforeLast(await this.store.revisions.of('north', id), this.today);
    if (body) await this.write(id, body as Partial<Fact>);
    return body !== undefined;
  }

  async subscribe(over: Partial<SubscriptionSettings> = {}, channel = 'terminal'): Promise<Subscription> {
    const at = { desk: 'north', channel, createdBy: 'terminal', now: this.now };
    const wanted = newSubscription({ ...plainSettings, ...over }, at);
    return (await this.store.subscriptions.add(wanted, this.now)).subscription;
  }

  async subscription(id: number): Promise<Subscription> {
    const found = await this.store.subscriptions.get(id);
    if (!found) throw new Error(`no subscription ${id}`);
    return found;
  }

  /** Oldest first: `1 start a b`, or `missed 11-23T03:00`. */
  async history(id: number): Promise<string[]> {
    const lines = await this.store.ledger.history(id, 1000);
    return lines.reverse().map((line) => {
      if ('skipped' in line) return `${line.skipped.reason} ${line.skipped.slot.toISOString().slice(5, 16)}`;
      const { kind, number, late } = line.delivery;
      return [kind, number, ...(late ? ['late'] : []), ...shown(line.delivery)].filter(Boolean).join(' ');
    });
  }

  async deliveries(id: number): Promise<Delivery[]> {
    const lines = await this.store.ledger.history(id, 1000);
    return lines.reverse().flatMap((line) => ('delivery' in line ? [line.delivery] : []));
  }
}

type Calls<Port> = { [Name in keyof Port]?: () => Promise<void> };

/** A port at some calls of which something else happens. */
function interrupted<Port extends object>(
  port: Port,
  { before = {}, after = {} }: { before?: Calls<Port>; after?: Calls<Port> },
): Port {
  return new Proxy(port, {
    get(target, name) {
      const call = target[name as keyof Port];
      if (typeof call !== 'function') return call;
      return async (...given: unknown[]) => {
        await before[name as keyof Port]?.();
        const answer = await call.apply(target, given);
        await after[name as keyof Port]?.();
        return answer;
      };
    },
  });
}

/** Entries of a delivery by id, in order of the alphabet. */
export function shown({ parts }: Delivery): string[] {
  return parts.flatMap(({ reply }) => entriesIn(reply)).sort();
}
