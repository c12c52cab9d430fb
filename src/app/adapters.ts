import { createHash } from 'node:crypto';
import { createActionCodec } from '../command/action-codec.ts';
import type { Config } from '../config.ts';
import { platformOf } from '../domain/identity.ts';
import type { Groups, Place, Places } from '../domain/ports/access.ts';
import type { DigestPlaces } from '../domain/ports/digests.ts';
import type { Adapter, AdapterOptions, Pace, Platform } from '../domain/ports/platform.ts';
import { discord } from '../platforms/discord/adapter.ts';
import { slack } from '../platforms/slack/adapter.ts';
import { terminal } from '../platforms/terminal/adapter.ts';

/** All platforms, one per line. A platform's client is loaded only if it is configured. */
export const platforms: readonly Platform<Config>[] = [terminal, slack, discord];

export const platformById = (id: string): Platform<Config> | undefined =>
  platforms.find((platform) => platform.id === id);

/** For subcommands that print to the terminal and never post. */
export const terminalOnly: readonly Platform<Config>[] = [terminal];

/** By platform, the first part of a channel's id. */
export type Adapters = ReadonlyMap<string, Adapter>;

/** The configured adapters among `chosen`. */
export async function adaptersOf(
  config: Config,
  options: Omit<AdapterOptions, 'actions' | 'accountOf'>,
  chosen = platforms,
): Promise<Adapters> {
  const made = await Promise.all(
    chosen.map(async ({ id, fromConfig }) => {
      const accountOf = (token: string) =>
        `${id}:${createHash('sha256').update(token).digest('hex').slice(0, 16)}`;
      const adapter = await fromConfig(config, { ...options, accountOf, actions: createActionCodec });
      return adapter ? [[id, adapter] as const] : [];
    }),
  );
  return new Map(made.flat());
}

/** Rate-limit account by platform, for platforms that have one. */
export const accountsOf = (adapters: Adapters): ReadonlyMap<string, string> =>
  new Map([...adapters].flatMap(([platform, { account }]) => (account ? [[platform, account]] : [])));

/** Paces of posts and of history reads, by platform. */
export function pacesOf(adapters: Adapters): Record<'pace' | 'looks', Record<string, Pace>> {
  const of = (paceOf: (adapter: Adapter) => Pace | undefined) =>
    Object.fromEntries(
      [...adapters].flatMap(([platform, adapter]) => {
        const pace = paceOf(adapter);
        return pace ? [[platform, pace]] : [];
      }),
    );
  return { pace: of(({ pace }) => pace), looks: of(({ lookPace }) => lookPace) };
}

/** Group membership from the group's platform; without an adapter for it, a group has no members. */
export const groupsOf = (adapters: Adapters): Groups => ({
  holds: async (group, person) =>
    (await adapters.get(platformOf(group))?.groups?.holds(group, person)) ?? false,
  members: async (group) => (await adapters.get(platformOf(group))?.groups?.members(group)) ?? [],
});

/** Who can see a place, from its platform. Without an adapter for it, a place counts as shared. */
export function placesIn(adapters: Adapters): Places {
  const ask = async <T>(id: string, own: (places: Places) => Promise<T>): Promise<T | Place> => {
    const adapter = adapters.get(platformOf(id));
    if (!adapter) return 'shared';
    return adapter.places ? own(adapter.places) : 'internal';
  };
  return {
    ofChannel: (channel) => ask(channel, (places) => places.ofChannel(channel)),
    ofPerson: (person) => ask(person, (places) => places.ofPerson(person)),
  };
}

/** Facts about people and channels, from their platform. Without an adapter for it, nothing can be posted. */
export function placesOf(adapters: Adapters): DigestPlaces {
  const peopleOf = (id: string) => adapters.get(platformOf(id))?.people;
  return {
    async access(channel) {
      const adapter = adapters.get(platformOf(channel));
      if (adapter) return adapter.sender.access(channel);
      return {
        ok: false,
        problem: `Nothing is posted on ${platformOf(channel)} from here: no token is set.`,
      };
    },
    zoneOf: async (person) => peopleOf(person)?.zoneOf(person),
    manages: async (person, channel) => (await peopleOf(person)?.manages(person, channel)) ?? false,
  };
}
