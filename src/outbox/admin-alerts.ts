import type { Leases } from '../domain/ports/chat.ts';
import {
  type AdminLine,
  type AdminLines,
  adminLineKeptMs,
  type PendingLine,
} from '../domain/ports/digests.ts';
import type { Clock, Log, Timers } from '../domain/ports/runtime.ts';

/** Who is to be told of a line: the first of these lists with somebody in it who can be told. */
export type AdminsOf = (line: AdminLine) => Promise<readonly (readonly string[])[]>;

export interface TellAdminsOptions {
  /** Those on which this process can write to people. */
  platforms: readonly string[];
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
const batch = 1000;
/** What happened elsewhere is for a process that can write to people there; unless there is none, for so long. */
const elsewhereMs = 60 * 60_000;

/** Held while lines are said, so that processes on one store do not both say them. */
const lease = { name: 'tell-admins', ms: 2 * 60_000 };

/** Pauses after nobody could be told: doubling. */
const pause = { first: 60_000, longest: 60 * 60_000 };

/** What is kept is said at least once: it is marked as told only after. */
export function createTellAdmins(options: TellAdminsOptions): TellAdmins {
  const { platforms, lines, leases, adminsOf, say, clock, timers, log, holder } = options;
  let cancel: (() => void) | undefined;
  let under = Promise.resolve();
  /** Lines that nobody could be told: how often, and until when they are left. */
  const inVain = new Map<number, { times: number; until: number }>();

  /** Those that are for this process to say, and have not just been tried. */
  async function open(now: Date): Promise<PendingLine[]> {
    const age = ({ at }: PendingLine) => now.getTime() - at.getTime();
    const isOurs = (line: PendingLine) => platforms.includes(line.platform) || age(line) > elsewhereMs;
    const isLeft = ({ number }: PendingLine) => (inVain.get(number)?.until ?? 0) > now.getTime();
    return (await lines.pending(batch)).filter((line) => isOurs(line) && !isLeft(line));
  }

  function leave({ number, text }: PendingLine, now: Date): void {
    const times = (inVain.get(number)?.times ?? 0) + 1;
    const ms = Math.min(pause.longest, pause.first * 2 ** (times - 1));
    inVain.set(number, { times, until: now.getTime() + ms });
    log.warn(
      { text },
      'no admin received an alert; set DESKWIRE_ADMINS to people who accept direct messages',
    );
  }

  async function once(): Promise<void> {
    const now = clock();
    if ((await open(now)).length === 0) return;
    if (!(await leases.hold(lease.name, holder, new Date(now.getTime() + lease.ms), now))) return;
    try {
      // Read again: another process may have said some of it before it gave the lease back.
      const kept = await open(now);
      const delivered = await tellAll(kept, { adminsOf, say });
      for (const line of kept) {
        if (delivered.has(line.number)) continue;
        leave(line, now);
        // Not for ever: then the log alone has said it.
        if (now.getTime() - line.at.getTime() > adminLineKeptMs) delivered.add(line.number);
      }
      for (const number of delivered) inVain.delete(number);
      await lines.delivered([...delivered], now);
    } finally {
      await leases.release(lease.name, holder);
    }
  }

  function flush(): Promise<void> {
    cancel?.();
    cancel = undefined;
    under = under.then(once).catch((err) => log.error({ err }, 'sending alerts to admins failed'));
    return under;
  }
  return {
    flush,
    soon() {
      cancel ??= timers.after(gatherMs, () => void flush());
    },
  };
}

/** Everybody gets all that is for them as one message. Answers the numbers of the lines that somebody was told. */
async function tellAll(
  lines: readonly PendingLine[],
  { adminsOf, say }: Pick<TellAdminsOptions, 'adminsOf' | 'say'>,
): Promise<Set<number>> {
  const delivered = new Set<number>();
  const lists = new Map(
    await Promise.all(lines.map(async (line) => [line.number, await adminsOf(line)] as const)),
  );
  const most = Math.max(0, ...[...lists.values()].map(({ length }) => length));
  for (let at = 0; at < most; at += 1) {
    const open = lines.filter(({ number }) => !delivered.has(number));
    const people = new Set(open.flatMap(({ number }) => lists.get(number)?.[at] ?? []));
    const saying = [...people].map(async (person) => {
      const theirs = open.filter(({ number }) => lists.get(number)?.[at]?.includes(person));
      return (await say(person, inOne(theirs))) ? theirs : [];
    });
    for (const { number } of (await Promise.all(saying)).flat()) delivered.add(number);
  }
  return delivered;
}

function inOne(lines: readonly AdminLine[]): string {
  const all = [...new Set(lines.map(({ text }) => text))];
  const more = all.length - mostLines;
  const rest = more > 0 ? [`And ${more} more: "/deskwire digest list" shows them.`] : [];
  return [...all.slice(0, mostLines), ...rest].join('\n');
}
