import { platformOf } from '../domain/platform-of.ts';
import type { AdminLines } from '../domain/ports/admin-lines.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Reach } from './reach.ts';
import type { TellAdmins } from './tell-admins.ts';

/** Of channels for reviewers nothing is kept but the line that says that one is out of reach. */
export function createCardReach({
  adminLines,
  clock,
  tellAdmins,
}: {
  adminLines: Pick<AdminLines, 'keep'>;
  clock: Clock;
  tellAdmins: Pick<TellAdmins, 'soon'>;
}): Reach {
  return {
    async lost({ channel, desk = '*', parts }, { reason }) {
      const now = clock();
      const what = `Cards for reviewers cannot be posted in ${channel}: ${reason}.`;
      const text = `${what} All that waits stands in "/deskwire review".`;
      await adminLines.keep({ key: `cards:${channel}`, desk, platform: platformOf(channel), text }, now);
      tellAdmins.soon();
      return parts[0]?.firstAttempt ?? now;
    },
    async regained() {},
    async probe() {},
  };
}
