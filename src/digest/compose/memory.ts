import { addDays } from '../../domain/dates/day.ts';
import type { Desk } from '../../domain/desk.ts';
import { entriesIn } from '../../domain/digests/delivery.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import type { EntryReader, Scope, StoredEntry } from '../../domain/ports/entries.ts';
import type { Ledger } from '../../domain/ports/ledger.ts';
import type { Publications } from '../../domain/ports/publishing.ts';
import type { Reply } from '../../domain/reply.ts';
import { type Edition, isEmpty } from './compose.ts';
import { gatherNewest, isInternal, isShared, passedDays, type WherePorts } from './gather.ts';
import { passedLabel } from './rows.ts';
import { channelScope } from './shared-editions.ts';

interface MemoryPorts extends WherePorts {
  ledger: Pick<Ledger, 'history'>;
  entries: EntryReader;
  publications: Publications;
}

interface Composed {
  subscription: Subscription;
  desk: Desk;
  edition: Edition;
}

/** Lines of history looked at, newest first: more than a digest a day writes while a promise is told as passed. */
const mostLines = 60;

/** What the messages of earlier digests of the subscription show, newest first. */
async function earlier({ ledger }: MemoryPorts, { id }: Subscription): Promise<Reply[][]> {
  if (id === 0) return [];
  const lines = await ledger.history(id, mostLines);
  return lines.flatMap((line) =>
    'delivery' in line && line.delivery.kind !== 'correction' && line.delivery.state !== 'failed'
      ? [line.delivery.parts.map(({ reply }) => reply)]
      : [],
  );
}

/** Promises that passed with no outcome, and that no digest of the subscription has told as such. */
export async function passedFor(
  ports: MemoryPorts,
  { subscription, edition }: Composed,
): Promise<StoredEntry[]> {
  if (edition.start || edition.passed.length === 0) return [];
  const since = addDays(edition.today, -passedDays);
  const began = subscription.createdAt.toISOString().slice(0, 10);
  const told = new Set(
    (await earlier(ports, subscription))
      .flat()
      .flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'entries' ? block.items : [])))
      .flatMap(({ id, row }) => (row?.label === passedLabel ? id : [])),
  );
  return edition.passed.filter(
    ({ body, latest }) => !told.has(body.id) && (latest ?? since) >= (began > since ? began : since),
  );
}

/** Digests whose entries are not repeated, as long as there are others. */
const notRepeated = 5;

/**
 * The newest entries, for an empty digest that repeats some: first those that its last digests did not show. Omits
 * entries published since, which belong to the next one.
 */
export async function lastFor(
  ports: MemoryPorts,
  { subscription, desk, edition }: Composed,
  now: Date,
): Promise<StoredEntry[]> {
  const { onEmpty, filter, lastCount, channel } = subscription;
  if (onEmpty !== 'last' || !isEmpty(edition)) return [];
  const scope = channelScope(desk, now);
  const since = await ports.publications.after(scope.desk, edition.to, mostSince);
  const fresh = new Set(since.flatMap(({ event, entry }) => (event === 'published' ? entry : [])));
  const shown = (await earlier(ports, subscription))
    .slice(0, notRepeated)
    .map((parts) => parts.flatMap(entriesIn));
  const lately = new Map(shown.toReversed().flatMap((ids, at) => ids.map((id) => [id, at] as const)));
  const toldOf = async (of: Scope) => {
    const most = (notRepeated + 1) * lastCount + fresh.size;
    const newest = await gatherNewest(ports.entries, of, filter, most);
    const age = ({ body }: StoredEntry) => lately.get(body.id) ?? -1;
    // Not shown lately, then what was shown longest ago.
    return newest
      .filter(({ body }) => !fresh.has(body.id))
      .sort((a, b) => age(a) - age(b))
      .slice(0, lastCount);
  };
  const newest = await toldOf(scope);
  if (!newest.some(isInternal) || !(await isShared(ports, channel))) return newest;
  return toldOf({ ...scope, place: 'shared' });
}

/** Publications between composing an edition and drafting it. */
const mostSince = 1000;
