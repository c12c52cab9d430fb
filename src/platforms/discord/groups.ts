import { z } from 'zod';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Groups } from '../../domain/ports/groups.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Timers } from '../../domain/ports/timers.ts';
import { discordGroup, sameHome } from '../../domain/subject.ts';
import { createCalls } from './channel-calls.ts';
import { failedOutcome } from './post-outcome.ts';
import { type DiscordConfig, told } from './rest.ts';
import { realTimers } from './timers.ts';

/** A person waits for the answer. */
const timeoutMs = 5000;
/** For so long, in milliseconds, somebody whose role was taken away may act as if they had it. */
const keptMs = 60_000;

const memberSchema = z.object({ roles: z.array(z.string()) });

/**
 * Who has a role of a server, asked where Discord does not name a member's roles itself: in a direct message, and of
 * somebody who does nothing at the moment. Who else has a role it tells only bots with a privilege of their own.
 */
export function createDiscordGroups({
  config,
  clock,
  log,
  timers = realTimers,
}: {
  config: DiscordConfig;
  clock: Clock;
  log: Log;
  timers?: Timers;
}): Groups {
  const call = createCalls(config, { timers, clock, discordClock: { saw() {} } }, timeoutMs);
  const known = new Map<string, { groups: Promise<string[] | undefined>; until: number }>();

  async function ask(person: string): Promise<string[] | undefined> {
    const [, guild = '', user = ''] = person.split(':');
    try {
      const member = await call((rest, signal) => rest.get(`/guilds/${guild}/members/${user}`, { signal }));
      const { roles } = told(memberSchema, member, 'the roles of the member');
      return roles.map((role) => discordGroup(guild, role));
    } catch (error) {
      log.warn(
        { person, ...failedOutcome(error, [config.token]) },
        'Discord did not tell the roles of a member',
      );
      return undefined;
    }
  }

  function groupsOf(person: string): Promise<string[] | undefined> {
    const before = known.get(person);
    if (before && before.until > clock().getTime()) return before.groups;
    const groups = ask(person);
    known.set(person, { groups, until: clock().getTime() + keptMs });
    // What was not told is asked again the next time.
    void groups.then((told) => told ?? known.delete(person));
    return groups;
  }

  return {
    holds: async (group, person) =>
      sameHome(group, person) && ((await groupsOf(person))?.includes(group) ?? false),
    members: async () => [],
  };
}
