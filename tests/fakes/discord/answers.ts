import type { Json } from './json.ts';
import type { Fault } from './limits.ts';
import type { FakeFile, World } from './world.ts';

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Request {
  params: Record<string, string>;
  query: URLSearchParams;
  body: Json | Json[] | undefined;
  files: readonly FakeFile[];
}

export type Handler = (world: World, request: Request) => Answer;

/** A route as in the coverage list; `open` ones need no bot token. */
export interface Route {
  method: string;
  path: string;
  open?: boolean;
  handle: Handler;
}

export const done: Answer = { status: 204 };

export function refuse(status: number, code: number, message: string): Answer {
  return { status, body: { message, code } };
}

export function invalid(faults: readonly Fault[]): Answer {
  const errors = Object.fromEntries(
    faults.map(({ at, message }) => [at, { _errors: [{ code: 'BASE_TYPE_BAD_LENGTH', message }] }]),
  );
  return { status: 400, body: { message: 'Invalid Form Body', code: 50035, errors } };
}
