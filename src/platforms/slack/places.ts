import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Place, Places } from '../../domain/ports/places.ts';
import { createBoltLogger } from './bolt-logger.ts';
import type { SlackConfig } from './options.ts';
import { failedOutcome } from './post-outcome.ts';
import { createRedact } from './redact.ts';
import { failureOf } from './send-failure.ts';
import { createWebClient } from './web-client.ts';

/** A person waits for the answer. */
const timeoutMs = 5000;

/** For so long, in milliseconds, a channel that was shared meanwhile may still be taken for an internal one. */
const keptMs = 60_000;

/** Which channels other workspaces take part in, as `conversations.info` tells it: about 50 calls a minute. */
export function createSlackPlaces({
  config,
  clock,
  log,
}: {
  config: SlackConfig;
  clock: Clock;
  log: Log;
}): Places {
  const redact = createRedact([config.botToken, config.appToken, config.signingSecret]);
  const client = createWebClient(config, createBoltLogger(log, redact), timeoutMs);
  const known = new Map<string, { place: Promise<Place | undefined>; until: number }>();
  let ownTeam: string | undefined;

  /** What Slack refuses to tell it will refuse tomorrow; of a fault or a limit nobody knows. */
  const untold = (what: string, error: unknown): Place | undefined => {
    const failed = failedOutcome(failureOf(error), redact);
    log.warn({ of: what, ...failed }, 'Slack did not tell who sees a channel');
    return failed.outcome === 'refused' ? 'shared' : undefined;
  };

  async function look(channel: string): Promise<Place | undefined> {
    try {
      const { channel: about } = await client.conversations.info({ channel: idOf(channel) });
      const { is_shared, is_ext_shared, is_pending_ext_shared } = about ?? {};
      return !about || is_shared || is_ext_shared || is_pending_ext_shared ? 'shared' : 'internal';
    } catch (error) {
      return untold(channel, error);
    }
  }

  return {
    ofChannel(channel) {
      const kept = known.get(channel);
      if (kept && kept.until > clock().getTime()) return kept.place;
      const place = look(channel);
      known.set(channel, { place, until: clock().getTime() + keptMs });
      // What was not told is asked again the next time.
      void place.then((told) => told ?? known.delete(channel));
      return place;
    },
    async ofPerson(person) {
      try {
        ownTeam ??= (await client.auth.test()).team_id;
        return ownTeam === person.split(':')[1] ? 'internal' : 'shared';
      } catch (error) {
        untold(person, error);
        return 'shared';
      }
    },
  };
}

const idOf = (full: string) => full.split(':')[2] ?? '';
