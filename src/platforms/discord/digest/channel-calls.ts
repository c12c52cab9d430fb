import { REST } from 'discord.js';
import { z } from 'zod';
import type { PlatformClock } from '../../../domain/digests/platform-clock.ts';
import type { Clock, Timers } from '../../../domain/ports/runtime.ts';
import { clientOptions, type DiscordConfig, required, withDeadline } from '../client.ts';

/** One call of the REST API, given up after a while. */
export type Call = <T>(send: (rest: REST, signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * Calls for digests, apart from those that answer people. Every limit is told at once, never waited out: one limited
 * channel would hold up the others.
 */
export function createCalls(
  config: DiscordConfig,
  { timers, clock, discordClock }: { timers: Timers; clock: Clock; discordClock: Pick<PlatformClock, 'saw'> },
  timeoutMs: number,
): Call {
  const options = clientOptions(config);
  const rest = new REST({
    ...options,
    timeout: timeoutMs,
    rejectOnRateLimit: () => true,
    hashSweepInterval: 0,
    handlerSweepInterval: 0,
    async makeRequest(url, init) {
      const began = clock();
      const response = await options.makeRequest(url, init);
      // A page of a proxy in between is dated by another clock.
      if (response.headers.get('content-type')?.includes('json'))
        discordClock.saw(response.headers.get('date'), began);
      return response;
    },
  });
  return (send) =>
    withDeadline(timers, timeoutMs, (signal) => {
      // After a 401 the client forgets its token; a bot that was let in again would stay silent.
      rest.setToken(config.token);
      return send(rest, signal);
    });
}

/** The bot's own id, asked once. */
export function createSelf(call: Call): () => Promise<string> {
  let known: string | undefined;
  return async () => {
    const ask = () => call((rest, signal) => rest.get('/users/@me', { signal }));
    known ??= required(z.object({ id: z.string() }), await ask(), 'naming the bot').id;
    return known;
  };
}
