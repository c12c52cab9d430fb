import { join } from 'node:path';
import { startChild } from './processes.ts';
import type { Question } from './questions.ts';

/** Requests to send, of one kind, so many at once. */
export type Order = { atOnce: number } & (
  | { kind: 'slack'; url: string; lines: readonly string[]; user?: string }
  | { kind: 'discord'; bot: 'ours' | 'bare'; desk: string; asks: readonly Omit<Question, 'typed'>[] }
  | { kind: 'complete'; bot: 'ours' | 'bare'; desk: string; asks: readonly Completion[] }
);

export interface Completion {
  command: string;
  option: string;
  typed: string;
}

/** Milliseconds from sending until the first response, and until the answer was there. */
export interface Answered {
  ack: number;
  whole: number;
  text: string;
}

/** Where the fake platforms listen, and what they take for right. */
export interface Fakes {
  slack: { apiUrl: string; bot: string; signingSecret: string };
  discord: Record<'ours' | 'bare', { apiUrl: string; token: string }>;
}

/** What the fakes saw besides answers. */
export interface Seen {
  /** Milliseconds between heartbeats on the gateway. */
  beats: number[];
  posts: { at: number; status: number }[];
}

/** As Discord itself asks for. */
export const usualHeartbeatMs = 41_250;

/** The fakes and the senders in a process of their own, so that what they cost is not taken from who answers. */
export async function startLoad(heartbeatMs: number = usualHeartbeatMs) {
  const child = await startChild<Fakes>(join(import.meta.dirname, 'load-child.ts'), [String(heartbeatMs)]);
  return {
    fakes: child.first,
    send: async (order: Order) =>
      ((await child.ask(order)) as (Answered | null | undefined)[]).map((one) => one ?? undefined),
    seen: () => child.ask('seen') as Promise<Seen>,
    stop: child.stop,
  };
}

export type Load = Awaited<ReturnType<typeof startLoad>>;

export interface Figures {
  p50: number;
  p99: number;
  /** The last first response. */
  ack: number;
  /** Requests that nobody answered. */
  lost: number;
}

export function figuresOf(answers: readonly (Answered | undefined)[]): Figures {
  const there = answers.filter((one) => one !== undefined);
  const times = there.map(({ whole }) => whole);
  return {
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    ack: Math.max(...there.map(({ ack }) => ack)),
    lost: answers.length - there.length,
  };
}

/** The smallest of the times that this share of them does not exceed. */
export const percentile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.ceil(times.length * share) - 1] ?? Number.NaN;

export const median = (times: readonly number[]): number => percentile(times, 0.5);

/**
 * The same requests to ours and to a bare app, a few at a time in turn, so that a noisy moment of the machine falls on
 * both.
 */
export async function inTurn<T>(
  items: readonly T[],
  orders: {
    ours(items: readonly T[]): Promise<(Answered | undefined)[]>;
    bare(items: readonly T[]): Promise<(Answered | undefined)[]>;
  },
  turns = 5,
): Promise<{ ours: Figures; bare: Figures; answers: (Answered | undefined)[] }> {
  const found = { ours: [] as (Answered | undefined)[], bare: [] as (Answered | undefined)[] };
  const size = Math.ceil(items.length / turns);
  for (let from = 0; from < items.length; from += size) {
    const some = items.slice(from, from + size);
    for (const who of ['ours', 'bare'] as const) found[who].push(...(await orders[who](some)));
  }
  return { ours: figuresOf(found.ours), bare: figuresOf(found.bare), answers: found.ours };
}
