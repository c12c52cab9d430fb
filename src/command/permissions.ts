import { house } from '../domain/house.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Reply } from '../domain/reply.ts';
import { allows, type Role } from '../domain/roles.ts';
import { forbidden } from './fault-reply.ts';

/** What somebody tries: a command, a button's command or a form. */
export interface Tried {
  person: string;
  /** None: nothing of a desk's. */
  desk?: string | undefined;
  command: string;
  /** The role they hold there; none: it did not come to that. */
  held?: Role | undefined;
}

/** The one place where roles are checked. Undefined: allowed; otherwise the answer that says what is needed. */
export function checkRole(
  { person, command, held }: Tried & { held: Role },
  needed: Role,
): Reply | undefined {
  if (allows(held, needed)) return undefined;
  const says = `${command} is for the role ${needed} and above; you are ${/^[aeiou]/.test(held) ? 'an' : 'a'} ${held} here.`;
  return forbidden(needed, `${says.charAt(0).toUpperCase()}${says.slice(1)} ${howToBecome(person, needed)}`);
}

/** At the prompt sits whoever has the shell. */
const howToBecome = (person: string, needed: Role): string =>
  person === 'terminal'
    ? `On the host: npm run -s deskwire -- roles grant terminal ${needed}`
    : 'An admin can grant roles.';

/** Writes an answer that refuses to the log, once; never what was typed. Gives the answer back. */
export function logged(log: Log, { person, desk = house, command, held }: Tried, reply: Reply): Reply {
  const { needed } = reply;
  if (needed !== undefined) log.warn({ person, desk, command, needed, held }, 'command refused');
  return reply;
}
