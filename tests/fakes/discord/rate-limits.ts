import { createHash } from 'node:crypto';

export interface Pacing {
  /** Requests a bucket takes in a window. */
  limit: number;
  /** Seconds. */
  window: number;
}

interface Paced {
  headers: Record<string, string>;
  over: boolean;
  retryAfter: number;
  global?: boolean;
}

/** Buckets by route and major id, told in headers as Discord tells them. Off unless a test asks for it. */
export class RateLimits {
  pacing: Pacing | undefined;
  /** Requests a second over all routes; "interaction endpoints are exempt". Off unless a test asks for it. */
  globalPerSecond: number | undefined;
  #global = { used: 0, resets: 0 };
  #buckets = new Map<string, { used: number; resets: number }>();

  /** Headers for the answer, and whether the request is over the limit. */
  take(route: string, major: string): Paced {
    const global = this.#takeGlobal(route);
    if (global !== undefined) return { headers: {}, over: true, retryAfter: global, global: true };
    if (!this.pacing) return { headers: {}, over: false, retryAfter: 0 };
    const { limit, window } = this.pacing;
    const key = `${route} ${major}`;
    const now = Date.now();
    const old = this.#buckets.get(key);
    const bucket = old && old.resets > now ? old : { used: 0, resets: now + window * 1000 };
    this.#buckets.set(key, bucket);
    bucket.used += 1;
    const retryAfter = (bucket.resets - now) / 1000;
    const headers = {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - bucket.used)),
      'x-ratelimit-reset-after': String(retryAfter),
      'x-ratelimit-bucket': createHash('md5').update(route).digest('hex'),
    };
    return { headers, over: bucket.used > limit, retryAfter };
  }

  /** Seconds to wait, when all routes together are over the limit. */
  #takeGlobal(route: string): number | undefined {
    if (this.globalPerSecond === undefined || /\/(interactions|webhooks)\//.test(route)) return undefined;
    const now = Date.now();
    if (this.#global.resets <= now) this.#global = { used: 0, resets: now + 1000 };
    this.#global.used += 1;
    return this.#global.used > this.globalPerSecond ? (this.#global.resets - now) / 1000 : undefined;
  }
}

/** Body and headers of a 429; without `retryAfter` it names no time. */
export function tooMany(retryAfter: number | null, global = false) {
  const named = retryAfter === null ? {} : { 'retry-after': String(Math.ceil(retryAfter)) };
  return {
    status: 429,
    headers: {
      ...named,
      'x-ratelimit-scope': global ? 'global' : 'user',
      ...(global && { 'x-ratelimit-global': 'true' }),
    },
    body: { message: 'You are being rate limited.', retry_after: retryAfter ?? undefined, global },
  };
}
