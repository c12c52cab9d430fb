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
  /** Undefined without a database. */
  catalogue: readonly CatalogueDesk[] | undefined;
}

export async function slackFound({ config, clock, log, catalogue }: Surroundings): Promise<Found[]> {
  const { slack, teams, host, port } = config;
  if (!slack) return [ok('not set up; npm run -s deskwire -- manifest slack and docs/slack.md add it')];
  const { examineSlack } = await import('../../platforms/slack/doctor.ts');
  const own = { ...slack, ...(teams && { teams }), host, port };
  return [...(await examineSlack({ config: own, clock, log })), await manifestFound(config, catalogue ?? [])];
}

async function manifestFound(config: Config, catalogue: readonly CatalogueDesk[]): Promise<Found> {
  const missing = await missingInSlack(config, catalogue);
  if (missing === undefined)
    return warn(
      'no manifest has been printed here yet',
      'run `deskwire manifest slack` and paste its output into Slack',
    );
  if (missing.length === 0) return ok('the manifest printed last is current');
  return fault(
    `not in the manifest printed last: ${missing.join(', ')}`,
    'run `deskwire manifest slack` and paste its output into Slack',
  );
}

export async function discordFound({ config, clock, catalogue }: Surroundings): Promise<Found[]> {
  const { discord, guilds } = config;
  if (!discord) return [ok('not set up; docs/discord.md adds it')];
  const { examineDiscord } = await import('../../platforms/discord/doctor.ts');
  return examineDiscord({ config: { ...discord, ...(guilds && { guilds }) }, clock, catalogue });
}

/** Platforms limit the request rate; the service checks the remaining channels as it posts. */
const mostChannels = 40;

/** Whether the bot may post in the channels of subscriptions and read its own posts there. */
export async function channelsFound(store: Store, adapters: Adapters, until: AbortSignal): Promise<Found[]> {
  const subscriptions = await store.subscriptions.list({});
  const going = subscriptions.filter(({ state }) => state !== 'ended');
  const channels = [...new Set(going.map(({ channel }) => channel))];
  const found: Found[] = [];
  let asked = 0;
  /** Platforms whose refusal is already reported. */
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
        fault(`${channel}: this process has no token for ${platform}`, `set the token of ${platform}`),
      );
      continue;
    }
    const access = await side.sender.access(channel);
    if (access.ok) continue;
    if (access.refusal === 'token') refused.add(platformOf(channel));
    found.push(access.passing ? warn(channel, access.problem) : fault(channel, access.problem));
  }
  const rest = channels.length - asked;
  const left = rest > 0 ? `; ${rest} more were not checked` : '';
  if (found.length === 0) return [ok(`digests can be posted to ${count(asked, 'channel')}${left}`)];
  return rest > 0 ? [...found, ok(`${rest} more channels were not checked`)] : found;
}
