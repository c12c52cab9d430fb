import type { SearchQuery, SearchToken } from '../domain/ports/search.ts';

/** All that an index holds; anything else would be read as the query language of the database. */
const tokenPattern = /^[a-z0-9]{1,200}$/;

/** The groups without tokens that no index can hold. Undefined when then, or from the start, nothing can match. */
export function usableGroups(query: SearchQuery): SearchToken[][] | undefined {
  const groups = query.groups.map((group) => group.filter(({ token }) => tokenPattern.test(token)));
  return groups.length === 0 || groups.some((group) => group.length === 0) ? undefined : groups;
}
