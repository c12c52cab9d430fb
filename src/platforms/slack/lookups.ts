import type { webApi } from '@slack/bolt';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import { createBoltLogger } from './bolt-logger.ts';
import type { SlackConfig } from './options.ts';
import { failedOutcome } from './post-outcome.ts';
import { createRedact } from './redact.ts';
import { failureOf } from './send-failure.ts';
import { createWebClient } from './web-client.ts';

/** A person waits for the answer. */
const timeoutMs = 5000;

/** For so long, in milliseconds, what Slack told is taken to be so still. */
export const keptMs = 60_000;

/** `refused`: Slack will not tell it tomorrow either; untold: a fault or a limit, so that nobody knows. */
export type Told<T> = { told: T; why?: undefined } | { told?: undefined; why: 'refused' | 'untold' };

/** Asks Slack about people, groups and channels, through one client. */
export interface Lookups {
  /** Never throws: what is not told is logged as `what`. */
  ask<T>(what: string, about: string, call: (client: webApi.WebClient) => Promise<T>): Promise<Told<T>>;
  /** Asks about one id at most once a minute; what was not told is asked again the next time. */
  kept<T>(ask: (id: string) => Promise<Told<T>>): (id: string) => Promise<Told<T>>;
}

export interface LookupOptions {
  config: SlackConfig;
  clock: Clock;
  log: Log;
}

export function createLookups({ config, clock, log }: LookupOptions): Lookups {
  const redact = createRedact([config.botToken, config.appToken, config.signingSecret]);
  const client = createWebClient(config, createBoltLogger(log, redact), timeoutMs);
  return {
    async ask(what, about, call) {
      try {
        return { told: await call(client) };
      } catch (error) {
        const failed = failedOutcome(failureOf(error), redact);
        log.warn({ about, ...failed }, `Slack did not tell ${what}`);
        // A token can be replaced: its refusal tells nothing of what was asked about.
        const isRefused = failed.outcome === 'refused' && failed.refusal !== 'token';
        return { why: isRefused ? 'refused' : 'untold' };
      }
    },
    kept<T>(ask: (id: string) => Promise<Told<T>>) {
      const known = new Map<string, { answer: Promise<Told<T>>; until: number }>();
      return (id) => {
        const before = known.get(id);
        if (before && before.until > clock().getTime()) return before.answer;
        const answer = ask(id);
        known.set(id, { answer, until: clock().getTime() + keptMs });
        void answer.then((given) => given.why && known.delete(id));
        return answer;
      };
    },
  };
}

/** `T…` and what follows it, of `slack:T…:C…`, `slack:T…:U…` and `slack:T…:S…`. */
export const teamOf = (full: string) => full.split(':')[1] ?? '';
export const idOf = (full: string) => full.split(':')[2] ?? '';
