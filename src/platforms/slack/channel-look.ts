import type { webApi } from '@slack/bolt';
import type { ChannelSender, FindOutcome, Refusal } from '../../domain/ports/channel-sender.ts';
import { accessProblem } from './channel-access.ts';
import { postKeyOf } from './post-metadata.ts';
import { failedOutcome } from './post-outcome.ts';
import type { Redact } from './redact.ts';
import { failureOf } from './send-failure.ts';

/** Slack's clock is not ours, and a message may land some time after the request was given up. */
const margin = { beforeMs: 5 * 60_000, afterMs: 10 * 60_000 };

/** "limit max+default 15" where history is read once a minute; the same everywhere. */
const pageSize = 15;
/** 3,000 messages: beyond that, whether a part is there cannot be told with a sensible number of calls. */
const maxPages = 200;

interface Begun {
  cursor: string | undefined;
  found: Map<number, string>;
}

/**
 * Reads the channel's history for the parts of a delivery. A look that Slack's limit interrupts goes on from its page
 * the next time: installs that may read once a minute would otherwise never get past the first.
 */
export function createLook(client: webApi.WebClient, redact: Redact): ChannelSender['find'] {
  const interrupted = createInterrupted();

  return async (channel, delivery, parts, { since, until }): Promise<FindOutcome> => {
    const look = `${delivery} ${until.getTime()}`;
    const { found, ...begun } = interrupted.take(look);
    let { cursor } = begun;
    for (let page = 0; page < maxPages; page += 1) {
      let answer: webApi.ConversationsHistoryResponse;
      try {
        answer = await client.conversations.history({
          channel,
          oldest: stamp(since.getTime() - margin.beforeMs),
          latest: stamp(until.getTime() + margin.afterMs),
          inclusive: true,
          include_all_metadata: true,
          limit: pageSize,
          ...(cursor !== undefined && { cursor }),
        });
      } catch (error) {
        const failed = failedOutcome(failureOf(error), redact);
        if (failed.outcome === 'limited') interrupted.keep(look, { cursor, found });
        return failed.outcome === 'refused' ? refusedLook(failed) : failed;
      }
      if (!Array.isArray(answer.messages))
        return { outcome: 'unknown', detail: 'Slack answered without messages' };
      for (const message of answer.messages) {
        const key = postKeyOf(message);
        if (key?.delivery === delivery && parts.includes(key.part) && message.ts)
          found.set(key.part, message.ts);
      }
      cursor = answer.response_metadata?.next_cursor || undefined;
      if (cursor === undefined || parts.every((part) => found.has(part))) return { outcome: 'looked', found };
    }
    return { outcome: 'blind', detail: 'The channel holds too many messages since to look through.' };
  };
}

/** A token can be replaced, and then the look is made again; what a channel's people must allow is for them to know. */
function refusedLook({ refusal, detail }: { refusal: Refusal; detail: string }) {
  if (refusal === 'token') return { outcome: 'unknown', detail } as const;
  return { outcome: 'blind', detail: accessProblem(refusal, detail) } as const;
}

const stamp = (ms: number) => (ms / 1000).toFixed(6);

/** At most so many: a look that another process ended is never asked for again here. */
const keptLooks = 500;

function createInterrupted() {
  const looks = new Map<string, Begun>();
  return {
    take(look: string): Begun {
      const begun = looks.get(look) ?? { cursor: undefined, found: new Map<number, string>() };
      looks.delete(look);
      return begun;
    },
    keep(look: string, begun: Begun): void {
      looks.set(look, begun);
      const [oldest] = looks.keys();
      if (looks.size > keptLooks && oldest !== undefined) looks.delete(oldest);
    },
  };
}
