import { describe, expect, test } from 'vitest';
import type { ChannelSender } from '../../src/domain/ports/platform.ts';
import { later } from '../store/digests-made.ts';
import { channels, delivering, parts, platforms } from './delivering.ts';

const hour = 3_600_000;

/** The end of a process: whatever it was at never comes back, and its timers go with it. */
function death() {
  const died = Promise.withResolvers<void>();
  return {
    die(): Promise<never> {
      died.resolve();
      return new Promise(() => {});
    },
    /** Until it has died, or is done. */
    lived: (running: Promise<void>) => Promise.race([running, died.promise]),
  };
}

describe.each(platforms)('on %s', (platform) => {
  const [channel] = channels[platform];

  test.each([-2, 2])(
    'a process whose clock is %i h ahead dies while it posts; the next one, whose clock is right, posts nothing twice',
    async (hours) => {
      // Where Discord remembers no nonce, only a look tells.
      const world = await delivering({ nonceWindow: 0 });
      const { time, deliverer, queue, standing, senders, ahead, until } = world;
      const { id } = await queue(channel, parts, { due: later(-3 * 3600) });
      const real = senders(hours * hour).get(platform)!;
      const { die, lived } = death();
      const post: ChannelSender['post'] = async (...args) => {
        const outcome = await real.post(...args);
        return args[2].part === 1 ? die() : outcome;
      };
      const dying = { clock: ahead(hours * hour), senders: new Map([[platform, { ...real, post }]]) };
      await lived(deliverer(dying).run());
      time.forget();
      expect(standing(channel)).toEqual(parts.slice(0, 2));
      // Until its lease has run out by any clock.
      time.pass(Math.max(0, hours) * hour + 200_000);
      expect(await until(deliverer(), [id])).toEqual(['delivered']);
      expect(standing(channel)).toEqual(parts);
    },
  );

  test.each([-2, 2])(
    'a clock that is set %i h ahead between two posts hides nothing either',
    async (hours) => {
      const { time, deliverer, queue, standing, senders, ahead, until } = await delivering({
        nonceWindow: 0,
      });
      const { id } = await queue(channel, parts, { due: later(-3 * 3600) });
      let set = 0;
      const real = senders(() => set).get(platform)!;
      const { die, lived } = death();
      const post: ChannelSender['post'] = async (...args) => {
        const outcome = await real.post(...args);
        if (args[2].part === 1) return die();
        set = hours * hour;
        return outcome;
      };
      const dying = { clock: ahead(() => set), senders: new Map([[platform, { ...real, post }]]) };
      const worker = deliverer(dying);
      await lived(worker.run());
      // Set ahead, it has no lease left by its own clock.
      if (standing(channel).length === 1) {
        time.pass(200_000);
        await lived(worker.run());
      }
      time.forget();
      expect(standing(channel)).toEqual(parts.slice(0, 2));
      time.pass(Math.max(0, hours) * hour + 200_000);
      expect(await until(deliverer(), [id])).toEqual(['delivered']);
      expect(standing(channel)).toEqual(parts);
    },
  );

  test('what a process whose clock was behind has just sent settles all the same', async () => {
    const { time, deliverer, queue, standing, senders, ahead, until, fail, land } = await delivering({
      nonceWindow: 0,
    });
    const { id } = await queue(channel, parts, { due: later(-3 * 3600) });
    fail(platform, { kind: 'late', when: 'before', nth: 1 });
    const real = senders(-2 * hour).get(platform)!;
    const { die, lived } = death();
    const post: ChannelSender['post'] = async (...args) => {
      await real.post(...args);
      return die();
    };
    const dying = { clock: ahead(-2 * hour), senders: new Map([[platform, { ...real, post }]]) };
    await lived(deliverer(dying).run());
    time.forget();
    const follower = deliverer();
    await follower.run();
    time.pass(20_000);
    await follower.run();
    expect(standing(channel)).toEqual([]);
    await land(platform, 1);
    expect(await until(follower, [id])).toEqual(['delivered']);
    expect(standing(channel)).toEqual(parts);
  });

  test('nothing is sent before the platform has told its time', async () => {
    const { deliverer, queue, standing, read, posts, until, slack, discord } = await delivering();
    const { id } = await queue(channel, ['one']);
    slack.faults.set({ route: 'auth.test', when: 'before', kind: { type: 'drop' } });
    discord.faults.plan({ route: 'GET /users/@me', when: 'before', kind: 'drop' });
    const worker = deliverer();
    await worker.run();
    expect([posts(platform), (await read(id)).reason]).toEqual([
      0,
      'the platform does not answer at the moment',
    ]);
    expect(await until(worker, [id])).toEqual(['delivered']);
    expect(standing(channel)).toEqual(['one']);
  });
});
