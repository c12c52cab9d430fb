import { expect, onTestFinished, test, vi } from 'vitest';
import { stopOnSignals } from '../../src/runtime/stop-signals.ts';

/** A process that is told to stop, with what holds it. */
function start() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const listeners = new Map<string, () => void>();
  const logged: { level: string; message: string; held?: unknown }[] = [];
  const write = (level: string) => (fields: object, message: string) =>
    void logged.push({ level, message, ...fields });
  const exits: number[] = [];
  const stop = stopOnSignals(
    {
      on: (signal, listener) => listeners.set(signal, listener),
      exit: (code) => void exits.push(code),
      getActiveResourcesInfo: () => ['Timeout', 'TCPSocketWrap', 'Timeout'],
    },
    { info: write('info'), warn: write('warn'), error: write('error') },
    () => Date.now(),
  );
  return { stop, logged, exits, send: (signal: string) => listeners.get(signal)?.() };
}

test('the first signal is why it stops', async () => {
  const { stop, exits, send } = start();
  send('SIGINT');
  send('SIGTERM');
  expect(await stop.requested).toBe('SIGINT');
  expect(exits).toEqual([]);
});

test('signals that come together are one, a later one ends it at once', () => {
  const { logged, exits, send } = start();
  send('SIGINT');
  vi.advanceTimersByTime(300);
  send('SIGINT');
  expect(exits).toEqual([]);
  vi.advanceTimersByTime(1);
  send('SIGTERM');
  expect(exits).toEqual([1]);
  expect(logged).toEqual([
    {
      level: 'warn',
      message: 'second stop signal: exiting at once',
      reason: 'SIGTERM',
      held: { Timeout: 2, TCPSocketWrap: 1 },
    },
  ]);
});

test('a stop that takes too long is a failure, and the log names what held it', () => {
  const { stop, logged, exits } = start();
  stop.begin();
  vi.advanceTimersByTime(3999);
  expect(exits).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(exits).toEqual([1]);
  expect(logged).toMatchObject([{ level: 'error', held: { Timeout: 2, TCPSocketWrap: 1 } }]);
});

test('what holds it once all is closed is named, and the stop is none the worse', () => {
  const { stop, logged, exits } = start();
  stop.begin().closed(0);
  vi.advanceTimersByTime(500);
  expect(exits).toEqual([0]);
  expect(logged).toMatchObject([{ level: 'warn', held: { Timeout: 2, TCPSocketWrap: 1 } }]);
});

test('a start that failed stays a failure, whatever still holds the process', () => {
  const { stop, exits } = start();
  stop.begin().closed(1);
  vi.advanceTimersByTime(500);
  expect(exits).toEqual([1]);
});
