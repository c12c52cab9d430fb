import type { webApi } from '@slack/bolt';
import type { ChannelSender, Refusal } from '../../domain/ports/channel-sender.ts';
import { failedOutcome } from './post-outcome.ts';
import type { Redact } from './redact.ts';
import { failureOf } from './send-failure.ts';
import { told } from './tells-nothing.ts';

type Access = Awaited<ReturnType<ChannelSender['access']>>;

const invite = 'Invite me to the channel first: /invite @deskwire';
const install = 'Add it to the app under "OAuth & Permissions" and install the app again.';

/** What to do about a channel that cannot be posted to or read, for people. */
export function accessProblem(refusal: Refusal, detail: string): string {
  switch (detail) {
    case 'not_in_channel':
      return `I am not in that channel. ${invite}`;
    case 'channel_not_found':
      return `I cannot see that channel: it is gone, or it is private. ${invite}`;
    case 'is_archived':
      return 'That channel is archived. Unarchive it, or choose another one.';
    case 'restricted_action':
    case 'restricted_action_read_only_channel':
      return 'Only some people may post in that channel. Let the app post there, or choose another one.';
    case 'missing_scope':
      return `The Slack app lacks a scope that digests need. ${install}`;
    default:
      if (refusal === 'token') return 'Slack no longer takes the bot token. Set a new SLACK_BOT_TOKEN.';
      return `Slack refuses this channel (${detail}). Choose another one, or ask an admin of the workspace.`;
  }
}

/** Whether the bot is in the channel, with the scopes to post there and to read what it posted. */
export async function slackAccess(
  client: webApi.WebClient,
  channel: string,
  redact: Redact,
): Promise<Access> {
  let answer: webApi.ConversationsInfoResponse;
  let about: NonNullable<typeof answer.channel>;
  try {
    answer = await client.conversations.info({ channel });
    about = told(answer.channel, 'the channel');
  } catch (error) {
    const failed = failedOutcome(failureOf(error), redact);
    if (failed.outcome === 'refused')
      return refused(failed.refusal, accessProblem(failed.refusal, failed.detail));
    const problem = 'Slack does not answer at the moment. Try again in a minute.';
    return { ...refused('no_access', problem), passing: true };
  }
  const { is_archived, is_member, is_private } = about;
  if (is_archived) return refused('channel_gone', accessProblem('channel_gone', 'is_archived'));
  if (!is_member) return refused('no_access', accessProblem('no_access', 'not_in_channel'));
  const held = answer.response_metadata?.scopes;
  const needed = ['chat:write', is_private ? 'groups:history' : 'channels:history'];
  const missing = held ? needed.filter((scope) => !held.includes(scope)) : [];
  if (missing.length === 0) return { ok: true };
  return refused('no_access', `The Slack app lacks the scope ${missing.join(' and ')}. ${install}`);
}

const refused = (refusal: Refusal, problem: string): Exclude<Access, { ok: true }> => ({
  ok: false,
  refusal,
  problem,
});
