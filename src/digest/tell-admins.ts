import type { Log } from '../domain/ports/log.ts';
import type { Timers } from '../domain/ports/timers.ts';

/** Keeps a line for the admins of a platform. */
export type TellAdmins = (platform: string, line: string) => void;

/** Says a text to the admins of a platform. */
export type SayToAdmins = (platform: string, text: string) => Promise<void>;

/** A bot that was thrown out of a server loses twenty channels at once: that is one message. */
const gatherMs = 10_000;
const mostLines = 10;

/** Gathers what happens at about the same time, and says it once. `flush` says what is still kept. */
export function gatherForAdmins(
  say: SayToAdmins,
  timers: Timers,
  log: Log,
): { tell: TellAdmins; flush(): Promise<void> } {
  let lines = new Map<string, string[]>();
  let cancel = () => {};

  async function flush(): Promise<void> {
    cancel();
    const gathered = lines;
    lines = new Map();
    const saying = [...gathered].map(([platform, all]) => {
      const more = all.length - mostLines;
      const rest = more > 0 ? [`And ${more} more: "/deskwire digest list" shows them.`] : [];
      const text = [...all.slice(0, mostLines), ...rest].join('\n');
      return say(platform, text).catch((err) => log.error({ err, text }, 'the admins could not be told'));
    });
    await Promise.all(saying);
  }
  return {
    flush,
    tell(platform, line) {
      if (lines.size === 0) cancel = timers.after(gatherMs, () => void flush());
      lines.set(platform, [...(lines.get(platform) ?? []), line]);
    },
  };
}
