import { chanceOf } from '../tests/crash/chance.ts';
import type { Answered } from './load.ts';
import { deleteOneFact } from './made-desk.ts';
import { factLine, remembered } from './questions.ts';
import type { Serving } from './reading.ts';

/** Milliseconds between heartbeats that the fake asks for here, so that there are many of them. */
export const busyHeartbeatMs = 1000;

/** Milliseconds by which each may be late, whatever else goes on. */
const aims = { ack: 1000, beat: 1000, digest: 5000 } as const;

/** Milliseconds. */
interface Kept {
  /** The last ack while the slowest commands ran, and while a fact was deleted. */
  acks: { looping: number; deleting: number };
  /** Commands that nobody answered, and how many there were. */
  lost: number;
  asked: number;
  /** By which a heartbeat came too late at the most. */
  beat: number;
  /** From the slot of a digest until it was posted; infinite: it was not. */
  digest: number | undefined;
}

/**
 * While the slowest question and the slowest act run in a loop, and then while a fact is deleted: whether acks come,
 * whether the gateway is told that we live, and whether a digest is posted in the minute in which it is due.
 */
export async function keepingTime(
  { load, service, made }: Pick<Serving, 'load' | 'service' | 'made'>,
  slowest: string,
  { digest }: { digest: boolean },
): Promise<Kept> {
  const ask = async (line: string, user?: string) => {
    const order = { kind: 'slack', url: service.url, lines: [line], atOnce: 1 } as const;
    return (await load.send(user ? { ...order, user } : order))[0];
  };
  const slot = digest ? await subscribed(ask) : undefined;
  let looping = true;
  const chance = chanceOf(11);
  const loop = (async () => {
    while (looping) {
      await ask(slowest);
      await ask(factLine(made, chance));
    }
  })();
  const during = await asking(ask, slot ? slot.getTime() + aims.digest : Date.now() + 8000);
  looping = false;
  await loop;
  deleteOneFact(made);
  const after = await asking(ask, Date.now() + (digest ? 10_000 : 4000));

  const { beats, posts } = await load.seen();
  const posted = posts.find(({ at, status }) => status === 200 && slot && at >= slot.getTime());
  const all = [...during, ...after];
  return {
    acks: { looping: lastAck(during), deleting: lastAck(after) },
    lost: all.filter((one) => one === undefined).length,
    asked: all.length,
    beat: Math.max(0, ...beats.map((gap) => gap - busyHeartbeatMs)),
    digest: slot && (posted ? posted.at - slot.getTime() : Number.POSITIVE_INFINITY),
  };
}

const lastAck = (answers: readonly (Answered | undefined)[]) =>
  Math.max(...answers.map((one) => one?.ack ?? 0));

type Ask = (line: string, user?: string) => Promise<Answered | undefined>;

/** Somebody else asks for what is remembered, twenty times a second at most. */
async function asking(ask: Ask, until: number): Promise<(Answered | undefined)[]> {
  const answers: (Answered | undefined)[] = [];
  while (Date.now() < until) {
    answers.push(await ask(remembered.help.typed, 'U2'));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return answers;
}

/** Subscribes a channel; resolves to when its digest is due, at a change of minutes. */
async function subscribed(ask: Ask): Promise<Date> {
  const minute = 60_000;
  // Far enough ahead that the loop has begun by then.
  const slot = new Date(Math.ceil((Date.now() + 15_000) / minute) * minute);
  const time = slot.toISOString().slice(11, 16);
  const answer = await ask(`/deskwire digest subscribe daily at ${time} in UTC`);
  if (!/^\W*Subscribed/.test(answer?.text ?? '')) throw new Error(`not subscribed: ${answer?.text}`);
  return slot;
}

export async function benchBusy(
  serving: Serving,
  slowest: string,
  options: { digest: boolean },
): Promise<void> {
  const { table, of } = serving;
  const { acks, lost, asked, beat, digest } = await keepingTime(serving, slowest, options);
  const meanwhile = 'while the slowest commands run in a loop';
  table.atMost(`${of}last ack ${meanwhile}`, acks.looping, aims.ack, 'ms');
  table.atMost(`${of}last ack while a fact is deleted`, acks.deleting, aims.ack, 'ms');
  if (lost > 0) table.failed(`${of}commands without an answer in both`, `${lost} of ${asked}`, '0');
  table.atMost(`${of}latest heartbeat on Discord in both`, beat, aims.beat, 'ms');
  if (digest !== undefined)
    table.atMost(`${of}digest posted after its slot ${meanwhile}`, digest, aims.digest, 'ms');
  table.because((await serving.service.probed()).where);
}
