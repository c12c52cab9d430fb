import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Sample } from './latency.ts';

/**
 * Requests to send, one kind at a time. `anew`: no two of them ask for the same days, so that no answer can be
 * remembered.
 */
export type Order = { count: number; atOnce: number } & (
  | { kind: 'slack'; url: string; typed: string; anew: boolean }
  | {
      kind: 'discord';
      bot: 'ours' | 'bare';
      desk: string;
      command: string;
      options: Record<string, string>;
      anew: boolean;
    }
  | { kind: 'complete'; desk: string; command: string; option: string; typed: string }
);

/** Where the fake platforms listen, and what they take for right. */
export interface Fakes {
  slack: { apiUrl: string; bot: string; signingSecret: string };
  discord: Record<'ours' | 'bare', { apiUrl: string; token: string }>;
}

/** The fakes and the senders in a process of their own, so that what they cost is not taken from who answers. */
export async function startLoad() {
  const child = fork(join(import.meta.dirname, 'load-child.ts'));
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`the load process ended with ${code}`);
  });
  ended.catch(() => {});
  const told = async () => {
    const [message] = await Promise.race([once(child, 'message'), ended]);
    return message;
  };
  const fakes = (await told()) as Fakes;
  return {
    fakes,
    async send(order: Order): Promise<Sample> {
      child.send(order);
      const answer = (await told()) as { sample: Sample } | { fault: string };
      if ('fault' in answer) throw new Error(answer.fault);
      return answer.sample;
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended.catch(() => {});
    },
  };
}

export type Load = Awaited<ReturnType<typeof startLoad>>;
