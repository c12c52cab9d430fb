import { type Logger, LogLevel, webApi } from '@slack/bolt';
import { boundedFetch } from '../../runtime/bounded-text.ts';
import type { SlackConfig, SlackLog } from './options.ts';

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

export const createClient = (
  config: SlackConfig,
  logger: Logger,
  timeout: number,
  fetch?: typeof globalThis.fetch,
) => new webApi.WebClient(config.botToken, clientOptions(config, logger, timeout, fetch));

/** Bolt's logger onto ours. Its debug lines hold whole requests, tokens and addresses: they go nowhere. */
export function createBoltLogger(log: SlackLog, redact: Redact): Logger {
  const words = (parts: unknown[]) =>
    parts
      .map((part) =>
        part instanceof Error ? JSON.stringify(describeError(part, redact)) : redact(String(part)),
      )
      .join(' ');
  return {
    debug: () => {},
    info: (...parts) => log.info({ from: 'bolt' }, words(parts)),
    warn: (...parts) => log.warn({ from: 'bolt' }, words(parts)),
    error: (...parts) => log.error({ from: 'bolt' }, words(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

/** What must never reach a log, by its look: tokens, response and websocket addresses, signatures. */
const secretLooks = [
  /xox[a-z]-[\w-]+/gi,
  /xapp-[\w-]+/gi,
  /https?:\/\/hooks\.slack\.com\/\S+/gi,
  // Bounded, so that a long text of addresses is not read to its end from each of them.
  /https?:\/\/[^\s"']{1,300}\/(?:response|commands|actions)\/[^\s"']+/gi,
  /wss?:\/\/[^\s"']+/gi,
  /v0=[0-9a-f]{16,}/gi,
];

const hidden = '[hidden]';

export type Redact = (text: string) => string;

/** `secrets`: what this installation was given, hidden whatever it looks like. */
export function createRedact(secrets: readonly (string | undefined)[]): Redact {
  const known = secrets.filter((secret): secret is string => secret !== undefined && secret !== '');
  return (text) => {
    const plain = known.reduce((rest, secret) => rest.replaceAll(secret, hidden), text);
    return secretLooks.reduce((rest, look) => rest.replace(look, hidden), plain);
  };
}

/** A cause may be its own cause. */
const deepest = 8;

/** An error as log fields. Only its words are taken: clients hang requests, headers and bodies on theirs. */
export function describeError(error: unknown, redact: Redact, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { cause: redact(String(error)) };
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? { code: redact(String(error.code)) } : {};
  return {
    name,
    ...code,
    message: redact(message),
    ...(stack && { stack: redact(stack) }),
    ...(cause !== undefined && depth < deepest && { cause: describeError(cause, redact, depth + 1) }),
  };
}

/** Whether an address that Slack handed out leads to Slack, or to what stands in for it. */
export function isSlackAddress(address: string, apiUrl: string | undefined): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, host, username } = new URL(address);
  if (username !== '') return false;
  if (apiUrl !== undefined && host === new URL(apiUrl).host) return true;
  const encrypted = protocol === 'https:' || protocol === 'wss:';
  return encrypted && (hostname === 'slack.com' || hostname.endsWith('.slack.com'));
}

/**
 * Slack answered, but neither that it did what was asked nor why not: what became of the request is as unknown as after
 * a lost connection.
 */
export class TellsNothing extends Error {
  override name = 'TellsNothing';
}

/** Every answer of the Web API has `ok`, and one that refuses names its reason: https://docs.slack.dev/apis/web-api */
function tells(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) return false;
  if (answer.ok === true) return true;
  return answer.ok === false && 'error' in answer && typeof answer.error === 'string' && answer.error !== '';
}

/** The same fetch; rejects a 200 of the Web API that tells nothing, of which the client would make a refusal or a success. */
const telling =
  (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    if (response.status !== 200) return response;
    const text = await response.text();
    if (tells(parsed(text))) return new Response(text, response);
    const kind = response.headers.get('content-type') ?? 'of no type';
    throw new TellsNothing(`Slack's answer tells nothing (${text.length} characters, ${kind})`);
  };

/** What the answer to a response address says: `ok`, or as the Web API does; undefined where it tells nothing. */
export function responseOutcome(text: string): { ok: boolean } | undefined {
  if (text.trim() === 'ok') return { ok: true };
  const answer = parsed(text);
  return tells(answer) ? (answer as { ok: boolean }) : undefined;
}

/** What an answer must hold when it says that it was done. */
export function required<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new TellsNothing(`Slack answered without ${what}`);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
