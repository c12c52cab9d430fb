import { expect, test } from 'vitest';
import { createLink, keepConnected, type LineEvents, pauseAfter } from '../../src/runtime/keep-connected.ts';
import { handClock } from '../platforms/hand-clock.ts';

interface Opened {
  events: LineEvents;
  resolve(): void;
  reject(error: Error): void;
  closed: boolean;
  cut: boolean;
}

/** Lines that stand or fail as the test says, kept by a clock that it moves. */
function start({ random = () => 1 } = {}) {
  const time = handClock();
  const logged: string[] = [];
  const write = (level: string) => (_: object, message: string) => void logged.push(`${level}: ${message}`);
  const log = { info: write('info'), warn: write('warn'), error: write('error') };
  const link = createLink({ platform: 'discord', name: 'Discord', clock: time.clock, log });
  const opened: Opened[] = [];
  const connection = keepConnected({
    open(events) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const line: Opened = { events, resolve, reject, closed: false, cut: false };
      opened.push(line);
      return {
        connect: () => promise,
        async close() {
          line.closed = true;
        },
        cut() {
          line.cut = true;
        },
      };
    },
    ...{ link, timers: time.timers, random },
    onFailed(error) {
      link.failed(error instanceof Error ? error.message : '');
      return 'again';
    },
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const last = () => opened.at(-1)!;
  return {
    ...{ time, link, opened, connection, logged, last, settled },
    async connected() {
      const first = connection.connect();
      last().resolve();
      await first;
    },
    /** The next attempt comes after so many milliseconds, and not before. */
    async nextAfter(ms: number) {
      const before = opened.length;
      await settled();
      await time.advance(ms - 1);
      expect(opened).toHaveLength(before);
      await time.advance(1);
      expect(opened).toHaveLength(before + 1);
    },
  };
}

test('pauses double up to a minute, half of each by chance', () => {
  const most = Array.from({ length: 9 }, (_, failures) => pauseAfter(failures, () => 1) / 1000);
  expect(most).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  expect(pauseAfter(3, () => 0)).toBe(4000);
});

test('a connection that cannot be made is tried ever slower, and then the end of the outage is told once', async () => {
  const { link, last, connection, logged, nextAfter, settled } = start();
  const first = connection.connect();
  last().reject(new Error('no way'));
  expect(await first).toMatchObject({ ok: false });
  for (const seconds of [1, 2, 4, 8, 16]) {
    await nextAfter(seconds * 1000);
    last().reject(new Error('no way'));
  }
  await nextAfter(32_000);
  expect(link.fault()).toMatch(/^Discord has not been connected since .*: no way$/);
  last().resolve();
  await settled();
  expect(link.fault()).toBeUndefined();
  expect(logged).toEqual([
    'warn: cannot connect to Discord; retrying',
    'info: connected to Discord after 63 s',
  ]);
});

test('an outage is a fault after 30 seconds, and has a line at its beginning and one at its end', async () => {
  const { time, link, last, connected, logged, nextAfter, settled } = start();
  await connected();
  const since = time.clock();
  expect(link.connection()).toEqual({ platform: 'discord', connected: true, since, reconnects: 0 });
  await time.advance(60_000);
  last().events.lost('the cable');
  expect(logged).toEqual(['warn: connection to Discord lost; retrying']);
  await nextAfter(1000);
  await time.advance(19_999);
  await settled();
  await time.advance(9000);
  expect(link.fault()).toBeUndefined();
  await time.advance(1);
  expect(link.fault()).toBe(
    'Discord has not been connected since 2026-11-23T12:01:00.000Z: no connection within 20 s',
  );
  last().resolve();
  await settled();
  expect(link.connection()).toMatchObject({ connected: true, reconnects: 1, since: time.clock() });
  expect(logged.slice(1)).toEqual(['info: connected to Discord again after 30 s']);
});

test('a renewal that the platform asks for is made at once and is no outage, unless it fails', async () => {
  const { time, link, last, connected, opened, logged, settled } = start();
  await connected();
  last().events.lost('a refresh', true);
  await time.advance(0);
  expect(opened).toHaveLength(2);
  last().resolve();
  await settled();
  expect(logged).toEqual([]);
  expect(link.connection()).toMatchObject({ connected: true, reconnects: 1 });
  await time.advance(60_000);
  last().events.lost('a refresh', true);
  await time.advance(0);
  last().reject(new Error('no way'));
  await settled();
  expect(logged).toEqual(['warn: connection to Discord lost; retrying']);
});

test('a line that never stands for a minute is taken for a failing one', async () => {
  const { last, connected, nextAfter, settled } = start();
  await connected();
  for (const seconds of [1, 2, 4]) {
    last().events.lost('gone again');
    await nextAfter(seconds * 1000);
    last().resolve();
    await settled();
  }
});

test('a line that mends itself is left alone, but not for ever', async () => {
  const { time, link, last, connected, opened, nextAfter } = start();
  await connected();
  for (let shake = 0; shake < 3; shake += 1) {
    last().events.shaken('a blink');
    expect(link.connection()).toMatchObject({ connected: false });
    await time.advance(1000);
    last().events.mended();
    expect(link.connection()).toMatchObject({ connected: true });
  }
  expect(opened).toHaveLength(1);
  last().events.shaken('a blink');
  await nextAfter(1000);
  expect(opened[0]).toMatchObject({ closed: true, cut: true });
});

test('a line that is not mended within 15 seconds is given up', async () => {
  const { time, last, connected, opened, nextAfter } = start();
  await connected();
  await time.advance(60_000);
  last().events.shaken('a blink');
  await time.advance(14_999);
  expect(opened[0]).toMatchObject({ closed: false });
  await time.advance(1);
  expect(opened[0]).toMatchObject({ closed: true });
  await nextAfter(1000);
});

test('what is not wanted any more leaves nothing behind, whatever it was at', async () => {
  const trying = start();
  const first = trying.connection.connect();
  await trying.connection.disconnect();
  expect(await first).toMatchObject({ ok: false });
  expect(trying.opened[0]).toMatchObject({ closed: true, cut: true });
  expect(trying.time.waiting()).toBe(0);

  const pausing = start();
  await pausing.connected();
  pausing.last().events.lost('gone');
  await pausing.connection.disconnect();
  await pausing.time.advance(600_000);
  expect(pausing.opened).toHaveLength(1);
  expect(pausing.time.waiting()).toBe(0);
});

test('a refusal is a fault at once, and is told once however often it comes', async () => {
  const { link, connected, time, logged } = start();
  await connected();
  link.refused('Discord refused the bot token.');
  link.refused('Discord refused the bot token.');
  expect(link.fault()).toBe('Discord refused the bot token.');
  await time.advance(90_000);
  link.made();
  expect(logged).toEqual([
    'error: Discord refused the bot token.',
    'info: connected to Discord again after 90 s',
  ]);
});

test('what another process has is neither a connection of ours nor a fault', async () => {
  const { link, connected, time } = start();
  await connected();
  link.unwanted();
  await time.advance(600_000);
  expect([link.connection(), link.fault()]).toEqual([undefined, undefined]);
  link.wanted();
  expect(link.connection()).toMatchObject({ connected: false, since: time.clock() });
});
