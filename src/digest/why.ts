import { dayIn, formatDay } from '../domain/day.ts';
import type { Desk } from '../domain/desk.ts';
import { countryName, inWords, nameOf } from '../domain/desk-names.ts';
import type { EditionRecord, Ruling } from '../domain/edition.ts';
import type { WhyLine } from '../domain/ports/digest-views.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import type { HistoryLine } from '../domain/ports/ledger.ts';
import type { Role } from '../domain/roles.ts';
import { type Filter, matchesFilter, type Subscription } from '../domain/subscription.ts';
import type { Edition } from './compose.ts';
import { explain } from './explain.ts';
import { notStarted } from './plan.ts';
import { channelScope } from './shared-editions.ts';
import type { ViewPorts } from './views.ts';
import { isInternal, isShared } from './where.ts';

/** Digests looked through for one entry: the newest. */
const mostDigests = 100;

interface Sent {
  number: number;
  slot: Date;
  edition: EditionRecord;
}

/** Each entry that the newest digest decided about, in the order in which it was announced. */
export async function whyLast(
  ports: ViewPorts,
  subscription: Subscription,
  desk: Desk,
  now: Date,
): Promise<{ number: number; slot: Date; lines: WhyLine[] } | undefined> {
  const [last] = await digestsOf(ports, subscription, 1);
  if (!last) return undefined;
  const { number, slot, edition } = last;
  const ids = [...new Set(edition.rulings.map(({ entry }) => entry))];
  const found = await ports.entries.getMany(channelScope(desk, now), ids);
  const hidden = found.values().some(isInternal) && (await isShared(ports, subscription.channel));
  const titled = (id: string) => (hidden && isInternalIn(found, id) ? undefined : found.get(id));
  const lines = ids.map((id) => lineOf(id, titled(id), rulingsIn(edition, id, desk)));
  return { number, slot, lines };
}

/** One entry: every digest that decided about it, what the next would, or why none has. */
export async function whyEntry(
  ports: ViewPorts,
  subscription: Subscription,
  desk: Desk,
  { entry: id, next, now, role }: { entry: string; next: Edition; now: Date; role: Role },
): Promise<WhyLine | undefined> {
  const scope = channelScope(desk, now);
  const seen = await ports.entries.get({ ...scope, role }, id);
  if (!seen) return undefined;
  const isHidden = isInternal(seen) && (await isShared(ports, subscription.channel));
  // In a shared channel a reader may be anyone's.
  if (isHidden && role === 'reader') return undefined;
  const { zone } = subscription.schedule;
  const digests = await digestsOf(ports, subscription, mostDigests);
  const before = digests.flatMap(({ number, slot, edition }) =>
    rulingsIn(edition, id, desk).map(
      (says) => `Digest ${number} of ${formatDay(dayIn(zone, slot))}: ${says}`,
    ),
  );
  if (isHidden) return lineOf(id, seen, [notForChannels(seen, now, scope.today), ...before]);
  const ahead = rulingsIn(next, id, desk).map((says) => `The next digest, as things stand: ${says}`);
  const says = [...ahead, ...before];
  if (says.length > 0) return lineOf(id, seen, says);
  const inChannel = await ports.entries.get(scope, id);
  if (!inChannel) return lineOf(id, seen, [notForChannels(seen, now, scope.today)]);
  return lineOf(id, seen, [await neverTold(ports, subscription, desk, inChannel, digests.at(-1))]);
}

const isInternalIn = (found: ReadonlyMap<string, StoredEntry>, id: string) => {
  const entry = found.get(id);
  return entry !== undefined && isInternal(entry);
};

/** In words; the rulings that only follow another one of the same entry are left to that. */
function rulingsIn(
  { rulings, filter }: { rulings: readonly Ruling[]; filter: Filter },
  id: string,
  desk: Desk,
): string[] {
  const own = rulings.filter(({ entry }) => entry === id);
  const telling = own.filter(({ rule }) => rule !== 'same-entry');
  const words = (telling.length > 0 ? telling : own).map((ruling) => explain(ruling, { desk, filter }));
  return [...new Set(words)];
}

/** Only whoever may see such entries is told so. */
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
  first: Sent | undefined,
): Promise<string> {
  if (!matchesFilter(filter, body)) return `left out: the filter wants ${filterWords(filter, desk)}`;
  const announced = await publications.of(desk.definition.id, body.id);
  const last = announced.at(-1)?.number ?? 0;
  const begun = first?.edition.from === notStarted ? first.edition.to : undefined;
  if (cursor === notStarted) return 'left out: the first digest is still to come, and begins with the newest';
  if (begun !== undefined && last <= begun)
    return 'left out: it was published before the subscription began, and is not among the newest that it began with';
  return last <= cursor
    ? 'left out: what was published then was passed over, by “skip” or by resuming “from now”, or it lies too far back'
    : 'left out: it was not announced';
}

function filterWords({ topics, countries }: Filter, desk: Desk): string {
  const on = topics.map((id) => nameOf(desk, 'topics', id));
  const about = countries.map((id) => countryName(desk, id));
  return [on, about]
    .filter((names) => names.length > 0)
    .map((names) => inWords(names, 'or'))
    .join(', and ');
}

function lineOf(entry: string, stored: StoredEntry | undefined, says: string[]): WhyLine {
  return { entry, ...(stored && { title: stored.body.title }), says };
}

/** The newest first. */
async function digestsOf({ ledger }: ViewPorts, { id }: Subscription, most: number): Promise<Sent[]> {
  const lines = await ledger.history(id, mostDigests);
  const sent = lines.filter(isDigest).slice(0, most);
  const found = await Promise.all(
    sent.map(async ({ delivery: { number = 0, slot, createdAt, edition } }) => {
      const record = edition === undefined ? undefined : await ledger.edition(edition);
      return record ? [{ number, slot: slot ?? createdAt, edition: record }] : [];
    }),
  );
  return found.flat();
}

const isDigest = (line: HistoryLine): line is Extract<HistoryLine, { delivery: unknown }> =>
  'delivery' in line && line.delivery.edition !== undefined;
