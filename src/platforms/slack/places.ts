import type { Clock } from '../../domain/ports/clock.ts';
import type { Place, Places } from '../../domain/ports/places.ts';
import { idOf, keptMs, type Lookups, type Told, teamOf } from './lookups.ts';
import { told } from './tells-nothing.ts';

/** Channels of a minute that are asked about one by one, before all of the bot's are listed. */
const singly = 10;
/** And in all: `conversations.info` takes 50 calls a minute, and others of ours ask it too. */
const singlyAtMost = 40;
/** Slack takes up to 999: https://docs.slack.dev/reference/methods/users.conversations, 50 calls a minute. */
const page = 999;
const pagesAtMost = 20;
/** Milliseconds after which no further page is asked for: a person may wait for the answer. */
const listWithin = 10_000;

interface Sharing {
  is_shared?: boolean;
  is_ext_shared?: boolean;
  is_pending_ext_shared?: boolean;
}

const placeFrom = ({ is_shared, is_ext_shared, is_pending_ext_shared }: Sharing): Place =>
  is_shared || is_ext_shared || is_pending_ext_shared ? 'shared' : 'internal';

/**
 * Which channels other workspaces take part in, and who is of the house. A few channels are asked about one by one; for
 * many, as in a large fan-out, the bot's own are listed, page by page. A channel that was shared meanwhile may be taken
 * for an internal one for a minute; one of which nobody could ask in time is not told.
 */
export function createSlackPlaces({ ask, kept }: Lookups, clock: Clock): Places {
  let asked: number[] = [];
  const askedOfLate = () => {
    const now = clock().getTime();
    asked = asked.filter((at) => at <= now && now - at < keptMs);
    return asked.length;
  };

  const placeOf = kept(async (channel): Promise<Told<Place>> => {
    if (askedOfLate() >= singlyAtMost) return { why: 'untold' };
    asked.push(clock().getTime());
    const place = await ask('who sees a channel', channel, async (client): Promise<Place> => {
      const { channel: about } = await client.conversations.info({ channel: idOf(channel) });
      return placeFrom(told(about, 'the channel'));
    });
    return place.why === 'refused' ? { told: 'shared' } : place;
  });
  // What could not be listed is not tried again for a minute: the calls are needed for single channels then.
  const listing = kept(async (): Promise<Told<ReadonlyMap<string, Place>>> => {
    const found = new Map<string, Place>();
    await ask('who sees our channels', '', async (client) => {
      let cursor: string | undefined;
      const began = clock().getTime();
      for (let count = 0; count < pagesAtMost; count += 1) {
        const { channels, response_metadata } = await client.users.conversations({
          types: 'public_channel,private_channel',
          exclude_archived: true,
          limit: page,
          ...(cursor && { cursor }),
        });
        // Only what is said counts: a channel of which it is not said is asked about.
        for (const { id, ...sharing } of told(channels, 'the channels'))
          if (id && sharing.is_shared !== undefined) found.set(id, placeFrom(sharing));
        cursor = response_metadata?.next_cursor;
        if (!cursor || clock().getTime() - began >= listWithin) return;
      }
    });
    return { told: found };
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
    async ofChannel(channel) {
      const listed = askedOfLate() < singly ? undefined : (await listing('')).told?.get(idOf(channel));
      return listed ?? (await placeOf(channel)).told;
    },
    async ofPerson(person) {
      if ((await ownTeam('')).told !== teamOf(person)) return 'shared';
      return (await isOurs(person)).told ? 'internal' : 'shared';
    },
  };
}
