import { platformOf } from '../domain/platform-of.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Reach } from './reach.ts';
import type { TellAdmins } from './tell-admins.ts';

/** Of channels for reviewers nothing is kept: that one is out of reach is told once by a process. */
export function createCardReach({ clock, tellAdmins }: { clock: Clock; tellAdmins: TellAdmins }): Reach {
  const told = new Set<string>();
  return {
    async lost({ channel, parts }, { reason }) {
      const since = parts[0]?.firstAttempt ?? clock();
      if (told.has(channel)) return since;
      told.add(channel);
      const what = `Cards for reviewers cannot be posted in ${channel}: ${reason}.`;
      tellAdmins(platformOf(channel), `${what} All that waits stands in "/deskwire review".`);
      return since;
    },
    async regained() {},
    async probe() {},
  };
}
