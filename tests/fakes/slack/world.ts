import type { Faults } from './faults.ts';
import type { Journal } from './journal.ts';
import type { Rate } from './rate.ts';
import type { Triggers } from './triggers.ts';
import type { Json, Workspace } from './workspace.ts';

/** All that the surfaces of the fake share. */
export interface World {
  clock: () => Date;
  journal: Journal;
  faults: Faults;
  workspace: Workspace;
  triggers: Triggers;
  rate: Rate;
  tokens: { bot: string; app: string; signingSecret: string };
  /** Where the fake listens, such as `127.0.0.1:41234`. */
  host: string;
}

export interface ApiCall {
  world: World;
  args: Json;
}

/** A refusal or a result; `retryAfter` makes it a 429. */
export type ApiAnswer = Json & { ok: boolean; retryAfter?: number };
export type ApiMethod = (call: ApiCall) => ApiAnswer;

export const refuse = (error: string, more: Json = {}): ApiAnswer => ({ ok: false, error, ...more });
export const limited = (retryAfter: number): ApiAnswer => ({ ok: false, error: 'ratelimited', retryAfter });

/** The refusal that a missing scope brings, or undefined. */
export function scopeMissing({ workspace }: World, ...needed: string[]): ApiAnswer | undefined {
  if (needed.some((scope) => workspace.scopes.has(scope))) return undefined;
  return refuse('missing_scope', { needed: needed[0], provided: [...workspace.scopes].join(',') });
}
