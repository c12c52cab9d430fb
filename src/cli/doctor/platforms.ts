import type { Adapters } from '../../app/adapters.ts';
import type { Config } from '../../config.ts';
import { type Found, fault, ok, warn } from '../../domain/checkup.ts';
import { count } from '../../domain/dates/day.ts';
import { platformOf } from '../../domain/identity.ts';
import type { CatalogueDesk } from '../../domain/ports/answerer.ts';
import type { Clock, Log } from '../../domain/ports/runtime.ts';
import type { Store } from '../../store/store.ts';
import { missingInSlack } from '../setup.ts';

export interface Surroundings {
  config: Config;
  clock: Clock;
  log: Log;
  /** None while there is no database that says which desks serve. */
  catalogue: readonly CatalogueDesk[] | undefined;
}

export async function slackFound({ config, clock, log, catalogue }: Surroundings): Promise<Found[]> {
  const { slack, teams, host, port } = config;
  if (!slack) return [ok('not set up')];
  const { examineSlack } = await import('../../platforms/slack/doctor.ts');
  const own = { ...slack, ...(teams && { teams }), host, port };
  return [...(await examineSlack({ config: own, clock, log })), await manifestFound(config, catalogue ?? [])];
}

async function manifestFound(config: Config, catalogue: readonly CatalogueDesk[]): Promise<Found> {
  const missing = await missingInSlack(config, catalogue);
  if (missing === undefined)
    return warn(
      'no manifest was printed here yet',
      '`deskwire manifest slack` prints what to paste into Slack',
    );
  if (missing.length === 0) return ok('Slack was given the manifest as it is');
  return fault(
    `${missing.join(', ')} came since the manifest was printed`,
    '`deskwire manifest slack` prints it again; paste it into Slack',
  );
}

export async function discordFound({ config, clock, catalogue }: Surroundings): Promise<Found[]> {
  const { discord, guilds } = config;
  if (!discord) return [ok('not set up')];
  const { examineDiscord } = await import('../../platforms/discord/doctor.ts');
  return examineDiscord({ config: { ...discord, ...(guilds && { guilds }) }, clock, catalogue });
}

/** Platforms limit how fast they are asked; the rest is looked at by the service as it posts. */
const mostChannels = 40;

/** Whether the bot may post in the channels of subscriptions and find there again what it posted. */
export async function channelsFound(store: Store, adapters: Adapters, until: AbortSignal): Promise<Found[]> {
  const subscriptions = await store.subscriptions.list({});
  const going = subscriptions.filter(({ state }) => state !== 'ended');
  const channels = [...new Set(going.map(({ channel }) => channel))];
  const found: Found[] = [];
  let asked = 0;
  /** What is refused there has been said once. */
  const refused = new Set<string>();
  for (const channel of channels.slice(0, mostChannels)) {
    if (until.aborted) break;
    asked += 1;
    if (refused.has(platformOf(channel))) continue;
    const side = adapters.get(platformOf(channel));
    if (!side) {
      const platform = platformOf(channel);
      refused.add(platform);
      found.push(
        fault(`${channel}: nothing is posted on ${platform} from here`, `set the token of ${platform}`),
      );
      continue;
    }
    const access = await side.sender.access(channel);
    if (access.ok) continue;
    if (access.refusal === 'token') refused.add(platformOf(channel));
    found.push(access.passing ? warn(channel, access.problem) : fault(channel, access.problem));
  }
  const rest = channels.length - asked;
  const left = rest > 0 ? `; ${rest} more were not asked about` : '';
  if (found.length === 0) return [ok(`${count(asked, 'channel')} of digests can be posted to${left}`)];
  return rest > 0 ? [...found, ok(`${rest} more channels were not asked about`)] : found;
}
