import { chanceOf } from '../tests/crash/chance.ts';
import type { Answered } from './load.ts';
import { deleteOneFact } from './made-desk.ts';
import { factLine, remembered } from './questions.ts';
import type { Serving } from './reading.ts';

/** Milliseconds between heartbeats that the fake asks for here, so that there are many of them. */
export const busyHeartbeatMs = 1000;

/** Milliseconds by which each may be late, whatever else goes on. */
const aims = { ack: 1000, beat: 1000, digest: 5000 } as const;

/**
 * While the slowest question and the slowest act run in a loop, and then while a fact is deleted: whether acks come,
 * whether the gateway is told that we live, and whether a digest is posted in the minute in which it is due.
 */
export async function benchBusy(
  serving: Serving,
  slowest: string,
  { digest }: { digest: boolean },
): Promise<void> {
  const { load, service, made, table, of } = serving;
  const ask = async (line: string, user?: string) => {
    const order = { kind: 'slack', url: service.url, lines: [line], atOnce: 1 } as const;
    return (await load.send(user ? { ...order, user } : order))[0];
  };
  const slot = digest ? await subscribed(ask) : undefined;
  const end = slot ? slot.getTime() + aims.digest : Date.now() + 8000;
  let looping = true;
  const chance = chanceOf(11);
  const loop = (async () => {
    while (looping) {
      await ask(slowest);
      await ask(factLine(made, chance));
    }
  })();
  const acks = await asking(ask, () => Date.now() < end);
  looping = false;
  await loop;
  acksOf(`${of}last ack while the slowest commands run in a loop`, acks);

  deleteOneFact(made);
  acksOf(`${of}last ack while a fact is deleted`, await asking(ask, until(digest ? 10_000 : 4000)));

  const { beats, posts } = await load.seen();
  const late = Math.max(...beats.map((gap) => gap - busyHeartbeatMs));
  table.atMost(`${of}latest heartbeat in that time`, Math.max(0, late), aims.beat, 'ms');
  if (!slot) return;
  const posted = posts.find(({ at, status }) => status === 200 && at >= slot.getTime());
  const what = `${of}digest posted after its slot in that time`;
  if (posted) table.atMost(what, posted.at - slot.getTime(), aims.digest, 'ms');
  else table.failed(what, 'not posted', '5 s');

  function acksOf(what: string, answers: readonly (Answered | undefined)[]) {
    const lost = answers.filter((one) => one === undefined).length;
    if (lost > 0) table.failed(what, `${lost} of ${answers.length} lost`, '1000 ms');
    else table.atMost(what, Math.max(...answers.map((one) => one?.ack ?? 0)), aims.ack, 'ms');
  }
}

const until = (ms: number) => {
  const end = Date.now() + ms;
  return () => Date.now() < end;
};

type Ask = (line: string, user?: string) => Promise<Answered | undefined>;

/** Somebody else asks for what is remembered, twenty times a second at most. */
async function asking(ask: Ask, more: () => boolean): Promise<(Answered | undefined)[]> {
  const answers: (Answered | undefined)[] = [];
  while (more()) {
    answers.push(await ask(remembered.help.typed, 'U2'));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return answers;
}

/** Subscribes a channel; resolves to when its digest is due, in the minute after the next change of minutes. */
async function subscribed(ask: Ask): Promise<Date> {
  const minute = 60_000;
  // Far enough ahead that the loop has begun by then.
  const slot = new Date(Math.ceil((Date.now() + 15_000) / minute) * minute);
  const time = slot.toISOString().slice(11, 16);
  const answer = await ask(`/deskwire digest subscribe daily at ${time} in UTC`);
  if (!/^Subscribed/m.test(answer?.text ?? '')) throw new Error(`not subscribed: ${answer?.text}`);
  return slot;
}
