import type { FeedHeaders } from '../domain/ports/feed-fetcher.ts';

const minute = 60_000;
/** In milliseconds. Nobody is asked more often, however eager they are to be, and nobody less than once a day. */
export const soonest = 15 * minute;
export const usual = 60 * minute;
export const latest = 24 * 60 * minute;

/** What a site has said of when to come again. */
export interface Wishes extends Pick<FeedHeaders, 'cacheControl' | 'retryAfter'> {
  /** Minutes, in the feed itself. */
  ttl?: number | undefined;
}

/**
 * When a feed is asked again: as its site wishes, within bounds; after failures in a row each time twice as long.
 * `chance`, from 0 to below 1, puts off up to a tenth, so that feeds that were added together are not asked together.
 */
export function nextPoll(failures: number, wishes: Wishes, now: Date, chance: number): Date {
  const asked = retryAfter(wishes.retryAfter, now) ?? 0;
  const own = failures === 0 ? interval(wishes) : usual * 2 ** Math.min(failures - 1, 10);
  const wait = within(Math.max(own, asked));
  return new Date(now.getTime() + Math.round(Math.min(wait * (1 + chance / 10), latest)));
}

function interval({ ttl, cacheControl }: Wishes): number {
  const age = maxAge(cacheControl);
  const wished = [ttl === undefined ? 0 : ttl * minute, age ?? 0].filter((ms) => ms > 0);
  return wished.length === 0 ? usual : Math.max(...wished);
}

const within = (ms: number) => Math.min(Math.max(ms, soonest), latest);

/** Milliseconds; `no-cache` and the like say nothing of when it changes. */
function maxAge(cacheControl = ''): number | undefined {
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i.exec(cacheControl)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** Milliseconds from now; the header holds seconds or a date. */
function retryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) ? ms : undefined;
}
