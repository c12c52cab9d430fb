import type { Leases } from '../domain/ports/chat.ts';
import {
  type AdminLine,
  type AdminLines,
  adminLineKeptMs,
  type PendingLine,
} from '../domain/ports/digests.ts';
import type { Clock, Log, Timers } from '../domain/ports/runtime.ts';

/**
 * Recipients of an alert, in order of preference: lists of person ids. The first list in which somebody can be reached
 * gets it.
 */
export type AdminsOf = (line: AdminLine) => Promise<readonly (readonly string[])[]>;

export interface TellAdminsOptions {
  /** Platforms on which this process can send direct messages. */
  platforms: readonly string[];
  lines: AdminLines;
  leases: Leases;
  adminsOf: AdminsOf;
  /** Sends a direct message to one person; false if that failed. Never throws. */
  say: (person: string, text: string) => Promise<boolean>;
  clock: Clock;
  timers: Timers;
  log: Log;
  /** Unique per process and start. */
  holder: string;
}

/** Sends stored alerts to admins. Never throws. */
export interface TellAdmins {
  /** There may be new alerts. Alerts that arrive within ten seconds are sent together. */
  soon(): void;
  /** Sends all stored alerts, unless another process is doing so. */
  flush(): Promise<void>;
}

/** A bot removed from a server loses twenty channels at once; that should be one message. */
const gatherMs = 10_000;
const mostLines = 10;
/** Alerts read at a time. */
const batch = 1000;
/** Milliseconds that an alert waits for a process with an adapter for its platform. */
const elsewhereMs = 60 * 60_000;

/** Held while alerts are sent, so that two processes do not send the same ones. */
const lease = { name: 'tell-admins', ms: 2 * 60_000 };

/** Pauses after nobody could be reached; they double. */
const pause = { first: 60_000, longest: 60 * 60_000 };

/** Sends alerts at least once: they are marked as sent only afterwards. */
export function createTellAdmins(options: TellAdminsOptions): TellAdmins {
  const { platforms, lines, leases, adminsOf, say, clock, timers, log, holder } = options;
  let cancel: (() => void) | undefined;
  let under = Promise.resolve();
  /** Failed attempts by alert number, and when to try again. */
  const inVain = new Map<number, { times: number; until: number }>();

  /** Stored alerts that this process should send now. */
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
      // Read again, because another process may have sent some before it released the lease.
      const kept = await open(now);
      const delivered = await tellAll(kept, { adminsOf, say });
      for (const line of kept) {
        if (delivered.has(line.number)) continue;
        leave(line, now);
        // Given up after `adminLineKeptMs`; the log has it.
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

/** Sends each person their alerts as one message. Resolves to the numbers of the alerts that reached somebody. */
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
