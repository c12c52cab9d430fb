import {
  type AdminLine,
  type AdminLines,
  adminLineKeptMs,
  type UntoldLine,
} from '../domain/ports/admin-lines.ts';
import type { Leases } from '../domain/ports/chat.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Timers } from '../domain/ports/timers.ts';

/** Who is to be told of a line: the first of these lists with somebody in it who can be told. */
export type AdminsOf = (line: AdminLine) => Promise<readonly (readonly string[])[]>;

export interface TellAdminsOptions {
  lines: AdminLines;
  leases: Leases;
  adminsOf: AdminsOf;
  /** A private word to one person; false when it could not be said. Never throws. */
  say: (person: string, text: string) => Promise<boolean>;
  clock: Clock;
  timers: Timers;
  log: Log;
  /** Differs for every process, and every time that it starts. */
  holder: string;
}

/** Says what is kept for the admins. None of these throws. */
export interface TellAdmins {
  /** There may be something: what happens at about the same time is said once. */
  soon(): void;
  /** Says all that is still kept, unless another process is at it. */
  flush(): Promise<void>;
}

/** A bot that was thrown out of a server loses twenty channels at once: that is one message. */
const gatherMs = 10_000;
const mostLines = 10;
/** Read at one time. */
const batch = 200;

/** Held while lines are said, so that processes on one store do not both say them. */
const lease = { name: 'tell-admins', ms: 2 * 60_000 };

/** Pauses after nobody could be told: doubling. */
const pause = { first: 60_000, longest: 60 * 60_000 };

/** What is kept is said at least once: it is marked as told only after. */
export function createTellAdmins(options: TellAdminsOptions): TellAdmins {
  const { lines, leases, adminsOf, say, clock, timers, log, holder } = options;
  let cancel: (() => void) | undefined;
  let under = Promise.resolve();
  let inVain = { times: 0, until: 0 };

  async function once(): Promise<void> {
    const now = clock();
    const untold = await lines.untold(batch);
    if (untold.length === 0) return;
    if (!(await leases.hold(lease.name, holder, new Date(now.getTime() + lease.ms), now))) return;
    try {
      // Read again: another process may have said some of it before it gave the lease back.
      const kept = await lines.untold(batch);
      const told = await tellAll(kept, { adminsOf, say });
      const left = kept.filter(({ number }) => !told.has(number));
      const stale = left.filter(({ at }) => now.getTime() - at.getTime() > adminLineKeptMs);
      for (const { text } of left)
        log.warn({ text }, 'no admin could be told; set DESKWIRE_ADMINS to people who can be written to');
      await lines.told([...told, ...stale.map(({ number }) => number)], now);
      const times = left.length > stale.length ? inVain.times + 1 : 0;
      const ms = times === 0 ? 0 : Math.min(pause.longest, pause.first * 2 ** Math.min(times - 1, 10));
      inVain = { times, until: now.getTime() + ms };
    } finally {
      await leases.release(lease.name, holder);
    }
  }

  function flush(): Promise<void> {
    cancel?.();
    cancel = undefined;
    under = under.then(once).catch((err) => log.error({ err }, 'the admins could not be told'));
    return under;
  }
  return {
    flush,
    soon() {
      cancel ??= timers.after(Math.max(gatherMs, inVain.until - clock().getTime()), () => void flush());
    },
  };
}

/** Everybody gets all that is for them as one message. Answers the numbers of the lines that somebody was told. */
async function tellAll(
  lines: readonly UntoldLine[],
  { adminsOf, say }: Pick<TellAdminsOptions, 'adminsOf' | 'say'>,
): Promise<Set<number>> {
  const told = new Set<number>();
  const lists = new Map(
    await Promise.all(lines.map(async (line) => [line.number, await adminsOf(line)] as const)),
  );
  const most = Math.max(0, ...[...lists.values()].map(({ length }) => length));
  for (let at = 0; at < most; at += 1) {
    const open = lines.filter(({ number }) => !told.has(number));
    const people = new Set(open.flatMap(({ number }) => lists.get(number)?.[at] ?? []));
    const saying = [...people].map(async (person) => {
      const theirs = open.filter(({ number }) => lists.get(number)?.[at]?.includes(person));
      return (await say(person, inOne(theirs))) ? theirs : [];
    });
    for (const { number } of (await Promise.all(saying)).flat()) told.add(number);
  }
  return told;
}

function inOne(lines: readonly AdminLine[]): string {
  const all = [...new Set(lines.map(({ text }) => text))];
  const more = all.length - mostLines;
  const rest = more > 0 ? [`And ${more} more: "/deskwire digest list" shows them.`] : [];
  return [...all.slice(0, mostLines), ...rest].join('\n');
}
