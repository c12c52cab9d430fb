import { type Answer, invalid, type Request, type Route, refuse } from './answers.ts';
import { commandFaults } from './check-forms.ts';
import { isObject, type Json, objects } from './json.ts';
import type { World } from './world.ts';

const everywhere = '/applications/:application/commands';
const inGuild = '/applications/:application/guilds/:guild/commands';

export const registrationRoutes: Route[] = [
  {
    method: 'GET',
    path: '/applications/@me',
    handle: ({ application }) => ({ status: 200, body: { id: application } }),
  },
  { method: 'GET', path: everywhere, handle: list },
  { method: 'PUT', path: everywhere, handle: overwrite },
  { method: 'GET', path: inGuild, handle: list },
  { method: 'PUT', path: inGuild, handle: overwrite },
];

const scopeOf = ({ params }: Request) => params.guild ?? 'global';

function list(world: World, request: Request): Answer {
  return { status: 200, body: world.commands.get(scopeOf(request)) ?? [] };
}

/** Puts a list in place of all; a command that stays keeps its id, and its version unless it changed. */
function overwrite(world: World, request: Request): Answer {
  if (!Array.isArray(request.body)) return refuse(400, 50035, 'Invalid Form Body');
  const faults = commandFaults(request.body, request.params.guild ? 'guild' : 'global');
  if (faults.length > 0) return invalid(faults);
  const old = new Map((world.commands.get(scopeOf(request)) ?? []).map((each) => [each.name, each]));
  const commands = request.body.map((command): Json => {
    const known = old.get(command.name);
    const filled = fill(command, request.params.guild);
    const same =
      known &&
      JSON.stringify({ ...known, id: 0, version: 0 }) === JSON.stringify({ ...filled, id: 0, version: 0 });
    return { ...filled, id: known?.id ?? world.newId(), version: same ? known.version : world.newId() };
  });
  world.commands.set(scopeOf(request), commands);
  return { status: 200, body: commands };
}

/** As Discord gives a command back: with defaults spelt out and keys in an order of its own. */
function fill(command: Json, guild: string | undefined): Json {
  return {
    id: '',
    application_id: '',
    version: '',
    default_member_permissions: null,
    type: command.type ?? 1,
    name: command.name,
    name_localizations: null,
    description: command.description ?? '',
    description_localizations: null,
    dm_permission: guild ? undefined : true,
    contexts: command.contexts ?? null,
    integration_types: command.integration_types ?? [0],
    options: fillOptions(command.options),
    nsfw: false,
    ...(guild && { guild_id: guild }),
  };
}

/** An option without `required`, `autocomplete` or choices comes back without them. */
function fillOptions(options: unknown): Json[] {
  return objects(options).map((option) => ({
    ...(isObject(option) && Object.fromEntries(Object.entries(option).sort())),
    ...(option.options !== undefined && { options: fillOptions(option.options) }),
  }));
}
