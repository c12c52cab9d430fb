import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import type { Probed } from './processes.ts';

/** Loaded before a program that is measured: tells its figures when it is asked to, or in the end to a file. */

/** Milliseconds between two looks at the loop; a shorter block is not seen. */
const resolution = 5;
const delay = monitorEventLoopDelay({ resolution });
const { BENCH_PROFILE: profiles, BENCH_FIGURES: file } = process.env;
// A program that is not profiled does not load it.
const profile = profiles && isMainThread ? await import('./profile.ts') : undefined;

export function probed(): Probed {
  const { user, system } = process.cpuUsage();
  const megabyte = 2 ** 20;
  const block = delay.count > 0 ? Math.max(0, delay.max / 1e6 - resolution) : 0;
  delay.reset();
  return {
    cpu: (user + system) / 1000,
    resident: process.memoryUsage.rss() / megabyte,
    peak: (process.resourceUsage().maxRSS * 1024) / megabyte,
    block,
    where: profile?.whereTimeWent() ?? '',
  };
}

if (isMainThread) {
  delay.enable();
  profile?.startProfiling();
  if (file) process.on('exit', () => writeFileSync(file, JSON.stringify(probed())));
  process.on('message', ({ id, order }: { id: number; order: unknown }) => {
    if (order === 'figures') process.send?.({ id, answer: probed() });
  });
  // Nobody who asks keeps the program from ending.
  process.channel?.unref();
  process.send?.({ id: 0, answer: 'ready' });
}
