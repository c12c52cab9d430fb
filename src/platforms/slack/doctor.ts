import { webApi } from '@slack/bolt';
import { type Answered, clockFound, type Found, fault, ok } from '../../domain/checkup.ts';
import type { Clock, Log } from '../../domain/ports/runtime.ts';
import { clientOptions, createBoltLogger, createClient, createRedact } from './client.ts';
import type { SlackConfig } from './options.ts';
import { connectErrorOf, startErrorOf } from './receivers/socket.ts';
import { scopes } from './registration/manifest.ts';
import { failureOf } from './sender.ts';

/** Milliseconds for one call. */
const timeoutMs = 5000;

/** Checks the tokens, the scopes and the clock. Changes nothing. */
export async function examineSlack({
  config,
  clock,
  log,
}: {
  config: SlackConfig;
  clock: Clock;
  log: Log;
}): Promise<Found[]> {
  const logger = createBoltLogger(log, createRedact([config.botToken, config.appToken]));
  let answered: Answered | undefined;
  const client = createClient(config, logger, timeoutMs, async (input, init) => {
    const began = clock();
    const response = await fetch(input, init);
    answered = { began, ended: clock(), date: response.headers.get('date') };
    return response;
  });
  let told: webApi.AuthTestResponse;
  try {
    told = await client.auth.test();
  } catch (error) {
    return [inTwo(startErrorOf(failureOf(error)).message)];
  }
  return [
    ok(`Slack accepts SLACK_BOT_TOKEN: ${told.user ?? 'the bot'} in ${told.team ?? 'a workspace'}`),
    ...allowed(config, told.team_id),
    scopesFound(told.response_metadata?.scopes),
    ...(answered ? [clockFound('Slack', answered)] : []),
    await connection(config, logger),
  ];
}

function allowed({ teams }: SlackConfig, team: string | undefined): Found[] {
  if (!teams || team === undefined || teams.includes(team)) return [];
  return [
    fault(`the workspace ${team} is not in DESKWIRE_TEAMS, so nobody gets an answer`, `add ${team} to it`),
  ];
}

function scopesFound(granted: string[] | undefined): Found {
  if (!granted) return ok('Slack does not report the scopes');
  const missing = Object.keys(scopes).filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return ok('the app has all required scopes');
  return fault(
    `missing scopes: ${missing.join(', ')}`,
    'run `deskwire manifest slack`, paste its output under App Manifest, and reinstall the app',
  );
}

/** Checks the app token; `apps.connections.open` returns an address and opens no connection. */
async function connection(config: SlackConfig, logger: webApi.Logger): Promise<Found> {
  const { appToken } = config;
  if (!appToken) return ok(`HTTP: SLACK_SIGNING_SECRET can be checked only when Slack calls /slack/events`);
  const client = new webApi.WebClient(appToken, clientOptions(config, logger, timeoutMs));
  try {
    await client.apps.connections.open();
    return ok('Slack accepts SLACK_APP_TOKEN: Socket Mode');
  } catch (error) {
    return inTwo(connectErrorOf(error).message);
  }
}

/** Splits a message: the first sentence is the finding, the rest the remedy. */
function inTwo(message: string): Found {
  const [says = message, ...rest] = message.split(/(?<=[.)])\s+(?=[A-Z])/);
  return fault(says.replace(/\.$/, ''), rest.join(' ').replace(/\.$/, '') || 'try again in a few minutes');
}
