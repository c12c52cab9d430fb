import { expect, onTestFinished, test, vi } from 'vitest';
import type { Log } from '../../src/domain/ports/runtime.ts';
import { realTimers } from '../../src/runtime/async.ts';
import { everyMinute, type Job } from '../../src/runtime/jobs.ts';

function setUp(...jobs: Job[]) {
  vi.useFakeTimers({ now: new Date('2026-11-23T12:00:30Z') });
  const printed = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name));
  const lines: object[] = [];
  const log: Log = { info() {}, warn: (fields) => lines.push(fields), error: (fields) => lines.push(fields) };
  const minute = everyMinute(jobs, { log, timers: realTimers });
  onTestFinished(async () => {
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
    const stopped = minute.stop(1000);
    await vi.advanceTimersByTimeAsync(1000);
    await stopped;
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  return { minute, lines };
}

test('a job that fails, the first time too, is logged by our log alone and runs again', async () => {
  const run = vi.fn(() => Promise.reject(new Error('boom')));
  const { minute, lines } = setUp({ name: 'broken', run });
  minute.begin();
  await vi.advanceTimersByTimeAsync(0);
  expect(lines).toEqual([{ job: 'broken', err: new Error('boom') }]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(run).toHaveBeenCalledTimes(2);
});

test('a job that is still at work is not started beside itself', async () => {
  const slow = Promise.withResolvers<void>();
  const run = vi.fn(() => slow.promise);
  const { minute, lines } = setUp({ name: 'slow', run });
  minute.begin();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(run).toHaveBeenCalledTimes(1);
  expect(lines).toEqual([expect.objectContaining({ job: 'slow' })]);
  slow.resolve();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(run).toHaveBeenCalledTimes(2);
});

test('a job may begin with the next full minute', async () => {
  const run = vi.fn();
  const { minute } = setUp({ name: 'later', run, later: true });
  minute.begin();
  expect(run).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(run).toHaveBeenCalledTimes(1);
});

test('a stop waits for what runs, for a time, and what fails after it is not told', async () => {
  const slow = Promise.withResolvers<void>();
  const { minute, lines } = setUp({ name: 'slow', run: () => slow.promise });
  minute.begin();
  let over = false;
  const stopped = minute.stop(1000).then(() => {
    over = true;
  });
  await vi.advanceTimersByTimeAsync(999);
  expect(over).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await stopped;
  slow.reject(new Error('the database is closed'));
  await vi.advanceTimersByTimeAsync(120_000);
  expect(lines).toEqual([]);
});
