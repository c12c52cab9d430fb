import { count, dayIn, formatDay } from '../../domain/dates/day.ts';
import { type Desk, inWords, type Serving } from '../../domain/desk.ts';
import { isTold, type Ruling } from '../../domain/digests/edition.ts';
import { type Filter, filterWords, matchesFilter, namesIn } from '../../domain/digests/filter.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import { assertNever } from '../../domain/errors.ts';
import type { Role } from '../../domain/identity.ts';
import type { DigestViews, WhyLast, WhyLine } from '../../domain/ports/digests.ts';
import type { EntryReader, StoredEntry } from '../../domain/ports/entries.ts';
import type { Headlines } from '../../domain/ports/feeds.ts';
import type { Ledger } from '../../domain/ports/ledger.ts';
import type { Publications } from '../../domain/ports/publishing.ts';
import { notStarted } from '../plan.ts';
import { announcedCount, type Edition } from './compose.ts';
import { replyFor } from './draft-digest.ts';
import { aheadDays, isInternal, isShared, type WherePorts } from './gather.ts';
import { headlinesFor } from './headlines.ts';
import { type Decided, decidedOf, lostOf, whyUndelivered } from './lost.ts';
import { lastFor, passedFor } from './memory.ts';
import { restOf } from './more.ts';
import { channelScope, sharedEditions } from './shared-editions.ts';

/** Every entry of the last decision, in the order of announcement. */
async function whyLast(
  ports: ViewPorts,
  subscription: Subscription,
  desk: Desk,
  now: Date,
): Promise<WhyLast | undefined> {
  const [last] = await decidedOf(ports.ledger, subscription, 1);
  if (!last) return undefined;
  const { slot, edition, became } = last;
  const ids = [...new Set(edition.rulings.map(({ entry }) => entry))];
  const found = await ports.entries.getMany(channelScope(desk, now), ids);
  const hidden = found.values().some(isInternal) && (await isShared(ports, subscription.channel));
  const titled = (id: string) => (hidden && isInternalIn(found, id) ? undefined : found.get(id));
  const lines = ids.map((id) => lineOf(id, titled(id), saysOf(last, id, desk)));
  return { slot, lines, ...('digest' in became ? { digest: became.digest } : { nothing: became.nothing }) };
}

/** One entry: every digest that decided about it, what the next one would do, or why none has. */
async function whyEntry(
  ports: ViewPorts,
  subscription: Subscription,
  desk: Desk,
  { entry: id, next, now, role }: { entry: string; next: Edition; now: Date; role: Role },
): Promise<WhyLine | undefined> {
  const scope = channelScope(desk, now);
  const seen = await ports.entries.get({ ...scope, role }, id);
  if (!seen) return undefined;
  const isHidden = isInternal(seen) && (await isShared(ports, subscription.channel));
  // In a shared channel a reader may be an outsider.
  if (isHidden && role === 'reader') return undefined;
  const { zone } = subscription.schedule;
  const decided = await decidedOf(ports.ledger, subscription);
  const before = decided.flatMap((each) => {
    const of = formatDay(dayIn(zone, each.slot));
    const what = 'digest' in each.became ? `Digest ${each.became.digest} of ${of}` : `No digest of ${of}`;
    return saysOf(each, id, desk).map((says) => `${what}: ${says}`);
  });
  if (isHidden) return lineOf(id, seen, [notForChannels(seen, now, scope.today), ...before]);
  const ahead = rulingsIn(next, id, desk).map((says) => `The next digest, as things stand: ${says}`);
  const says = [...ahead, ...before];
  if (says.length > 0) return lineOf(id, seen, says);
  const inChannel = await ports.entries.get(scope, id);
  if (!inChannel) return lineOf(id, seen, [notForChannels(seen, now, scope.today)]);
  return lineOf(id, seen, [await neverTold(ports, subscription, desk, inChannel, decided.at(-1))]);
}

const isInternalIn = (found: ReadonlyMap<string, StoredEntry>, id: string) => {
  const entry = found.get(id);
  return entry !== undefined && isInternal(entry);
};

/** The ruling as text, and what kept the entry from its readers. */
function saysOf({ edition, became }: Decided, id: string, desk: Desk): string[] {
  const isTelling = rulingsOn(edition, id).some(({ rule }) => isTold(rule));
  if (isTelling && 'nothing' in became)
    return [
      became.nothing === 'restored'
        ? 'left out: it was passed over after the database was put back, as it may have been sent already'
        : 'left out: it was passed over, by “skip” or by resuming “from now”',
    ];
  const says = rulingsIn(edition, id, desk);
  const lost = isTelling && 'delivery' in became ? whyUndelivered(became.delivery, id) : undefined;
  return lost === undefined ? says : says.map((each) => `${each}; ${lost}`);
}

/** Omits rulings that only refer to another one of the same entry. */
function rulingsOn({ rulings }: { rulings: readonly Ruling[] }, id: string): Ruling[] {
  const own = rulings.filter(({ entry }) => entry === id);
  const telling = own.filter(({ rule }) => rule !== 'same-entry');
  return telling.length > 0 ? telling : own;
}

function rulingsIn(
  edition: { rulings: readonly Ruling[]; filter: Filter },
  id: string,
  desk: Desk,
): string[] {
  const words = rulingsOn(edition, id).map((ruling) => explain(ruling, { ...edition, desk }));
  return [...new Set(words)];
}

/** Shown only to people who may see such entries. */
function notForChannels({ body }: StoredEntry, now: Date, today: string): string {
  if (body.state === 'draft' || body.state === 'in review') return 'left out: it is not published yet';
  if (body.handling === 'restricted') return 'left out: it is restricted, and channels never show it';
  if (body.handling === 'internal') return 'left out: it is internal, and this channel is shared, or may be';
  if (body.embargo && new Date(body.embargo) > now)
    return `left out: it is under embargo until ${body.embargo}`;
  if (body.published > today) return `left out: it is dated ${formatDay(body.published)}, which is to come`;
  return 'left out: channels may not see it';
}

async function neverTold(
  { publications }: ViewPorts,
  { cursor, filter }: Subscription,
  desk: Desk,
  { body }: StoredEntry,
  first: Decided | undefined,
): Promise<string> {
  if (!matchesFilter(filter, body)) return `left out: the filter wants ${filterWords(filter, desk)}`;
  const announced = await publications.of(desk.definition.id, body.id);
  const last = announced.at(-1)?.number ?? 0;
  const begun = first?.edition.from === notStarted ? first.edition.to : undefined;
  if (cursor === notStarted) return 'left out: the first digest is still to come, and begins with the newest';
  if (begun !== undefined && last <= begun)
    return 'left out: it was published before the subscription began, and is not among the newest that it began with';
  return last <= cursor
    ? 'left out: that was decided too far back to be looked up'
    : 'left out: it was not announced';
}

function lineOf(entry: string, stored: StoredEntry | undefined, says: string[]): WhyLine {
  return { entry, ...(stored && { title: stored.body.title }), says };
}

interface ViewPorts extends WherePorts {
  headlines: Headlines;
  entries: EntryReader;
  publications: Publications;
  ledger: Pick<Ledger, 'history' | 'edition' | 'shownIn' | 'undelivered'>;
  desks: Serving<Desk>;
}

/** Explains past digests and the next one. */
export function createDigestViews(ports: ViewPorts): DigestViews {
  const deskOf = ({ desk }: Pick<Subscription, 'desk'>) => ports.desks.byId(desk);

  return {
    async preview(subscription, now) {
      const desk = deskOf(subscription);
      if (!desk) return undefined;
      const edition = await sharedEditions(ports, now)(subscription, desk);
      const last = await lastFor(ports, { subscription, desk, edition }, now);
      const passed = await passedFor(ports, { subscription, desk, edition });
      const lost = (await lostOf(ports.ledger, [subscription.id])).get(subscription.id);
      const headlines = await headlinesFor(ports, { subscription, desk }, now);
      return replyFor(edition, subscription, { lost, last, passed, headlines });
    },
    async waiting(subscription, now) {
      const desk = deskOf(subscription);
      return desk ? announcedCount(await sharedEditions(ports, now)(subscription, desk)) : 0;
    },
    async whyLast(subscription, now) {
      const desk = deskOf(subscription);
      return desk && whyLast(ports, subscription, desk, now);
    },
    async whyEntry(subscription, entry, asked) {
      const desk = deskOf(subscription);
      if (!desk) return undefined;
      const next = await sharedEditions(ports, asked.now)(subscription, desk);
      return whyEntry(ports, subscription, desk, { entry, next, ...asked });
    },
    async rest(delivery, subscription, now) {
      const desk = deskOf(subscription);
      const edition =
        delivery.edition === undefined ? undefined : await ports.ledger.edition(delivery.edition);
      return desk && edition && restOf(ports, { delivery, edition, subscription, desk, now });
    },
  };
}

/** Why a publication is or is not in an edition, as a sentence without its subject: `left out: …`. */
export function explain(
  { rule, with: other }: Ruling,
  { desk, filter, rulings }: { desk: Desk; filter: Filter; rulings: readonly Ruling[] },
): string {
  const its = other ? ` ${other}` : ' another entry';
  const listOf = (list: Parameters<typeof namesIn>[1]) => inWords(namesIn(filter, list, desk), 'or');
  switch (rule) {
    case 'news':
      return 'shown: it was published since the digest before';
    case 'change':
      return 'shown under “Corrected and superseded”: it changed, or replaced another, since the digest before';
    case 'ahead':
      return `shown under “Ahead”: it is due, or may be, in the next ${aheadDays} days`;
    case 'start':
      return `shown: the first digest has ${startWords(rulings)}`;
    case 'counted':
      return 'behind “Read all”: weightier entries of the digest took the room';
    case 'folded':
      return `${leadWords(other, rulings)}${its}, which tells the same event`;
    case 'replaced':
      return `shown with${its}, which replaces it`;
    case 'same-entry':
      return 'shown once: another publication of the same entry decided';
    case 'outweighed':
      return `left out: the first digest has ${startWords(rulings)}`;
    case 'topic':
      return `left out: it is not on ${listOf('topics')}`;
    case 'country':
      return `left out: it is not about ${listOf('countries')}`;
    case 'person':
      return `left out: ${listOf('people')} has no part in it`;
    case 'organisation':
      return `left out: it is not on ${listOf('organisations')}`;
    case 'weight':
      return `left out: its weight is below ${filter.minWeight ?? 'what the filter wants'}`;
    case 'opinion':
      return 'left out: it is an opinion, and the filter wants none';
    case 'word':
      return `left out: it does not hold ${listOf('words')}`;
    case 'without':
      return `left out: it holds ${listOf('without')}`;
    case 'retracted-before':
      return 'left out: it was retracted before the digest was composed';
    case 'superseded-before':
      return `left out: it was superseded${other ? ` by ${other}` : ''} before the digest was composed`;
    case 'never-shown':
      return 'left out: it was retracted, and this channel was never shown it';
    case 'undone':
      return 'left out: what was announced was taken back before the digest was composed';
    case 'not-visible':
      return 'left out: it was withdrawn, or is not for everyone in a channel to see';
    default:
      return assertNever(rule);
  }
}

/** An entry shown in another's item shares its outcome. */
function leadWords(lead: string | undefined, rulings: readonly Ruling[]): string {
  const own = rulings.filter(({ entry }) => entry === lead).map(({ rule }) => rule);
  if (own.includes('counted')) return 'behind “Read all”, with';
  return own.includes('ahead') ? 'left to “Ahead”, which shows' : 'shown with';
}

/** A first digest has a ruling for every entry considered. */
function startWords(rulings: readonly Ruling[]): string {
  const shown = rulings.filter(({ rule }) => rule === 'start').length;
  if (shown === rulings.length) return `what there was, ${count(shown, 'entry', 'entries')}`;
  return `the ${shown} weightiest of the newest ${rulings.length} entries`;
}
