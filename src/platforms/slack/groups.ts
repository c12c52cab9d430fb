import type { Clock } from '../../domain/ports/clock.ts';
import type { Groups } from '../../domain/ports/groups.ts';
import type { Log } from '../../domain/ports/log.ts';
import { sameHome } from '../../domain/subject.ts';
import { createBoltLogger } from './bolt-logger.ts';
import type { SlackConfig } from './options.ts';
import { createRedact, describeError } from './redact.ts';
import { createWebClient } from './web-client.ts';

/** A person waits for the answer. */
const timeoutMs = 5000;

/** For so long, in milliseconds, somebody who was taken out of a user group may still act as if they were in it. */
const keptMs = 60_000;

/** Who is in user groups, as Slack tells it with `usergroups.users.list`: about 20 calls a minute. */
export function createSlackGroups({
  config,
  clock,
  log,
}: {
  config: SlackConfig;
  clock: Clock;
  log: Log;
}): Groups {
  const redact = createRedact([config.botToken, config.appToken, config.signingSecret]);
  const client = createWebClient(config, createBoltLogger(log, redact), timeoutMs);
  const known = new Map<string, { users: Promise<readonly string[]>; until: number }>();

  function usersOf(group: string): Promise<readonly string[]> {
    const kept = known.get(group);
    if (kept && kept.until > clock().getTime()) return kept.users;
    const users = client.usergroups.users.list({ usergroup: idOf(group) }).then(({ users = [] }) => users);
    // What was not told is asked again the next time.
    users.catch(() => known.delete(group));
    known.set(group, { users, until: clock().getTime() + keptMs });
    return users;
  }

  return {
    async holds(group, person) {
      if (!sameHome(group, person)) return false;
      try {
        return (await usersOf(group)).includes(idOf(person));
      } catch (error) {
        log.warn({ group, error: describeError(error, redact) }, 'Slack did not tell who is in a user group');
        return false;
      }
    },
  };
}

const idOf = (full: string) => full.split(':')[2] ?? '';
