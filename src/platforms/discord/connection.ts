import type { Log } from '../../domain/ports/log.ts';
import type { Timers } from '../../domain/ports/timers.ts';
import { describeError } from './describe-error.ts';
import { type Gateway, GatewayRefused } from './gateway.ts';
import { within } from './timers.ts';

const pauses = [1000, 5000, 15_000, 60_000];

/** How long a closing handshake may take. */
const farewell = 500;

interface Connecting {
  open(): Gateway;
  timers: Timers;
  log: Log;
  secrets: readonly string[];
  onReady(): void;
  onRefused(reason: GatewayRefused): void;
}

/** Keeps trying to connect for as long as it is wanted, ever slower; a refusal ends it. */
export function createConnection({ open, timers, log, secrets, onReady, onRefused }: Connecting) {
  let gateway: Gateway | undefined;
  let wanted = false;
  let cancel = () => {};

  const attempt = async (failures: number): Promise<void> => {
    const mine = open();
    gateway = mine;
    try {
      await mine.connect();
      if (gateway === mine) onReady();
    } catch (error) {
      if (gateway !== mine) return;
      gateway = undefined;
      if (error instanceof GatewayRefused) return onRefused(error);
      log.warn({ err: describeError(error, secrets) }, 'Discord could not be reached, trying again');
      const pause = pauses[Math.min(failures, pauses.length - 1)] ?? 0;
      if (wanted) cancel = timers.after(pause, () => void attempt(failures + 1));
    }
  };
  return {
    /** Resolves after the first attempt, whatever came of it. */
    async connect(): Promise<void> {
      wanted = true;
      await attempt(0);
    },
    async disconnect(): Promise<void> {
      wanted = false;
      cancel();
      const closing = gateway;
      gateway = undefined;
      if (!closing) return;
      const closed = closing.close().catch((error) => {
        log.warn({ err: describeError(error, secrets) }, 'the Discord connection did not close cleanly');
      });
      await within(timers, farewell, closed);
    },
  };
}
