import type { DeskWishes } from '../../content/create/new-desk.ts';
import { type PartFault, readCountries } from '../../content/create/read-countries.ts';
import { worldCountry } from '../../content/create/world.ts';
import { count, dayIn, formatDay } from '../../domain/dates/day.ts';
import { type DeskDefinition, inWords } from '../../domain/desk.ts';
import type { NamedFeed } from '../../domain/feed.ts';
import type { FeedFetcher } from '../../domain/ports/feeds.ts';
import { pollFeeds } from '../../feeds/poll.ts';
import type { FeedDocument, FoundEntry } from '../../feeds/read-document.ts';
import { readFeedInWorker } from '../../feeds/read-in-worker.ts';
import { repeatedStories } from '../../feeds/same-story.ts';
import { type UnknownName, unknownNames } from '../../feeds/unknown-names.ts';
import { runInWorker } from '../../runtime/async.ts';
import { printableLine } from '../../runtime/standard-streams.ts';
import { namesDesk } from '../../search/names/in-text.ts';
import { buildNameIndex } from '../../search/names/name-index.ts';
import { normalise } from '../../search/names/phonetic-key.ts';
import type { Store } from '../../store/store.ts';
import type { FeedService } from '../feeds.ts';

/** Feeds that are tried; a list may name more, which can be followed in chat. */
const mostTried = 20;
/** Feeds fetched at once. */
const atOnce = 4;
const daysKept = 30;
const dayMs = 86_400_000;
/** Headlines shown of each feed. */
const mostShown = 2;

type Ports = Pick<FeedService['ports'], 'addresses' | 'clock' | 'fetcher'>;
type Read = FeedService['ports']['read'];

/** Milliseconds: nobody else waits while a desk is made, perhaps on a slow machine. */
const parseMs = 30_000;

interface TriedFeed extends NamedFeed {
  entries: readonly FoundEntry[];
}

export interface TriedFeeds {
  feeds: readonly TriedFeed[];
  /** What each address brings, or why it cannot be read: a line each. */
  lines: readonly string[];
  unknown: readonly UnknownName[];
  /** The same answers again, so that nothing is fetched or parsed twice. */
  again: { fetcher: FeedFetcher; read: Read };
}

/** Addresses, sites and files, as typed; only of addresses several may stand in a row. */
export function feedItems(typed: string): string[] {
  return typed
    .split(/[,;\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .flatMap((one) => {
      const words = one.split(/\s+/);
      return words.every(isAddress) ? words : [one];
    });
}

/** `https://…`, `example.org/rss` or `localhost:8080`. */
export const isAddress = (text: string) => /^[^\s.:]+[.:]\S+$/.test(text);

/** Tries what was typed: addresses of feeds, of pages that name one, and lists of feeds. `fileText`: of a file by its name. */
export async function tryFeeds(
  typed: string,
  definition: DeskDefinition,
  { fetcher: web, addresses, clock }: Ports,
  fileText: (name: string) => string | undefined = () => undefined,
): Promise<TriedFeeds> {
  const names = buildNameIndex(definition);
  const fetched = new Map<string, ReturnType<FeedFetcher['fetch']>>();
  const fetcher: FeedFetcher = {
    fetch(address) {
      const answer = fetched.get(address) ?? web.fetch(address, {});
      fetched.set(address, answer);
      return answer;
    },
  };
  const parsed = new Map<string, ReturnType<Read>>();
  const read: Read = (text) => {
    const document =
      parsed.get(text.url) ?? readFeedInWorker(runInWorker, text, AbortSignal.timeout(parseMs));
    parsed.set(text.url, document);
    return document;
  };
  const lines: string[] = [];
  const documentAt = async (address: string): Promise<FeedDocument | { says: string }> => {
    const answer = await fetcher.fetch(address, {});
    if (answer.outcome === 'failed') return { says: answer.says };
    if (answer.outcome !== 'read') return { says: 'The site says that it is gone for good.' };
    return read({ text: answer.text, url: answer.url, now: clock() });
  };

  async function feedsAt(one: string): Promise<NamedFeed[]> {
    const text = fileText(one);
    if (text === undefined && !isAddress(one)) return failed(one, 'That is a name; an address is needed.');
    const typed = withScheme(one);
    const address = text === undefined ? (addresses.clean(typed) ?? typed) : undefined;
    const document =
      address === undefined
        ? await read({
            text: text ?? '',
            url: `https://list.invalid/${encodeURIComponent(one)}`,
            now: clock(),
          })
        : await documentAt(address);
    if ('says' in document && document.says !== undefined) return failed(one, document.says);
    if (!('is' in document)) return [];
    if (document.is === 'feed' && address !== undefined)
      return [{ title: document.title ?? address, url: address }];
    if (document.is === 'feed')
      return failed(one, 'A feed in a file cannot be followed. Give its address, or a list of feeds (OPML).');
    if (document.is !== 'list' && document.is !== 'page')
      return failed(one, 'That is no feed, and names none.');
    const named = document.feeds.flatMap(({ title, url }) => {
      const clean = addresses.clean(url, address);
      return clean === undefined ? [] : [{ title, url: clean }];
    });
    if (named.length === 0)
      return failed(one, 'It names no feed. Look on the site for "RSS" and give that address.');
    // A page names its articles first, and comments after them.
    return document.is === 'page' ? named.slice(0, 1) : named;
  }
  const failed = (one: string, says: string): [] => {
    lines.push(`${one}: ${says}`);
    return [];
  };

  const asked = feedItems(typed).slice(0, mostTried);
  const named = (await inTurn(asked, feedsAt)).flat();
  const once = [...new Map(named.map((feed) => [feed.url, feed])).values()];
  const tried = await inTurn(once.slice(0, mostTried), async (feed): Promise<TriedFeed[]> => {
    const document = await documentAt(feed.url);
    if ('is' in document && document.is === 'feed')
      return [{ url: feed.url, title: document.title ?? feed.title, entries: document.entries }];
    const called = feed.title === feed.url ? feed.url : `${feed.title} (${feed.url})`;
    return failed(called, ('says' in document && document.says) || 'No feed is at its address.');
  });
  const feeds = tried.flat();
  const about = (title: string) => namesDesk(title, definition, names);
  lines.unshift(...feeds.map((feed) => lineOf(feed, about, definition.zone)));
  if (once.length > mostTried)
    lines.push(`${once.length - mostTried} more feeds of the list are left out; follow them with feeds add.`);
  const titles = feeds.flatMap(({ entries }) => entries.map(({ title }) => title));
  return {
    feeds,
    lines,
    unknown: unknownNames([...new Set(titles)], names, definition),
    again: { fetcher, read },
  };
}

async function inTurn<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < items.length; at += atOnce)
    done.push(...(await Promise.all(items.slice(at, at + atOnce).map(act))));
  return done;
}

const withScheme = (one: string) => (/^[a-z][a-z0-9+.-]*:/i.test(one) ? one : `https://${one}`);

/** `Daily Nation: 60 articles, 30 October to 28 November 2026, 23 of them on the region, such as "…"` */
function lineOf({ title, entries }: TriedFeed, about: NamesRegion, zone: string): string {
  const days = entries.flatMap(({ published }) => (published ? [published.getTime()] : []));
  const day = (time: number) => formatDay(dayIn(zone, new Date(time)));
  const span =
    days.length > 0
      ? `, ${[...new Set([day(Math.min(...days)), day(Math.max(...days))])].join(' to ')}`
      : ', without dates';
  if (entries.length === 0) return `${title}: no articles yet`;
  const matching = entries.filter((entry) => about(entry.title));
  const such = (all: readonly FoundEntry[]) =>
    all
      .slice(0, mostShown)
      .map((one) => `"${one.title}"`)
      .join(' and ');
  const of =
    matching.length > 0
      ? `${matching.length} of the region, such as ${such(matching)}`
      : `none names the region; the first: ${such(entries)}`;
  return `${title}: ${count(entries.length, 'article')}${span}; ${of}`;
}

type NamesRegion = (title: string) => boolean;

/** Follows the feeds; of each the last 30 days wait for an editor, each story once. How many wait. */
export async function keepFeeds(
  { store, feeds }: { store: Store; feeds: Pick<FeedService, 'ports'> },
  desk: string,
  tried: TriedFeeds,
): Promise<number> {
  const { ports } = feeds;
  const now = ports.clock();
  await store.feeds.add(desk, tried.feeds, 'terminal', now);
  const repeated = repeatedStories(tried.feeds.map(({ entries }) => entries)).flatMap(({ url }) => {
    const clean = url === undefined ? undefined : ports.addresses.clean(url);
    return clean === undefined ? [] : [ports.addresses.key(clean)];
  });
  const since = new Date(now.getTime() - daysKept * dayMs);
  const had = async () => new Set([...(await ports.had(desk)), ...repeated]);
  const holder = store.holders.name('init');
  const tell = async () => {};
  // What is as old as a month is no news for a channel.
  const isOfDesk = () => false;
  const once = { ...ports, ...tried.again, isOfDesk, had, holder, tell, random: Math.random, desk, since };
  await pollFeeds(once, () => false);
  return (await store.feedItems.waiting(desk, { limit: 1, offset: 0 })).total;
}

/** People and places of a new desk. */
export type FoundNames = Pick<DeskWishes, 'people' | 'places'>;

export const namesList = (unknown: readonly UnknownName[]) =>
  unknown
    .map(({ name, times, placeIn }, at) => {
      const place = placeIn.length > 0 ? `; a place in ${inWords(placeIn, 'or')}` : '';
      return `${String(at + 1).padStart(3)} ${printableLine(name)} (${count(times, 'headline')}${place})`;
    })
    .join('\n');

/** Between names that were typed, in any script. */
const between = /[,;；\n،、，]/;

/** What was typed of people or of places: numbers of the names that feeds bring, or names, each with its country behind it. */
export function readNames<K extends keyof FoundNames>(
  kind: K,
  typed: string,
  unknown: readonly UnknownName[],
  { countries }: DeskDefinition,
): { names: NonNullable<FoundNames[K]> } | { faults: PartFault[] } {
  const faults: PartFault[] = [];
  const covered = countries.filter((one) => one.covered);
  const only = covered.length === 1 ? covered[0]?.id : undefined;
  const names = typed
    .split(between)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((part) => {
      const [, says = part, written] = /^(.*?)\s*[(（]([^()（）]*)[)）]$/.exec(part) ?? [];
      const found = unknown[Number(says) - 1] ?? unknown.find(({ name }) => name === says);
      const name = found?.name ?? says;
      const read = written === undefined ? undefined : countryOf(written, countries);
      const usual = kind === 'places' ? (found?.placeIn[0] ?? only ?? found?.country) : found?.country;
      const country = read && 'code' in read ? read.code : usual;
      const such = `such as ${name} (${covered[0]?.name})`;
      if (!found && /^\d+$/.test(says) && unknown.length > 0)
        faults.push({ part, says: `"${says}" is no number of the list` });
      else if (!/[\p{L}\p{N}]/u.test(name)) faults.push({ part, says: `"${says}" is no name` });
      else if (read && 'says' in read)
        faults.push({
          part,
          says: `${name}: ${read.says}${read.meant ? '' : `, ${kind === 'people' ? `or ${name} alone` : such}`}`,
          meant: read.meant && `${name} (${read.meant})`,
        });
      else if (country === undefined && kind === 'places')
        faults.push({ part, says: `write the country of ${name} after it, ${such}` });
      return { name, ...(country && { country }) };
    });
  // A place without a country is a fault.
  return faults.length > 0 ? { faults } : { names: names as NonNullable<FoundNames[K]> };
}

/** The country of the desk that was written behind a name, in any language or by its code, or what to write instead. */
function countryOf(written: string, countries: DeskDefinition['countries']) {
  const [own, other] = countries.filter((one) =>
    [one.id, one.name, ...one.spellings].some((called) => normalise(called) === normalise(written)),
  );
  if (own && !other) return { code: own.id };
  const read = readCountries(written);
  if ('faults' in read) {
    const { says = '', meant } = read.faults[0] ?? {};
    return meant ? { says, meant } : { says: says.replace(/; write .*/, '; write one of the desk') };
  }
  const [code = '', second] = read.codes;
  if (second) return { says: `"${written}" names several countries; write one` };
  return countries.some(({ id }) => id === code)
    ? { code }
    : { says: `${worldCountry(code).name} is no country of the desk; write one of it` };
}
