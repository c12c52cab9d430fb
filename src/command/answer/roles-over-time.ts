import type { Desk, Person } from '../../domain/desk.ts';
import { nameOf } from '../../domain/desk-names.ts';
import { knownDate } from '../../domain/known-date.ts';

/** `US Secretary of State, January 2021 – January 2025`. What the desk does not know is said, not left to guess. */
export function rolesInWords(desk: Desk, roles: Person['roles']): string[] {
  return roles.map(({ office, since, until }) => {
    const name = nameOf(desk, 'offices', office);
    const [from, to] = [since && knownDate(since).text, until && knownDate(until).text];
    if (from && to) return `${name}, ${from} – ${to}`;
    if (from) return `${name}, since ${from}; no end recorded`;
    return to ? `${name}, until ${to}; beginning not recorded` : `${name}, dates not recorded`;
  });
}
