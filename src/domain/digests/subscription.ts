import { z } from 'zod';
import { type Filter, selectedNames } from './filter.ts';

/** The rhythm as chosen; `cron` always holds the equivalent five fields, in the subscription's zone. */
export const rhythms = ['daily', 'weekdays', 'weekly', 'cron'] as const;
export const scheduleSchema = z.strictObject({
  rhythm: z.enum(rhythms),
  cron: z.string().max(120),
  /** IANA name. */
  zone: z.string(),
  /** On a holiday of the desk: send anyway, skip, or send on the next day that is not a holiday. */
  holidays: z.enum(['send', 'skip', 'shift']),
  /** Monday of a week with a digest, if only every second week has one. */
  everyOther: z.iso.date().optional(),
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
export type SubscriptionState = 'active' | 'paused' | 'broken' | 'ended';

/** Settings that are shown with their origin. */
export type ToldSetting =
  | 'name'
  | 'schedule'
  | 'zone'
  | 'format'
  | 'onEmpty'
  | 'headlines'
  | 'holidays'
  | 'ping';
/** given: by a person. desk, profile: the zone of the desk, or of the subscriber's profile. */
type Origin = 'given' | 'desk' | 'profile';

/** Settings that people choose. */
export interface SubscriptionSettings {
  /** Missing: `usualName`. */
  name?: string;
  filter: Filter;
  schedule: Schedule;
  onEmpty: (typeof onEmptyChoices)[number];
  /** Number of entries that `last` repeats. */
  lastCount: number;
  format: (typeof digestFormats)[number];
  /** Whether a digest ends with headlines of feeds that nobody has checked; missing: no. */
  headlines?: boolean | undefined;
  /** The Slack user group or Discord role to mention; nobody else is ever mentioned. */
  ping?: string | undefined;
  /** Origin of each setting; missing: the default. */
  origins?: { [S in ToldSetting]?: Origin | undefined } | undefined;
}

/** Characters of a name. */
export const longestName = 40;

/**
 * The name of a digest as people type it: lower case, words joined by hyphens. Undefined if it is no name: a name has
 * letters and digits only, and at least one letter, so that it is no number.
 */
export function toName(typed: string): string | undefined {
  const name = typed
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/[\s_-]+/g, '-');
  const isName = /^[\p{L}\p{N}]+(-[\p{L}\p{N}]+)*$/u.test(name) && /\p{L}/u.test(name);
  return isName && name.length <= longestName ? name : undefined;
}

/** The name of a digest that nobody named: how often it comes, and what it selects. `weekly-trade-kz`. */
export function usualName({ filter, schedule }: Pick<SubscriptionSettings, 'filter' | 'schedule'>): string {
  const often = { daily: 'daily', weekdays: 'daily', weekly: 'weekly', cron: 'custom' }[schedule.rhythm];
  const parts = selectedNames(filter).flatMap((id) => toName(id) ?? []);
  const whole = [often, ...parts].join('-');
  if (whole.length <= longestName - namesake) return whole;
  return whole.slice(0, longestName - namesake).replace(/-+$/, '');
}

/** Characters left for the number that tells a namesake apart: `weekly-trade-2`. */
const namesake = 4;

/** A channel's standing order. */
export interface Subscription extends SubscriptionSettings {
  /** Sequential over the whole store; people type it. */
  id: number;
  /** Unique among the channel's digests of the desk; people type it. */
  name: string;
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
