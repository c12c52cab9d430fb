import type { People } from '../../domain/ports/digest-places.ts';
import { idOf, type Lookups, teamOf } from './lookups.ts';
import { told } from './tells-nothing.ts';

/** What Slack says of people; asked each time, since admins come and go. */
export function createSlackPeople({ ask }: Lookups): People {
  const user = async (person: string) =>
    (
      await ask('about a person', person, async (client) =>
        told((await client.users.info({ user: idOf(person) })).user, 'the person'),
      )
    ).told;
  const creator = async (channel: string) =>
    (
      await ask(
        'about a channel',
        channel,
        async (client) =>
          told((await client.conversations.info({ channel: idOf(channel) })).channel, 'the channel').creator,
      )
    ).told;

  return {
    zoneOf: async (person) => (await user(person))?.tz,
    async manages(person, channel) {
      if (teamOf(person) !== teamOf(channel)) return false;
      const found = await user(person);
      if (!found) return false;
      if (found.is_admin || found.is_owner || found.is_primary_owner) return true;
      return (await creator(channel)) === idOf(person);
    },
  };
}
