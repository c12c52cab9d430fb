import { SnowflakeUtil } from 'discord.js';
import { z } from 'zod';
import type { PlatformClock } from '../../../domain/digests/platform-clock.ts';
import type { ChannelSender, FindOutcome } from '../../../domain/ports/platform.ts';
import { required } from '../client.ts';
import type { Call } from './channel-calls.ts';
import { accessProblem, discordAccess } from './lookups.ts';
import { failedOutcome, postMark, showsMark } from './post-outcome.ts';

const pageSize = 100;
/** 5,000 messages: beyond that, whether a part is there cannot be told with a sensible number of calls. */
const maxPages = 50;

const messagesSchema = z.array(z.looseObject({ id: z.string(), author: z.object({ id: z.string() }) }));

/** Reads the channel's messages, oldest first, for the marks of a delivery's parts. */
export function createFind(
  { call, self, discordClock }: { call: Call; self: () => Promise<string>; discordClock: PlatformClock },
  secrets: readonly string[],
): ChannelSender['find'] {
  async function search(
    channel: string,
    me: string,
    marks: ReadonlyMap<number, string>,
    window: ReturnType<PlatformClock['around']>,
  ): Promise<Map<number, string> | undefined> {
    const found = new Map<number, string>();
    const end = SnowflakeUtil.generate({ timestamp: window.to });
    let after = String(SnowflakeUtil.generate({ timestamp: window.from }));
    for (let page = 0; page < maxPages; page += 1) {
      const query = new URLSearchParams({ after, limit: String(pageSize) });
      const answer = await call((rest, signal) =>
        rest.get(`/channels/${channel}/messages`, { query, signal }),
      );
      const messages = required(messagesSchema, answer, 'the messages of the channel');
      for (const [part, mark] of marks) {
        const there = messages.find(({ author, ...message }) => author.id === me && showsMark(message, mark));
        if (there) found.set(part, there.id);
      }
      after = messages.reduce((last, { id }) => (BigInt(id) > BigInt(last) ? id : last), after);
      if (found.size === marks.size || messages.length < pageSize || BigInt(after) > end) return found;
    }
    return undefined;
  }

  return async (channel, delivery, parts, sends): Promise<FindOutcome> => {
    const marks = new Map(parts.map((part) => [part, postMark({ delivery, part })]));
    let found: Map<number, string> | undefined;
    try {
      // Whoever has had no answer from Discord yet knows nothing of its clock.
      const me = await self();
      found = await search(channel, me, marks, discordClock.around(sends));
    } catch (error) {
      const failed = failedOutcome(error, secrets);
      if (failed.outcome !== 'refused') return failed;
      const { refusal, detail } = failed;
      // A token can be replaced, and then the look is made again.
      if (refusal === 'token') return { outcome: 'unknown', detail };
      return { outcome: 'blind', detail: accessProblem(refusal, detail) };
    }
    if (!found)
      return { outcome: 'blind', detail: 'The channel holds too many messages since to look through.' };
    if (found.size === marks.size) return { outcome: 'looked', found };
    // Who may not read the history is shown an empty channel, not a refusal.
    const access = await discordAccess(call, self, channel, secrets);
    if (access.ok === true) return { outcome: 'looked', found };
    if (access.ok === 'unknown' || access.refusal === 'token')
      return { outcome: 'unknown', detail: access.ok === 'unknown' ? access.detail : access.problem };
    return { outcome: 'blind', detail: access.problem };
  };
}
