import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChannelSender, PostOutcome } from '../../src/domain/ports/platform.ts';
import { createDeliverer } from '../../src/outbox/deliver.ts';
import { says } from '../store/digests-made.ts';
import { freshStore, now, silent } from '../store/fixture.ts';
import { fakeTime } from './fake-timers.ts';

let fresh: Awaited<ReturnType<typeof freshStore>>;
beforeAll(async () => {
  fresh = await freshStore();
});
afterAll(() => fresh.end());

/** What becomes of one request. `torn`: the process ends with it. */
const fates = ['done', 'limited', 'lost before', 'lost after', 'torn before', 'torn after'] as const;
type Fate = (typeof fates)[number];

/** A channel that keeps what is posted in it, and to each request does what the test says; then all are done. */
function channelWith(planned: Fate[]) {
  const messages = new Map<string, { delivery: string; body: unknown }>();
  let count = 0;
  function request(effect: () => string): PostOutcome {
    const fate = planned.shift() ?? 'done';
    if (fate === 'limited') return { outcome: 'limited', retryAfterMs: 2000 };
    const message = fate === 'lost before' || fate === 'torn before' ? '' : effect();
    if (fate.startsWith('torn')) throw new Error('the process ends');
    return fate === 'done' ? { outcome: 'posted', message } : { outcome: 'unknown', detail: fate };
  }
  const sender: ChannelSender = {
    post: async (_, body, { delivery }) =>
      request(() => {
        count += 1;
        messages.set(`m${count}`, { delivery, body });
        return `m${count}`;
      }),
    edit: async (_, message, body) =>
      request(() => {
        const known = messages.get(message);
        if (known) known.body = body;
        return message;
      }),
    async find(_, delivery) {
      const [found] = [...messages].find(([, message]) => message.delivery === delivery) ?? [];
      return { outcome: 'looked', found: new Map(found === undefined ? [] : [[0, found]]) };
    },
    access: async () => ({ ok: true }),
    time: async () => 'unknown',
    tell: async () => true,
  };
  return { sender, standing: () => [...messages.values()] };
}

const act = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('change' as const, 'close' as const, 'add' as const) },
  { weight: 3, arbitrary: fc.constantFrom('first works' as const, 'second works' as const) },
  { weight: 2, arbitrary: fc.constantFrom('a moment passes' as const, 'minutes pass' as const) },
);

let runs = 0;

test('whatever is cut off, each card stands once, and says in the end what it was to say last', async () => {
  const { store } = fresh;
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 5, maxLength: 30 }),
      fc.array(fc.constantFrom(...fates), { maxLength: 20 }),
      async (acts, planned) => {
        runs += 1;
        const desk = `desk${runs}`;
        const channel = `${desk}:T1:C1`;
        const time = fakeTime(now);
        const { sender, standing } = channelWith([...planned]);
        let holders = 0;
        const process = () =>
          createDeliverer({
            ...{ ledger: store.cards, senders: new Map([[desk, sender]]), log: silent, random: () => 0.5 },
            ...{
              turns: store.turns,
              adminLines: store.adminLines,
              tellAdmins: { soon() {}, flush: async () => {} },
              ...time,
            },
            holder: `${desk} ${++holders}`,
          });
        const workers = [process(), process()] as const;
        /** By id: the version that each was last given, and whether it is closed. */
        const wanted = new Map<string, { version: string; closed: boolean }>();
        const text = (version: string) => ({ version, reply: says(version), body: version });
        let versions = 0;
        const openId = () => [...wanted].find(([, { closed }]) => !closed)?.[0];
        for (const each of acts) {
          const id = openId();
          versions += 1;
          const version = `v${versions}`;
          if (each === 'add') {
            const fresh = `${runs}x${versions}`.padStart(16, '0');
            const card = { id: fresh, desk, channel, subject: 'draft:a', ...text(version) };
            expect(await store.cards.add(card, time.clock())).toBe(id === undefined);
            if (id === undefined) wanted.set(fresh, { version, closed: false });
          } else if ((each === 'change' || each === 'close') && id !== undefined) {
            const seen = { id, version: wanted.get(id)?.version ?? '' };
            expect(await store.cards.change(seen, text(version), each === 'close', time.clock())).toBe(true);
            wanted.set(id, { version, closed: each === 'close' });
          } else if (each === 'first works') await workers[0].run();
          else if (each === 'second works') await workers[1].run();
          else if (each === 'a moment passes') time.pass(3000);
          else if (each === 'minutes pass') time.pass(200_000);
        }
        for (let tick = 0; tick < 30; tick += 1) {
          time.pass(100_000);
          await Promise.all(workers.map((worker) => worker.run()));
        }
        const stood = standing();
        expect(new Set(stood.map(({ delivery }) => delivery)).size).toBe(stood.length);
        for (const [id, { version, closed }] of wanted) {
          const message = stood.find(({ delivery }) => delivery === id);
          // One that was over before anybody saw it need not come.
          if (message || !closed) expect(message?.body).toBe(version);
        }
        await Promise.all(workers.map((worker) => worker.stop(0)));
      },
    ),
    { numRuns: 40 },
  );
});
