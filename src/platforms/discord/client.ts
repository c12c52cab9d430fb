import { DefaultRestOptions, type RateLimitData, REST, type RESTOptions } from 'discord.js';
import { z } from 'zod';
import type { Timers } from '../../domain/ports/runtime.ts';
import { boundedText } from '../../runtime/bounded-text.ts';

export interface DiscordConfig {
  token: string;
  /** Ends before `/v10`; none: Discord's own. */
  apiUrl?: string;
  /** Servers that may ask; none: all. */
  guilds?: readonly string[];
}

/** The first response to an interaction is due within 3 s; other calls are worth half a minute. */
const patience = { callback: 2000, other: 30_000 } as const;

/**
 * Never repeats a request by itself: after a timeout or an error 500 the message may already stand there. What can
 * be repeated safely is repeated by the sender.
 */
export function clientOptions({ apiUrl }: Pick<DiscordConfig, 'apiUrl'>) {
  return {
    ...(apiUrl && { api: apiUrl.replace(/\/+$/, '').replace(/\/v10$/, '') }),
    retries: 0,
    makeRequest: telling,
    rejectOnRateLimit: ({ route, retryAfter }: RateLimitData) =>
      retryAfter > (route.endsWith('/callback') ? patience.callback : patience.other),
  };
}

/** Discord answered, but with nothing of its own: what became of the request is as unknown as after a lost connection. */
class TellsNothing extends Error {
  override name = 'TellsNothing';
}

/** The client's own request; rejects a success that is neither "204 No Content" nor JSON, as a proxy between may give. */
const telling: RESTOptions['makeRequest'] = async (url, init) => {
  const response = await DefaultRestOptions.makeRequest(url, init);
  if (response.status === 204) return response;
  // Read here, a refusal too is read no longer than the client waits for the answer itself.
  const text = await boundedText(response.body);
  const { status, statusText } = response;
  if (!response.ok || holds(text))
    return new Response(text, { status, statusText, headers: [...response.headers] });
  const kind = response.headers.get('content-type') ?? 'of no type';
  throw new TellsNothing(`Discord's answer tells nothing (${text.length} characters, ${kind})`);
};

function holds(text: string): boolean {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null;
  } catch {
    return false;
  }
}

/** What an answer must hold when it says that it was done. */
export function required<T>(schema: z.ZodType<T>, answer: unknown, what: string): T {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  throw new TellsNothing(`Discord answered without ${what}`, { cause: read.error });
}

const messageSchema = z.object({ id: z.string(), channel_id: z.string() });
export const messageIn = (answer: unknown) => required(messageSchema, answer, 'naming the message');

export function createClient(config: DiscordConfig): REST {
  return new REST(clientOptions(config)).setToken(config.token);
}

/** Gives `work` a signal that is raised after `ms`: discord.js's own timeout ends when the headers have come. */
export async function withDeadline<T>(
  timers: Timers,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const cancel = timers.after(ms, () => controller.abort());
  try {
    return await work(controller.signal);
  } finally {
    cancel();
  }
}

/** The part of an address that acts as a credential: the token of an interaction or a webhook. */
const inAddress = /\/(interactions|webhooks)\/(\d+)\/[^/\s"'?]+/g;

const mostCauses = 5;

/**
 * What may be logged of an error. discord.js puts the address, and so the interaction's token, and the whole body
 * into its errors' fields, so fields are picked one by one and never copied.
 */
export function describeError(error: unknown, secrets: readonly string[], depth = 0): object {
  if (!(error instanceof Error)) return { message: redact(String(error), secrets) };
  const { name, message, stack, cause } = error;
  const fields = error as { code?: unknown; status?: unknown; retryAfter?: unknown };
  return {
    name,
    message: redact(message, secrets),
    ...pick('code', fields.code),
    ...pick('status', fields.status),
    ...pick('retryAfter', fields.retryAfter),
    ...(stack && { stack: redact(stack, secrets) }),
    // A cause may be its own cause.
    ...(cause !== undefined && depth < mostCauses && { cause: describeError(cause, secrets, depth + 1) }),
  };
}

export function redact(text: string, secrets: readonly string[]): string {
  const short = text.replace(inAddress, '/$1/$2/…');
  return secrets.reduce((rest, secret) => (secret ? rest.replaceAll(secret, '…') : rest), short);
}

function pick(name: string, value: unknown): object {
  return typeof value === 'string' || typeof value === 'number' ? { [name]: value } : {};
}
