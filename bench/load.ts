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
const percentile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.ceil(times.length * share) - 1] ?? Number.NaN;

export const median = (times: readonly number[]): number => percentile(times, 0.5);

type Send<T> = (items: readonly T[]) => Promise<(Answered | undefined)[]>;

/**
 * The same requests to ours and to a bare app, a few at a time in turn, so that a noisy moment of the machine falls on
 * both. What is far too slow is not asked to the end: after `limitMs` those that were answered tell enough.
 */
export async function inTurn<T>(
  items: readonly T[],
  orders: { ours: Send<T>; bare: Send<T> },
  { turns = 10, limitMs = 20_000 } = {},
): Promise<{ ours: Figures; bare: Figures; answers: (Answered | undefined)[] }> {
  const ours: (Answered | undefined)[] = [];
  const bare: (Answered | undefined)[] = [];
  const size = Math.ceil(items.length / turns);
  const end = performance.now() + limitMs;
  for (let from = 0; from < items.length && performance.now() < end; from += size) {
    const some = items.slice(from, from + size);
    ours.push(...(await orders.ours(some)));
    bare.push(...(await orders.bare(some)));
  }
  return { ours: figuresOf(ours), bare: figuresOf(bare), answers: ours };
}
