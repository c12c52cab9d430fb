import type { Place, Places } from '../../domain/ports/places.ts';
import { idOf, type Lookups, type Told, teamOf } from './lookups.ts';
import { told } from './tells-nothing.ts';

/**
 * Which channels other workspaces take part in, as `conversations.info` tells it, about 50 calls a minute; and who is
 * of the house. A channel that was shared meanwhile may be taken for an internal one for a minute.
 */
export function createSlackPlaces({ ask, kept }: Lookups): Places {
  const placeOf = kept(async (channel): Promise<Told<Place>> => {
    const place = await ask('who sees a channel', channel, async (client): Promise<Place> => {
      const { channel: about } = await client.conversations.info({ channel: idOf(channel) });
      const { is_shared, is_ext_shared, is_pending_ext_shared } = told(about, 'the channel');
      return is_shared || is_ext_shared || is_pending_ext_shared ? 'shared' : 'internal';
    });
    return place.why === 'refused' ? { told: 'shared' } : place;
  });
  const ownTeam = kept(() =>
    ask('our workspace', '', async (client) => told((await client.auth.test()).team_id, 'the workspace')),
  );
  const isOurs = kept((person) =>
    ask('whose a person is', person, async (client) => {
      const { user } = await client.users.info({ user: idOf(person) });
      const { is_stranger, is_restricted, is_ultra_restricted } = told(user, 'the person');
      return !is_stranger && !is_restricted && !is_ultra_restricted;
    }),
  );

  return {
    ofChannel: async (channel) => (await placeOf(channel)).told,
    async ofPerson(person) {
      if ((await ownTeam('')).told !== teamOf(person)) return 'shared';
      return (await isOurs(person)).told ? 'internal' : 'shared';
    },
  };
}
