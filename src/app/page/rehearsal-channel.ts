import type { RehearsedChannel, RehearsedLine, RehearsedPost } from '../../domain/digests/rehearsal.ts';
import type { HistoryLine } from '../../domain/ports/ledger.ts';
import type { ChannelSender, PostKey } from '../../domain/ports/platform.ts';
import type { Clock } from '../../domain/ports/runtime.ts';
import type { Store } from '../../store/store.ts';

/** A channel of a rehearsal, and what was sent to it. */
export interface Place {
  sender: ChannelSender;
  posts: RehearsedPost[];
}

/** A channel in this process that takes everything. */
export function createPlace(platform: string, clock: Clock): Place {
  const posts: (RehearsedPost & { key: PostKey })[] = [];
  return {
    posts,
    sender: {
      async post(_channel, body, key) {
        const message = `${platform}-rehearsed-${posts.length + 1}`;
        posts.push({ id: message, at: clock(), body, key });
        return { outcome: 'posted', message };
      },
      async edit(_channel, message, body) {
        const post = posts.find(({ id }) => id === message);
        if (!post) return { outcome: 'refused', refusal: 'message_gone', detail: 'no such message' };
        Object.assign(post, { body, edited: clock() });
        return { outcome: 'posted', message };
      },
      async find(_channel, delivery, parts) {
        const found = posts.filter(({ key }) => key.delivery === delivery && parts.includes(key.part));
        return { outcome: 'looked', found: new Map(found.map(({ key, id }) => [key.part, id])) };
      },
      time: async () => 'unknown',
      access: async () => ({ ok: true }),
      tell: async () => true,
    },
  };
}

/** Lines of the ledger that are shown. */
const mostLines = 100;

/** What a rehearsal shows of one channel. */
export async function channelOf(
  { subscriptions, ledger }: Pick<Store, 'subscriptions' | 'ledger'>,
  platform: string,
  { subscription: id, posts }: { subscription: number; posts: readonly RehearsedPost[] },
): Promise<RehearsedChannel> {
  const subscription = await subscriptions.get(id);
  if (!subscription) throw new Error(`subscription ${id} is gone`);
  const { state, cursor, slot, next } = subscription;
  const history = await ledger.history(id, mostLines);
  const lines = await Promise.all(history.map((line) => lineOf(ledger, line)));
  return { platform, subscription: id, state, cursor, slot, next, posts: [...posts], ledger: lines };
}

async function lineOf(ledger: Pick<Store['ledger'], 'edition'>, line: HistoryLine): Promise<RehearsedLine> {
  const spanOf = async (number: number | undefined) => {
    const edition = number === undefined ? undefined : await ledger.edition(number);
    return edition && { number: number as number, from: edition.from, to: edition.to };
  };
  const { at } = line;
  if ('skipped' in line) {
    const { slot, reason, entries, edition } = line.skipped;
    const what = `No digest: ${reason}`;
    return { at, what, slot, entries, edition: await spanOf(edition), state: 'recorded', parts: [] };
  }
  const { kind, number, corrects, slot, state, reason, parts, edition } = line.delivery;
  const what =
    kind === 'correction' ? `Correction of digest ${corrects?.number ?? '?'}` : `Digest ${number ?? '?'}`;
  return {
    at,
    what,
    slot,
    state,
    reason,
    entries: line.entries,
    edition: await spanOf(edition),
    parts: parts.map((part) => part.state),
  };
}
