import type { Reply } from '../domain/reply.ts';
import { allows, type Role } from '../domain/roles.ts';
import { refusal } from './fault-reply.ts';

/** The one place where roles are checked. Undefined: allowed; otherwise the answer that says what is needed. */
export function refuse(held: Role, { name, role }: { name: string; role: Role }): Reply | undefined {
  if (allows(held, role)) return undefined;
  const needs = `${name} is for the role ${role} and above; you are ${held === 'admin' ? 'an' : 'a'} ${held} here.`;
  return refusal('forbidden', `${needs.charAt(0).toUpperCase()}${needs.slice(1)} An admin can grant roles.`);
}
