import type { webApi } from '@slack/bolt';
import type { PlatformClock } from '../../../domain/digests/platform-clock.ts';
import type { ChannelSender, FindOutcome, Refusal } from '../../../domain/ports/platform.ts';
import type { Redact } from '../client.ts';
import { failureOf } from '../sender.ts';
import { accessProblem } from './lookups.ts';
import { failedOutcome, postKeyOf } from './post-outcome.ts';

/** "limit max+default 15" where history is read once a minute; the same everywhere. */
const pageSize = 15;
/** 3,000 messages: beyond that, whether a part is there cannot be told with a sensible number of calls. */
const maxPages = 200;

interface Begun {
  window: ReturnType<PlatformClock['around']>;
  cursor: string | undefined;
  found: Map<number, string>;
}

/**
 * Reads the channel's history for the parts of a delivery. A look that Slack's limit interrupts goes on from its page
 * the next time: installs that may read once a minute would otherwise never get past the first.
 */
export function createFind(
  client: webApi.WebClient,
  slackClock: PlatformClock,
  redact: Redact,
): ChannelSender['find'] {
  const interrupted = createInterrupted();

  async function lookIn(
    { window, cursor: begun, found }: Begun,
    channel: string,
    of: { delivery: string; parts: readonly number[]; look: string },
  ): Promise<FindOutcome> {
    const { delivery, parts, look } = of;
    let cursor = begun;
    for (let page = 0; page < maxPages; page += 1) {
      let answer: webApi.ConversationsHistoryResponse;
      try {
        answer = await client.conversations.history({
          channel,
          oldest: stamp(window.from),
          latest: stamp(window.to),
          inclusive: true,
          include_all_metadata: true,
          limit: pageSize,
          ...(cursor !== undefined && { cursor }),
        });
      } catch (error) {
        const failed = failedOutcome(failureOf(error), redact);
        if (failed.outcome === 'limited') interrupted.keep(look, { window, cursor, found });
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
  }

  return async (channel, delivery, parts, sends): Promise<FindOutcome> => {
    const look = `${delivery} ${sends.until.getTime()}`;
    let begun = interrupted.take(look) ?? begin(slackClock.around(sends));
    for (;;) {
      const outcome = await lookIn(begun, channel, { delivery, parts, look });
      const window = slackClock.around(sends);
      const wider = window.from < begun.window.from || window.to > begun.window.to;
      // Slack's answers told meanwhile that its clock differs from ours.
      if (outcome.outcome !== 'looked' || parts.every((part) => outcome.found.has(part)) || !wider)
        return outcome;
      begun = begin(window);
    }
  };
}

const begin = (window: Begun['window']): Begun => ({ window, cursor: undefined, found: new Map() });

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
    take(look: string): Begun | undefined {
      const begun = looks.get(look);
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
