import type { Grant } from './ports/role-store.ts';

/**
 * The desks, or `*` for every desk, that have an admin now and would have none once the grants that go are gone.
 * `admins`: those of `DESKWIRE_ADMINS`, who are admins of every desk whatever is granted.
 */
export function leftWithoutAdmin(
  grants: readonly Grant[],
  admins: readonly string[],
  goes: (grant: Grant) => boolean,
): string[] {
  if (admins.length > 0) return [];
  const giving = grants.filter(({ role }) => role === 'admin');
  const staying = giving.filter((grant) => !goes(grant));
  const desks = new Set(giving.map(({ desk }) => desk));
  return [...desks].filter((desk) => !staying.some((grant) => grant.desk === desk || grant.desk === '*'));
}
