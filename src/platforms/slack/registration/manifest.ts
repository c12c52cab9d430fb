import { addToDesk, type CatalogueDesk } from '../../../domain/ports/answerer.ts';
import { addShortcut } from '../handlers/shortcut.ts';
import { manifestLimits } from '../limits.ts';

/** What the app may do, and why it must. */
export const scopes = {
  commands: 'to receive the commands of the desks and of Deskwire',
  'chat:write': 'to answer, and to post digests where it was invited',
  'channels:read':
    'to show a public channel by its name, and to see who created it and whether it was archived',
  'groups:read': 'the same for private channels it was invited to',
  'channels:history': 'to see whether a digest that was cut off arrived, before sending it again',
  'groups:history': 'the same for private channels it was invited to',
  'users:read':
    'to know the time zone of the person who sets up a digest, and whether they are an admin of the workspace',
  'usergroups:read': 'to know who is in a user group that was given a role',
  'files:write': 'to upload the pictures of charts',
} as const;

/**
 * What is pasted under "From a manifest" when the app is made, and again when a desk is added. With an address Slack
 * sends requests to it; without one, Socket Mode is used. Throws a RangeError that names what is over a limit of
 * Slack's. The same catalogue always gives the same manifest.
 */
export function slackManifest(catalogue: readonly CatalogueDesk[], { url }: { url?: string } = {}) {
  const address = url === undefined ? undefined : new URL('/slack/events', url).href;
  const desks = catalogue.filter(({ app }) => !app);
  const ofApp = catalogue.filter(({ app }) => app);
  const commands = [
    ...desks.map((desk) => ({
      command: desk.id,
      description: `Ask the desk ${desk.name}`,
      hint: usageHint(desk),
      escapes: false,
    })),
    // People are named with @ in commands that give roles: escaped, a mention holds the person's id.
    ...ofApp.map((own) => ({
      command: own.id,
      description: own.about,
      hint: usageHint(own),
      escapes: true,
    })),
  ];
  const about = `Curated briefs and sourced facts on ${listed(desks.map(({ name }) => name))}.`;
  const manifest = {
    _metadata: { major_version: 1, minor_version: 1 },
    display_information: {
      name: 'Deskwire',
      description: about.length <= manifestLimits.description ? about : 'Curated briefs and sourced facts.',
    },
    features: {
      // Admins are told of trouble in the tab "Messages": without it Slack refuses every private word.
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: true,
      },
      bot_user: { display_name: 'deskwire', always_online: true },
      shortcuts: [
        {
          name: addToDesk,
          type: 'message' as const,
          callback_id: addShortcut,
          description: 'Draft a fact from the link in this message',
        },
      ],
      slash_commands: commands.map(({ command, description, hint, escapes }) => ({
        command: `/${command}`,
        description,
        usage_hint: hint,
        should_escape: escapes,
        ...(address && { url: address }),
      })),
    },
    oauth_config: { scopes: { bot: Object.keys(scopes) } },
    settings: {
      event_subscriptions: {
        ...(address && { request_url: address }),
        bot_events: ['app_home_opened', 'member_joined_channel'],
      },
      interactivity: {
        is_enabled: true,
        ...(address && { request_url: address, message_menu_options_url: address }),
      },
      org_deploy_enabled: false,
      socket_mode_enabled: address === undefined,
      token_rotation_enabled: false,
    },
  };
  check(manifest);
  return manifest;
}

/** As many subcommands as the hint has room for, of groups their name; help names them all. */
function usageHint({ commands }: CatalogueDesk): string {
  const all = [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? name))];
  const names = [...all];
  while (names.length > 0 && hintOf(names, all.length).length > hintLength) names.pop();
  return names.length > 0 ? hintOf(names, all.length) : 'help';
}

const hintOf = (names: readonly string[], all: number) =>
  `[${names.join(' | ')}${names.length < all ? ' | …' : ''}]`;

/** Far below Slack's limit: the hint is one line under what is typed. */
const hintLength = 100;

const listed = (names: readonly string[]) =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? 'no region yet');

interface Measured {
  oauth_config: { scopes: { bot: string[] } };
  display_information: { name: string };
  features: { slash_commands: { command: string; description: string; usage_hint: string }[] };
}

function check({ display_information, features, oauth_config }: Measured) {
  const within = (what: string, size: number, most: number) => {
    if (size > most) throw new RangeError(`Slack takes at most ${most} for ${what}; this has ${size}.`);
  };
  within('the name', display_information.name.length, manifestLimits.name);
  within('the number of scopes', oauth_config.scopes.bot.length, manifestLimits.scopes);
  within('the number of commands', features.slash_commands.length, manifestLimits.commands);
  for (const { command, description, usage_hint } of features.slash_commands) {
    within(`the command ${command}`, command.length, manifestLimits.command);
    within(`the description of ${command}`, description.length, manifestLimits.commandDescription);
    within(`the usage hint of ${command}`, usage_hint.length, manifestLimits.usageHint);
  }
}
