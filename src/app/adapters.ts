import { createHash } from 'node:crypto';
import { createActionCodec } from '../command/action-codec.ts';
import type { Config } from '../config.ts';
import { platformOf } from '../domain/identity.ts';
import type { Groups, Place, Places } from '../domain/ports/access.ts';
import type { CardRenderer } from '../domain/ports/cards.ts';
import type { ChannelSender, DigestRenderer } from '../domain/ports/channel-sender.ts';
import type { DigestPlaces, People } from '../domain/ports/digests.ts';
import type { Clock, Log } from '../domain/ports/runtime.ts';
import {
  createTerminalChannelSender,
  terminalCards,
  terminalDigests,
} from '../platforms/terminal/channel-sender.ts';

/** What one platform does for digests, and tells of its people. */
export interface DigestSide {
  sender: ChannelSender;
  /** Names its token, and tells nothing of it: all that post by one share the pace that the platform allows. None: it has none. */
  account?: string;
  renderer: DigestRenderer;
  /** None: reviewers are told nothing there. */
  cards?: CardRenderer;
  /** Where the platform tells of people. */
  people?: People;
  /** Where it tells who is in a group; none: it names a person's groups in everything they do, or has none. */
  groups?: Groups;
  /** Where channels can be shared with other houses; none: they cannot. */
  places?: Places;
}

/** By platform, as in a channel's id. */
export type DigestSides = ReadonlyMap<string, DigestSide>;

export interface DigestSidesOptions {
  clock: Clock;
  log: Log;
  /** Prints above the prompt, where there is one. */
  show?: (text: string) => void;
}

export function terminalSide(
  { data }: Pick<Config, 'data'>,
  { clock, show }: Omit<DigestSidesOptions, 'log'>,
): DigestSide {
  const sender = createTerminalChannelSender({ dataFolder: data, clock, ...(show && { show }) });
  return { sender, renderer: terminalDigests, cards: terminalCards };
}

/** The terminal, and each platform that is configured; its client is loaded only then. */
export async function digestSidesOf(config: Config, options: DigestSidesOptions): Promise<DigestSides> {
  const sides = new Map([['terminal', terminalSide(config, options)]]);
  const { slack, discord, host, port, teams, guilds } = config;
  const { log } = options;
  if (slack) {
    const { createSlackChannelSender } = await import('../platforms/slack/digest/channel-sender.ts');
    const { createDigestRenderer } = await import('../platforms/slack/digest/render.ts');
    const { createLookups } = await import('../platforms/slack/digest/lookups.ts');
    const { createCardRenderer } = await import('../platforms/slack/digest/render.ts');
    const { createSlackPeople } = await import('../platforms/slack/digest/lookups.ts');
    const { createSlackPlaces } = await import('../platforms/slack/digest/lookups.ts');
    const { createSlackGroups } = await import('../platforms/slack/digest/lookups.ts');
    const own = { config: { ...slack, ...(teams && { teams }), host, port }, log };
    const lookups = createLookups({ ...own, clock: options.clock });
    sides.set('slack', {
      account: accountOf('slack', slack.botToken),
      sender: createSlackChannelSender({ ...own, clock: options.clock }),
      renderer: createDigestRenderer(slackActions(slack)),
      people: createSlackPeople(lookups),
      groups: createSlackGroups(lookups),
      places: createSlackPlaces(lookups, options.clock),
      cards: createCardRenderer(slackActions(slack)),
    });
  }
  if (discord) {
    const { createDiscordChannelSender } = await import('../platforms/discord/digest/channel-sender.ts');
    const { createDigestRenderer } = await import('../platforms/discord/digest/render.ts');
    const { createCardRenderer } = await import('../platforms/discord/digest/render.ts');
    const { createDiscordGroups } = await import('../platforms/discord/digest/lookups.ts');
    const own = { config: { ...discord, ...(guilds && { guilds }) }, clock: options.clock, log };
    sides.set('discord', {
      account: accountOf('discord', discord.token),
      sender: createDiscordChannelSender(own),
      groups: createDiscordGroups(own),
      renderer: createDigestRenderer(discordActions(discord)),
      cards: createCardRenderer(discordActions(discord)),
    });
  }
  return sides;
}

const accountOf = (platform: string, token: string) =>
  `${platform}:${createHash('sha256').update(token).digest('hex').slice(0, 16)}`;

/** By platform; one that has no account is not named. */
export const accountsOf = (sides: DigestSides): ReadonlyMap<string, string> =>
  new Map([...sides].flatMap(([platform, { account }]) => (account ? [[platform, account]] : [])));

/** The buttons of digests and those of answers are read by the same hand. */
export const slackActions = ({ signingSecret, botToken }: NonNullable<Config['slack']>) =>
  createActionCodec(signingSecret ?? botToken);
export const discordActions = ({ token }: NonNullable<Config['discord']>) => createActionCodec(token);

/** Asks the platform of the group; where none tells, nobody is in it. */
export const groupsOf = (sides: DigestSides): Groups => ({
  holds: async (group, person) => (await sides.get(platformOf(group))?.groups?.holds(group, person)) ?? false,
  members: async (group) => (await sides.get(platformOf(group))?.groups?.members(group)) ?? [],
});

/** Asks the platform of the channel or the person; one that is not served from here tells nothing, so that it counts as shared. */
export function placesIn(sides: DigestSides): Places {
  const ask = async <T>(id: string, own: (places: Places) => Promise<T>): Promise<T | Place> => {
    const side = sides.get(platformOf(id));
    if (!side) return 'shared';
    return side.places ? own(side.places) : 'internal';
  };
  return {
    ofChannel: (channel) => ask(channel, (places) => places.ofChannel(channel)),
    ofPerson: (person) => ask(person, (places) => places.ofPerson(person)),
  };
}

/** Asks the platform of the channel or the person; where there is none here, nothing can be posted or told. */
export function placesOf(sides: DigestSides): DigestPlaces {
  const peopleOf = (id: string) => sides.get(platformOf(id))?.people;
  return {
    async access(channel) {
      const side = sides.get(platformOf(channel));
      if (side) return side.sender.access(channel);
      return {
        ok: false,
        problem: `Nothing is posted on ${platformOf(channel)} from here: no token is set.`,
      };
    },
    zoneOf: async (person) => peopleOf(person)?.zoneOf(person),
    manages: async (person, channel) => (await peopleOf(person)?.manages(person, channel)) ?? false,
  };
}
