import type { Log } from '../domain/ports/log.ts';
import type { Reply } from '../domain/reply.ts';
import { allows, type Role } from '../domain/roles.ts';
import { refusal } from './fault-reply.ts';

/**
 * The one place where roles are checked, and where a refusal is logged. Undefined: allowed; otherwise the answer that
 * says what is needed.
 */
export function checkRole(
  log: Log,
  { person, desk, role }: { person: string; desk: string; role: Role },
  command: { name: string; role: Role },
): Reply | undefined {
  const refused = refuse(role, command);
  if (refused) log.warn({ person, desk, command: command.name, role }, 'command refused');
  return refused;
}

function refuse(held: Role, { name, role }: { name: string; role: Role }): Reply | undefined {
  if (allows(held, role)) return undefined;
  const needs = `${name} is for the role ${role} and above; you are ${held === 'admin' ? 'an' : 'a'} ${held} here.`;
  return refusal('forbidden', `${needs.charAt(0).toUpperCase()}${needs.slice(1)} An admin can grant roles.`);
}
