import { type RateLimitData, REST } from 'discord.js';

export interface DiscordConfig {
  token: string;
  /** Ends before `/v10`; none: Discord's own. */
  apiUrl?: string;
  /** Servers that may ask; none: all. */
  guilds?: string[];
}

/** The first response to an interaction is due within 3 s; other calls are worth half a minute. */
const patience = { callback: 2000, other: 30_000 } as const;

/**
 * Never repeats a request by itself: after a timeout or an error 500 the message may already stand there. What can
 * be repeated safely is repeated by the sender.
 */
export function restOptions({ apiUrl }: Pick<DiscordConfig, 'apiUrl'>) {
  return {
    ...(apiUrl && { api: apiUrl.replace(/\/+$/, '').replace(/\/v10$/, '') }),
    retries: 0,
    rejectOnRateLimit: ({ route, retryAfter }: RateLimitData) =>
      retryAfter > (route.endsWith('/callback') ? patience.callback : patience.other),
  };
}

export function createRest(config: DiscordConfig): REST {
  return new REST(restOptions(config)).setToken(config.token);
}
