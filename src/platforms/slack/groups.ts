import type { Groups } from '../../domain/ports/groups.ts';
import { sameHome } from '../../domain/subject.ts';
import { idOf, type Lookups, teamOf } from './lookups.ts';
import { told } from './tells-nothing.ts';

/**
 * Who is in user groups, as Slack tells it with `usergroups.users.list`: about 20 calls a minute. Somebody who was
 * taken out may act for a minute as if they were in it.
 */
export function createSlackGroups({ ask, kept }: Lookups): Groups {
  const usersOf = kept((group) =>
    ask('who is in a user group', group, async (client) => {
      const { users } = await client.usergroups.users.list({ usergroup: idOf(group) });
      return told(users, 'the people of the group');
    }),
  );
  return {
    async holds(group, person) {
      return sameHome(group, person) && ((await usersOf(group)).told ?? []).includes(idOf(person));
    },
    async members(group) {
      return ((await usersOf(group)).told ?? []).map((user) => `slack:${teamOf(group)}:${user}`);
    },
  };
}
