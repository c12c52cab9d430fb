import type { People } from '../../domain/ports/digest-places.ts';
import type { Log } from '../../domain/ports/log.ts';
import { createBoltLogger } from './bolt-logger.ts';
import type { SlackConfig } from './options.ts';
import { createRedact, describeError } from './redact.ts';
import { createWebClient } from './web-client.ts';

/** A person waits for the answer. */
const timeoutMs = 5000;

/** What Slack says of people; asked each time, since admins come and go. */
export function createSlackPeople({ config, log }: { config: SlackConfig; log: Log }): People {
  const redact = createRedact([config.botToken, config.appToken, config.signingSecret]);
  const client = createWebClient(config, createBoltLogger(log, redact), timeoutMs);

  async function asked<T>(what: string, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      log.warn({ error: describeError(error, redact) }, `Slack did not tell ${what}`);
      return undefined;
    }
  }
  const user = (id: string) =>
    asked('about a person', async () => (await client.users.info({ user: id })).user);

  return {
    zoneOf: async (person) => (await user(idOf(person)))?.tz,
    async manages(person, channel) {
      if (teamOf(person) !== teamOf(channel)) return false;
      const found = await user(idOf(person));
      if (!found) return false;
      if (found.is_admin || found.is_owner || found.is_primary_owner) return true;
      const info = await asked('about a channel', () =>
        client.conversations.info({ channel: idOf(channel) }),
      );
      return info?.channel?.creator !== undefined && info.channel.creator === idOf(person);
    },
  };
}

const teamOf = (full: string) => full.split(':')[1];
const idOf = (full: string) => full.split(':')[2] ?? '';
