import { DiscordAPIError, type REST } from 'discord.js';
import { z } from 'zod';
import { type Answered, clockFound, type Found, fault, ok, warn } from '../../domain/checkup.ts';
import type { CatalogueDesk } from '../../domain/ports/answerer.ts';
import type { Clock } from '../../domain/ports/runtime.ts';
import { realTimers } from '../../runtime/async.ts';
import type { DiscordConfig } from './client.ts';
import { redact } from './client.ts';
import { createCalls } from './digest/channel-calls.ts';
import { commandDefinitions } from './registration/commands.ts';
import { compareCommands } from './registration/register.ts';

/** Milliseconds for one call. */
const timeoutMs = 5000;

const gatewaySchema = z.object({
  session_start_limit: z.object({ remaining: z.number(), total: z.number(), reset_after: z.number() }),
});
const applicationSchema = z.object({ id: z.string(), name: z.string().optional() });

/** Checks the token, the clock, the connection limit and the registered commands. Changes nothing. */
export async function examineDiscord({
  config,
  clock,
  catalogue,
}: {
  config: DiscordConfig;
  clock: Clock;
  /** Undefined: the commands are not compared. */
  catalogue: readonly CatalogueDesk[] | undefined;
}): Promise<Found[]> {
  let answered: Answered | undefined;
  const discordClock = {
    saw: (date: string | null, began: Date) => {
      answered = { began, ended: clock(), date };
    },
  };
  const call = createCalls(config, { timers: realTimers, clock, discordClock }, timeoutMs);
  const get = (path: Parameters<REST['get']>[0]) => call((rest, signal) => rest.get(path, { signal }));
  try {
    const { id, name } = applicationSchema.parse(await get('/applications/@me'));
    return [
      ok(`Discord accepts DISCORD_TOKEN: ${name ?? `the application ${id}`}`),
      ...(answered ? [clockFound('Discord', answered)] : []),
      connections(gatewaySchema.safeParse(await get('/gateway/bot'))),
      ...(catalogue ? [commands(catalogue, await get(`/applications/${id}/commands`))] : []),
    ];
  } catch (error) {
    return [refusalOf(error, config)];
  }
}

function connections(told: z.ZodSafeParseResult<z.infer<typeof gatewaySchema>>): Found {
  if (!told.success) return ok('Discord does not report how often the bot may connect');
  const { remaining, total, reset_after } = told.data.session_start_limit;
  if (remaining > 10) return ok(`the bot may connect ${remaining} more times today, of ${total}`);
  const minutes = Math.ceil(reset_after / 60_000);
  return warn(
    `the bot may connect only ${remaining} more times in the next ${minutes} minutes, of ${total}`,
    'find out what restarts it so often; Discord refuses connections above the limit',
  );
}

function commands(catalogue: readonly CatalogueDesk[], registered: unknown): Found {
  const { added, changed, removed } = compareCommands(commandDefinitions(catalogue, 'global'), registered);
  const differing = [...added, ...changed, ...removed];
  if (differing.length === 0) return ok('the commands on Discord are current');
  return warn(
    `not registered on Discord, or outdated: ${differing.join(', ')}`,
    'start the service, which registers them, or run `deskwire register discord`',
  );
}

function refusalOf(error: unknown, { token, apiUrl }: DiscordConfig): Found {
  const status = error instanceof DiscordAPIError ? error.status : undefined;
  if (status === 401)
    return fault(
      'Discord refuses DISCORD_TOKEN',
      'copy the token from the Bot page of your application; press Reset Token to make a new one',
    );
  const detail = redact(error instanceof Error ? error.message : String(error), [token]);
  const where = apiUrl ? ', and DISCORD_API_URL' : '';
  return fault(`unexpected answer from Discord (${detail})`, `check the network${where}; try again`);
}
