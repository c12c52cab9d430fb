import { z } from 'zod';
import type { EntryBody } from '../entry.ts';
import { countryField, idField } from '../vocabulary.ts';

/** Which of a desk's entries a subscription wants: any of the topics and any of the countries; an empty list is all. */
export const filterSchema = z.strictObject({
  topics: z.array(idField),
  countries: z.array(countryField),
});
export type Filter = z.infer<typeof filterSchema>;

/** Equal filters have equal keys, in whatever order they were written. */
export function filterKey({ topics, countries }: Filter): string {
  return JSON.stringify([[...new Set(topics)].sort(), [...new Set(countries)].sort()]);
}

export function matchesFilter({ topics, countries }: Filter, body: EntryBody): boolean {
  const any = (wanted: readonly string[], held: readonly string[]) =>
    wanted.length === 0 || held.some((one) => wanted.includes(one));
  return any(topics, body.topics) && any(countries, body.countries);
}

/** How often, as it was chosen; `cron` is always the five fields that it comes to, local to the zone. */
export const rhythms = ['daily', 'weekdays', 'weekly', 'cron'] as const;
export const scheduleSchema = z.strictObject({
  rhythm: z.enum(rhythms),
  cron: z.string().max(120),
  /** IANA name. */
  zone: z.string(),
  /** What happens on a holiday of the desk: sent all the same, left out, or sent on the next day that is none. */
  holidays: z.enum(['send', 'skip', 'shift']),
});
export type Schedule = z.infer<typeof scheduleSchema>;

/** What is posted when nothing new was published. */
export const onEmptyChoices = ['skip', 'one-line', 'last'] as const;
/** full: each entry with its sentences; headlines: a line each. */
export const digestFormats = ['full', 'headlines'] as const;

/**
 * active: it runs. paused: until `pausedUntil`, or until resumed. broken: its channel cannot be reached; it heals when
 * access returns. ended: unsubscribed; its history stays.
 */
export const subscriptionStates = ['active', 'paused', 'broken', 'ended'] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

/** What is told of with where it comes from. */
export type ToldSetting =
  | 'schedule'
  | 'zone'
  | 'topics'
  | 'countries'
  | 'format'
  | 'onEmpty'
  | 'holidays'
  | 'ping';
/** given: a person said so. desk, profile: the desk's zone, or that of the profile of the person who subscribed. */
export type Origin = 'given' | 'desk' | 'profile';

/** What a person sets. */
export interface SubscriptionSettings {
  filter: Filter;
  schedule: Schedule;
  onEmpty: (typeof onEmptyChoices)[number];
  /** Entries shown by `last`. */
  lastCount: number;
  format: (typeof digestFormats)[number];
  /** A Slack user group or Discord role that is pinged; nothing else ever is. */
  ping?: string | undefined;
  /** Where values come from; one that is not named is the usual. */
  origins?: { [S in ToldSetting]?: Origin | undefined } | undefined;
}

/** A channel's standing order. */
export interface Subscription extends SubscriptionSettings {
  /** Counts up over the whole store; people type it. */
  id: number;
  desk: string;
  /** `slack:T…:C…`, `discord:G…:C…` or `terminal`: by id, so that renames do not matter. */
  channel: string;
  state: SubscriptionState;
  pausedUntil?: Date | undefined;
  /** Why it is broken, and since when. */
  broken?: { reason: string; since: Date } | undefined;
  /** Its next digest could not be composed: why at first, and since when. It is tried again until it can be. */
  failing?: { reason: string; since: Date } | undefined;
  /** Everything up to this publication number is dealt with: sent, or recorded as skipped. */
  cursor: number;
  /**
   * The slot that was dealt with last, or when it was subscribed. It lies ahead only where a clock that was once far
   * ahead has been set back: until then nothing is due.
   */
  slot: Date;
  /** Slots after it that a person left out, and that are recorded as such. */
  leftOut?: Date[] | undefined;
  /** When it has to be looked at next: the next slot, or the end of a pause. None while it waits for a person. */
  next?: Date | undefined;
  /** How many digests it was sent: the next one is number `sent + 1`. */
  sent: number;
  createdBy: string;
  createdAt: Date;
  /** Grows with every change: a change that saw an older one is refused. */
  version: number;
}
