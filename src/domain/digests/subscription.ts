import { z } from 'zod';
import type { EntryBody } from '../entry.ts';
import { countryField, idField } from '../vocabulary.ts';

/** Selects a desk's entries: any of the topics and any of the countries; an empty list selects all. */
export const filterSchema = z.strictObject({
  topics: z.array(idField),
  countries: z.array(countryField),
});
export type Filter = z.infer<typeof filterSchema>;

/** Equal for equal filters, whatever their order. */
export function filterKey({ topics, countries }: Filter): string {
  return JSON.stringify([[...new Set(topics)].sort(), [...new Set(countries)].sort()]);
}

export function matchesFilter({ topics, countries }: Filter, body: EntryBody): boolean {
  const any = (wanted: readonly string[], held: readonly string[]) =>
    wanted.length === 0 || held.some((one) => wanted.includes(one));
  return any(topics, body.topics) && any(countries, body.countries);
}

/** The rhythm as chosen; `cron` always holds the equivalent five fields, in the subscription's zone. */
export const rhythms = ['daily', 'weekdays', 'weekly', 'cron'] as const;
export const scheduleSchema = z.strictObject({
  rhythm: z.enum(rhythms),
  cron: z.string().max(120),
  /** IANA name. */
  zone: z.string(),
  /** On a holiday of the desk: send anyway, skip, or send on the next day that is not a holiday. */
  holidays: z.enum(['send', 'skip', 'shift']),
});
export type Schedule = z.infer<typeof scheduleSchema>;

/** What to post when nothing is new. */
export const onEmptyChoices = ['skip', 'one-line', 'last'] as const;
/** full: entries with their sentences. headlines: one line per entry. */
export const digestFormats = ['full', 'headlines'] as const;

/**
 * active: runs. paused: until `pausedUntil`, or until resumed. broken: its channel is unreachable; heals when access
 * returns. ended: unsubscribed; its history stays.
 */
export const subscriptionStates = ['active', 'paused', 'broken', 'ended'] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

/** Settings that are shown with their origin. */
export type ToldSetting =
  | 'schedule'
  | 'zone'
  | 'topics'
  | 'countries'
  | 'format'
  | 'onEmpty'
  | 'holidays'
  | 'ping';
/** given: by a person. desk, profile: the zone of the desk, or of the subscriber's profile. */
export type Origin = 'given' | 'desk' | 'profile';

/** Settings that people choose. */
export interface SubscriptionSettings {
  filter: Filter;
  schedule: Schedule;
  onEmpty: (typeof onEmptyChoices)[number];
  /** Number of entries that `last` repeats. */
  lastCount: number;
  format: (typeof digestFormats)[number];
  /** The Slack user group or Discord role to mention; nobody else is ever mentioned. */
  ping?: string | undefined;
  /** Origin of each setting; missing: the default. */
  origins?: { [S in ToldSetting]?: Origin | undefined } | undefined;
}

/** A channel's standing order. */
export interface Subscription extends SubscriptionSettings {
  /** Sequential over the whole store; people type it. */
  id: number;
  desk: string;
  /** `slack:T…:C…`, `discord:G…:C…` or `terminal`. An id, so that renames do not matter. */
  channel: string;
  state: SubscriptionState;
  pausedUntil?: Date | undefined;
  /** Reason and start of the outage. */
  broken?: { reason: string; since: Date } | undefined;
  /** Set while its digest cannot be composed: the first reason, and since when. Composing is retried. */
  failing?: { reason: string; since: Date } | undefined;
  /** Every publication up to this number is handled: sent, or recorded as skipped. */
  cursor: number;
  /**
   * The last handled slot, or the time of subscribing. In the future only after a clock that was far ahead was set
   * back; nothing is due before it.
   */
  slot: Date;
  /** Later slots that a person left out; they are recorded as skipped. */
  leftOut?: Date[] | undefined;
  /** When it is handled next: the next slot, or the end of a pause. Missing while it waits for a person. */
  next?: Date | undefined;
  /** Number of digests sent; the next one is number `sent + 1`. */
  sent: number;
  createdBy: string;
  createdAt: Date;
  /** Increases with every change; a change based on an older version is refused. */
  version: number;
}
