import type { Json, Workspace } from './workspace.ts';

export interface From {
  team?: string;
  /** The person's own workspace, where they are a guest in a shared channel. */
  userTeam?: string;
  user?: string;
  channel?: string;
  /** The text is as Slack sends it already: escaped, with its marks around addresses and people. */
  asSent?: true;
}

interface Given {
  responseUrl: string;
  trigger: string;
}

/** "Slack escapes & < and >" in what it hands on. */
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** A slash command's body, before form encoding. */
export function commandPayload(
  workspace: Workspace,
  typed: string,
  from: From,
  given: Given,
): Record<string, string> {
  const [command = '', ...words] = typed.split(' ');
  const user = from.user ?? 'U1';
  return {
    token: 'deprecated',
    command,
    text: from.asSent ? words.join(' ') : escaped(words.join(' ')),
    response_url: given.responseUrl,
    trigger_id: given.trigger,
    user_id: user,
    user_name: workspace.users.get(user)?.name ?? user,
    team_id: from.team ?? workspace.team,
    team_domain: 'example',
    channel_id: from.channel ?? 'C1',
    channel_name: 'central-asia',
    api_app_id: 'A1',
    is_enterprise_install: 'false',
  };
}

export interface Press extends From {
  action_id: string;
  value: string;
  /** The message that holds the button. */
  message?: string;
  /** Pressed on a message that everyone sees. */
  public?: boolean;
  /** Pressed on the person's Home, where there is no channel and no response address. */
  home?: boolean;
}

export function pressPayload(workspace: Workspace, press: Press, given: Given): Json {
  const channel = { id: press.channel ?? 'C1', name: 'central-asia' };
  const place = press.home
    ? { container: { type: 'view', view_id: 'V1' }, view: { id: 'V1', type: 'home' } }
    : {
        container: {
          type: 'message',
          message_ts: press.message ?? '1.1',
          channel_id: channel.id,
          is_ephemeral: !press.public,
        },
        channel,
        response_url: given.responseUrl,
      };
  return {
    type: 'block_actions',
    api_app_id: 'A1',
    token: 'deprecated',
    ...person(workspace, press),
    ...place,
    trigger_id: given.trigger,
    actions: [
      {
        type: 'button',
        action_id: press.action_id,
        block_id: 'b1',
        value: press.value,
        text: { type: 'plain_text', text: 'x' },
        action_ts: '1.1',
      },
    ],
  };
}

/** Somebody chooses an action of ours on a message, whose text is as Slack keeps it. */
export function shortcutPayload(workspace: Workspace, text: string, from: From, given: Given): Json {
  return {
    type: 'message_action',
    callback_id: 'add_to_desk',
    token: 'deprecated',
    action_ts: '1.1',
    ...person(workspace, from),
    channel: { id: from.channel ?? 'C1', name: 'central-asia' },
    message_ts: '1.1',
    message: { type: 'message', user: 'U9', ts: '1.1', text },
    trigger_id: given.trigger,
    response_url: given.responseUrl,
  };
}

export function submissionPayload(workspace: Workspace, view: Json, values: Json, from: From): Json {
  return {
    type: 'view_submission',
    api_app_id: 'A1',
    token: 'deprecated',
    ...person(workspace, from),
    view: { ...view, state: { values } },
    response_urls: [],
    is_enterprise_install: false,
  };
}

/** Somebody types into a select of a view whose options come from the app. */
export function suggestionPayload(workspace: Workspace, view: Json, typed: Typing, from: From): Json {
  const { block_id, action_id, value } = typed;
  return {
    type: 'block_suggestion',
    api_app_id: 'A1',
    token: 'deprecated',
    ...person(workspace, from),
    container: { type: 'view', view_id: 'V1' },
    view,
    ...{ block_id, action_id, value },
  };
}

export interface Typing {
  block_id: string;
  action_id: string;
  value: string;
}

export const homeOpened = (workspace: Workspace, from: From): Json =>
  event(workspace, from, {
    ...{ type: 'app_home_opened', user: from.user ?? 'U1', channel: 'D1', tab: 'home', event_ts: '1.1' },
  });

/** Somebody, the bot unless another user is named, comes to a channel. */
export const joinedChannel = (workspace: Workspace, from: From): Json =>
  event(workspace, from, {
    ...{ type: 'member_joined_channel', user: from.user ?? 'U0BOT', channel: from.channel ?? 'C1' },
    ...{ channel_type: 'C', team: from.team ?? workspace.team, inviter: 'U1', event_ts: '1.1' },
  });

const event = (workspace: Workspace, from: From, content: Json): Json => ({
  type: 'event_callback',
  token: 'deprecated',
  team_id: from.team ?? workspace.team,
  api_app_id: 'A1',
  event: content,
  event_id: 'Ev1',
  event_time: 1,
  authorizations: [
    { enterprise_id: null, team_id: from.team ?? workspace.team, user_id: 'U0BOT', is_bot: true },
  ],
});

function person(workspace: Workspace, { team = workspace.team, userTeam = team, user = 'U1' }: From) {
  const name = workspace.users.get(user)?.name ?? user;
  return {
    user: { id: user, username: name, name, team_id: userTeam },
    team: { id: team, domain: 'example' },
  };
}
