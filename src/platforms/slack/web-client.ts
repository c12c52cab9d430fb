import { type Logger, webApi } from '@slack/bolt';
import { boundedFetch } from '../../runtime/bounded-text.ts';
import type { SlackConfig } from './options.ts';
import { telling } from './tells-nothing.ts';

/**
 * Options for one client, made anew each time: the clients write into the object they are given. No retries, since
 * "any non-200 and any network error … is silently retried -> can post twice"; no waiting out a 429, since it would
 * hold up every other channel; and a timeout, since there is none by default.
 */
export const clientOptions = (
  config: SlackConfig,
  logger: Logger,
  timeout: number,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): webApi.WebClientOptions => ({
  ...(config.apiUrl && { slackApiUrl: config.apiUrl }),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout,
  fetch: telling(boundedFetch(fetch)),
  // The client logs parts of requests and answers below warnings; a logger that drops them keeps tokens out.
  logger,
});

export const createWebClient = (
  config: SlackConfig,
  logger: Logger,
  timeout: number,
  fetch?: typeof globalThis.fetch,
) => new webApi.WebClient(config.botToken, clientOptions(config, logger, timeout, fetch));
