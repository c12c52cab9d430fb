import { DiscordAPIError, type REST } from 'discord.js';
import { z } from 'zod';
import type { CatalogueDesk } from '../../../domain/ports/answerer.ts';
import { createClient, type DiscordConfig, redact, required } from '../client.ts';
import { limits } from '../limits.ts';
import { type CommandDefinition, commandDefinitions, commandWeight } from './commands.ts';

/** What came of a registration, with lines to print. */
type Registration = { outcome: 'unchanged' | 'changed' | 'failed'; lines: string[] };

interface RegisterOptions {
  config: Pick<DiscordConfig, 'token' | 'apiUrl'>;
  catalogue: readonly CatalogueDesk[];
  /** Registers in this server only, where it shows at once; none: everywhere. */
  guild?: string;
}

const applicationSchema = z.object({ id: z.string() });
const commandsSchema = z.array(z.looseObject({ name: z.string() }));

/** Brings Discord's list of our commands in line with the desks; touches nothing when it is already. */
export async function registerCommands({ config, catalogue, guild }: RegisterOptions): Promise<Registration> {
  const where = guild ? `in the server ${guild}` : 'everywhere';
  const wanted = commandDefinitions(catalogue, guild ? 'guild' : 'global');
  const heavy = wanted.find((command) => commandWeight(command) > limits.commandTotal.max);
  if (heavy) return failed(`/${heavy.name} has more text than Discord allows in one command.`);
  const rest = createClient(config);
  try {
    const path = await commandsPath(rest, guild);
    const difference = compareCommands(
      wanted,
      required(commandsSchema, await rest.get(path), 'our commands'),
    );
    const changes = inWords(difference);
    if (changes.length === 0) {
      const names = wanted.map(called).join(', ') || 'no command';
      return { outcome: 'unchanged', lines: [`Discord has ${names} ${where} already: nothing to do.`] };
    }
    await rest.put(path, { body: wanted });
    return { outcome: 'changed', lines: changes.map((change) => `${change} ${where}`) };
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 401) {
      return failed('Discord refused the bot token. Copy it again into DISCORD_TOKEN.');
    }
    const message = error instanceof Error ? error.message : String(error);
    return failed(`Discord did not take the commands: ${redact(message, [config.token])}`);
  } finally {
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  }
}

async function commandsPath(rest: REST, guild: string | undefined) {
  const application = required(
    applicationSchema,
    await rest.get('/applications/@me'),
    'naming our application',
  );
  const base = `/applications/${application.id}` as const;
  return guild ? (`${base}/guilds/${guild}/commands` as const) : (`${base}/commands` as const);
}

function inWords({ added, changed, removed }: Difference): string[] {
  return [
    ...added.map((name) => `added ${name}`),
    ...changed.map((name) => `changed ${name}`),
    ...removed.map((name) => `removed ${name}`),
  ];
}

function failed(line: string): Registration {
  return { outcome: 'failed', lines: [line] };
}

interface Difference {
  added: string[];
  changed: string[];
  removed: string[];
}

/** As people see it: an action on a message has no slash. */
const called = ({ type, name }: { type?: unknown; name: string }) => (type === 3 ? `“${name}”` : `/${name}`);

/** What would have to change for Discord to have exactly the commands that are wanted. */
export function compareCommands(wanted: readonly CommandDefinition[], registered: unknown): Difference {
  const known = new Map(
    (Array.isArray(registered) ? registered : []).map((command) => [called(command ?? {}), command]),
  );
  const difference: Difference = { added: [], changed: [], removed: [] };
  for (const command of wanted) {
    const name = called(command);
    const old = known.get(name);
    known.delete(name);
    if (!old) difference.added.push(name);
    else if (normal(command) !== normal(sameParts(old, command))) difference.changed.push(name);
  }
  difference.removed.push(...known.keys());
  return difference;
}

/** Discord adds ids, versions and defaults to a command; only what we say ourselves is compared. */
function sameParts(registered: object, wanted: object): object {
  return Object.fromEntries(Object.entries(registered).filter(([key]) => key in wanted));
}

/** Text that is equal for equal commands: keys in order, nothing that is absent, false, null or empty. */
function normal(value: unknown): string {
  return JSON.stringify(value, (_, inner) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const entries = Object.entries(inner as Record<string, unknown>).filter(([, each]) => !isDefault(each));
    return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

function isDefault(value: unknown): boolean {
  return (
    value === null || value === undefined || value === false || (Array.isArray(value) && value.length === 0)
  );
}
