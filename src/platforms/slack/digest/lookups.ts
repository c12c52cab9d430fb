import type { webApi } from '@slack/bolt';
import { sameHome } from '../../../domain/identity.ts';
import type { Groups, Place, Places } from '../../../domain/ports/access.ts';
import type { People } from '../../../domain/ports/digests.ts';
import type { ChannelSender, Refusal } from '../../../domain/ports/platform.ts';
import type { Clock, Log } from '../../../domain/ports/runtime.ts';
import { createBoltLogger, createClient, createRedact, type Redact, required } from '../client.ts';
import type { SlackConfig } from '../options.ts';
import { failureOf } from '../sender.ts';
import { failedOutcome } from './post-outcome.ts';

/** A person waits for the answer. */
const timeoutMs = 5000;

/** For so long, in milliseconds, what Slack told is taken to be so still. */
const keptMs = 60_000;

/** `refused`: Slack will not tell it tomorrow either; unknown: a fault or a limit, so that nobody knows. */
type LookupResult<T> = { value: T; why?: undefined } | { value?: undefined; why: 'refused' | 'unknown' };

/** Asks Slack about people, groups and channels, through one client. */
interface Lookups {
  /** Never throws: what is not told is logged as `what`. */
  ask<T>(
    what: string,
    about: string,
    call: (client: webApi.WebClient) => Promise<T>,
  ): Promise<LookupResult<T>>;
  /** Asks about one id at most once a minute; what was not told is asked again the next time. */
  kept<T>(ask: (id: string) => Promise<LookupResult<T>>): (id: string) => Promise<LookupResult<T>>;
}

interface LookupOptions {
  config: SlackConfig;
  clock: Clock;
  log: Log;
}

export function createLookups({ config, clock, log }: LookupOptions): Lookups {
  const redact = createRedact([config.botToken, config.appToken, config.signingSecret]);
  const client = createClient(config, createBoltLogger(log, redact), timeoutMs);
  return {
    async ask(what, about, call) {
      try {
        return { value: await call(client) };
      } catch (error) {
        const failed = failedOutcome(failureOf(error), redact);
        log.warn({ about, ...failed }, `Slack did not return ${what}`);
        // A token can be replaced: its refusal tells nothing of what was asked about.
        const isRefused = failed.outcome === 'refused' && failed.refusal !== 'token';
        return { why: isRefused ? 'refused' : 'unknown' };
      }
    },
    kept<T>(ask: (id: string) => Promise<LookupResult<T>>) {
      const known = new Map<string, { answer: Promise<LookupResult<T>>; until: number }>();
      return (id) => {
        const before = known.get(id);
        if (before && before.until > clock().getTime()) return before.answer;
        const answer = ask(id);
        known.set(id, { answer, until: clock().getTime() + keptMs });
        void answer.then((given) => given.why && known.delete(id));
        return answer;
      };
    },
  };
}

/** `T…` and what follows it, of `slack:T…:C…`, `slack:T…:U…` and `slack:T…:S…`. */
const teamOf = (full: string) => full.split(':')[1] ?? '';
const idOf = (full: string) => full.split(':')[2] ?? '';

type Access = Awaited<ReturnType<ChannelSender['access']>>;

const invite = 'Invite me to the channel first: /invite @deskwire';
const install = 'Add it to the app under "OAuth & Permissions" and install the app again.';

/** What to do about a channel that cannot be posted to or read, for people. */
export function accessProblem(refusal: Refusal, detail: string): string {
  switch (detail) {
    case 'not_in_channel':
      return `I am not in that channel. ${invite}`;
    case 'channel_not_found':
      return `I cannot see that channel: it is gone, or it is private. ${invite}`;
    case 'is_archived':
      return 'That channel is archived. Unarchive it, or choose another one.';
    case 'restricted_action':
    case 'restricted_action_read_only_channel':
      return 'Only some people may post in that channel. Let the app post there, or choose another one.';
    case 'missing_scope':
      return `The Slack app lacks a scope that digests need. ${install}`;
    default:
      if (refusal === 'token') return 'Slack no longer takes the bot token. Set a new SLACK_BOT_TOKEN.';
      return `Slack refuses this channel (${detail}). Choose another one, or ask an admin of the workspace.`;
  }
}

/** Whether the bot is in the channel, with the scopes to post there and to read what it posted. */
export async function slackAccess(
  client: webApi.WebClient,
  channel: string,
  redact: Redact,
): Promise<Access> {
  let answer: webApi.ConversationsInfoResponse;
  let about: NonNullable<typeof answer.channel>;
  try {
    answer = await client.conversations.info({ channel });
    about = required(answer.channel, 'the channel');
  } catch (error) {
    const failed = failedOutcome(failureOf(error), redact);
    if (failed.outcome === 'refused')
      return noAccess(failed.refusal, accessProblem(failed.refusal, failed.detail));
    const problem = 'Slack does not answer at the moment. Try again in a minute.';
    return { ...noAccess('no_access', problem), passing: true };
  }
  const { is_archived, is_member, is_private } = about;
  if (is_archived) return noAccess('channel_gone', accessProblem('channel_gone', 'is_archived'));
  if (!is_member) return noAccess('no_access', accessProblem('no_access', 'not_in_channel'));
  const held = answer.response_metadata?.scopes;
  const needed = ['chat:write', is_private ? 'groups:history' : 'channels:history'];
  const missing = held ? needed.filter((scope) => !held.includes(scope)) : [];
  if (missing.length === 0) return { ok: true };
  return noAccess('no_access', `The Slack app lacks the scope ${missing.join(' and ')}. ${install}`);
}

const noAccess = (refusal: Refusal, problem: string): Exclude<Access, { ok: true }> => ({
  ok: false,
  refusal,
  problem,
});

/**
 * Who is in user groups, as Slack tells it with `usergroups.users.list`: about 20 calls a minute. Somebody who was
 * taken out may act for a minute as if they were in it.
 */
export function createSlackGroups({ ask, kept }: Lookups): Groups {
  const usersOf = kept((group) =>
    ask('who is in a user group', group, async (client) => {
      const { users } = await client.usergroups.users.list({ usergroup: idOf(group) });
      return required(users, 'the people of the group');
    }),
  );
  return {
    async holds(group, person) {
      return sameHome(group, person) && ((await usersOf(group)).value ?? []).includes(idOf(person));
    },
    async members(group) {
      return ((await usersOf(group)).value ?? []).map((user) => `slack:${teamOf(group)}:${user}`);
    },
  };
}

/** What Slack says of people; asked each time, since admins come and go. */
export function createSlackPeople({ ask }: Lookups): People {
  const user = async (person: string) =>
    (
      await ask('about a person', person, async (client) =>
        required((await client.users.info({ user: idOf(person) })).user, 'the person'),
      )
    ).value;
  const creator = async (channel: string) =>
    (
      await ask(
        'about a channel',
        channel,
        async (client) =>
          required((await client.conversations.info({ channel: idOf(channel) })).channel, 'the channel')
            .creator,
      )
    ).value;

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

/** Channels of a minute that are asked about one by one, before all of the bot's are listed. */
const singly = 10;
/** And in all: `conversations.info` takes 50 calls a minute, and others of ours ask it too. */
const singlyAtMost = 40;
/** Slack takes up to 999: https://docs.slack.dev/reference/methods/users.conversations, 50 calls a minute. */
const pageSize = 999;
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

  const placeOf = kept(async (channel): Promise<LookupResult<Place>> => {
    if (askedOfLate() >= singlyAtMost) return { why: 'unknown' };
    asked.push(clock().getTime());
    const place = await ask('who sees a channel', channel, async (client): Promise<Place> => {
      const { channel: about } = await client.conversations.info({ channel: idOf(channel) });
      return placeFrom(required(about, 'the channel'));
    });
    return place.why === 'refused' ? { value: 'shared' } : place;
  });
  // What could not be listed is not tried again for a minute: the calls are needed for single channels then.
  const listing = kept(async (): Promise<LookupResult<ReadonlyMap<string, Place>>> => {
    const found = new Map<string, Place>();
    await ask('who sees our channels', '', async (client) => {
      let cursor: string | undefined;
      const began = clock().getTime();
      for (let count = 0; count < pagesAtMost; count += 1) {
        const { channels, response_metadata } = await client.users.conversations({
          types: 'public_channel,private_channel',
          exclude_archived: true,
          limit: pageSize,
          ...(cursor && { cursor }),
        });
        // Only what is said counts: a channel of which it is not said is asked about.
        for (const { id, ...sharing } of required(channels, 'the channels'))
          if (id && sharing.is_shared !== undefined) found.set(id, placeFrom(sharing));
        cursor = response_metadata?.next_cursor;
        if (!cursor || clock().getTime() - began >= listWithin) return;
      }
    });
    return { value: found };
  });
  const ownTeam = kept(() =>
    ask('our workspace', '', async (client) => required((await client.auth.test()).team_id, 'the workspace')),
  );
  const isOurs = kept((person) =>
    ask('whose a person is', person, async (client) => {
      const { user } = await client.users.info({ user: idOf(person) });
      const { is_stranger, is_restricted, is_ultra_restricted } = required(user, 'the person');
      return !is_stranger && !is_restricted && !is_ultra_restricted;
    }),
  );

  return {
    async ofChannel(channel) {
      const listed = askedOfLate() < singly ? undefined : (await listing('')).value?.get(idOf(channel));
      return listed ?? (await placeOf(channel)).value;
    },
    async ofPerson(person) {
      if ((await ownTeam('')).value !== teamOf(person)) return 'shared';
      return (await isOurs(person)).value ? 'internal' : 'shared';
    },
  };
}
