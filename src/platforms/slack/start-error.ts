import { failureOf, type SendFailure } from './send-failure.ts';

/** Slack cannot be used as it is set up; the message says what to change. */
export class SlackStartError extends Error {
  override name = 'SlackStartError';
}

/** Slack cannot be used just now; a later start may succeed with nothing changed. */
export class SlackAway extends SlackStartError {
  override name = 'SlackAway';
}

export function startErrorOf(failure: SendFailure): SlackStartError {
  switch (failure.code) {
    case 'token':
      return new SlackStartError(
        `Slack refuses SLACK_BOT_TOKEN (${failure.detail}). Take the Bot User OAuth Token, xoxb-…, from "OAuth & Permissions" of your app.`,
      );
    case 'unknown':
      return new SlackAway('Slack could not be reached. Check the network, and SLACK_API_URL if it is set.', {
        cause: failure.cause,
      });
    case 'rate_limited':
      return new SlackAway(`Slack asks to wait ${failure.retryAfterS} seconds before starting.`);
    case 'not_in_channel':
    case 'channel_not_found':
    case 'is_archived':
    case 'missing_scope':
    case 'expired':
    case 'rejected':
      return new SlackStartError(`Slack refuses to start: ${failure.detail}.`);
  }
}

/** The websocket could not be opened, after the bot token was taken. */
export function connectErrorOf(cause: unknown): SlackStartError {
  const failure = failureOf(cause);
  if (failure.code !== 'token') return startErrorOf(failure);
  return new SlackStartError(
    `Slack refuses SLACK_APP_TOKEN (${failure.detail}). Take the app-level token, xapp-…, with the scope connections:write, from "Basic Information" of your app.`,
  );
}
