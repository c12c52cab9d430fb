import { chatMethods } from './api-chat.ts';
import { fileMethods } from './api-files.ts';
import { readingMethods } from './api-reading.ts';
import { viewMethods } from './api-views.ts';
import type { Json } from './workspace.ts';
import { type ApiAnswer, type ApiMethod, refuse, type World } from './world.ts';

const methods: Record<string, ApiMethod> = {
  ...chatMethods,
  ...viewMethods,
  ...readingMethods,
  ...fileMethods,
};

const nested = ['blocks', 'view', 'metadata', 'attachments', 'files'];

/** "every call is POST x-www-form-urlencoded, nested values JSON-encoded". */
export function decodeForm(body: string): Json {
  const fields = Object.fromEntries(new URLSearchParams(body));
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, nested.includes(key) ? parsed(value) : value]),
  );
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Calls a method for whoever holds the token. */
export function callApi(world: World, method: string, authorization: string, args: Json): ApiAnswer {
  const run = methods[method];
  if (!run) return refuse('unknown_method');
  if (authorization === '') return refuse('not_authed');
  const wanted = method === 'apps.connections.open' ? world.tokens.app : world.tokens.bot;
  if (authorization !== `Bearer ${wanted}`) return refuse('invalid_auth');
  return run({ world, args });
}
