import type { SlackAppOptions, SlackTiming } from './options.ts';
import { describeError, type Redact } from './redact.ts';
import type { Respond } from './respond.ts';
import type { SendFailure } from './send-failure.ts';
import type { SlackSender } from './sender.ts';
import { failureWords, type Shown, words } from './wording.ts';

/** All that the handlers of commands, buttons, reports and the Home use. */
export interface Room
  extends Pick<
    SlackAppOptions,
    'answerer' | 'actions' | 'reports' | 'channels' | 'once' | 'forms' | 'clock'
  > {
  sender: SlackSender;
  respond: Respond;
  timing: SlackTiming;
  /** False when one of them is outside the list of teams, where there is one. */
  allows(...teams: string[]): boolean;
  /** Writes to the log who was refused what, and gives the sentence for them. */
  refused(person: string, tried: 'a command' | 'a button' | 'a form', why: keyof typeof needed): string;
  /** Writes the cause to the log under a new id, and gives the sentence for the reader with that id. */
  failed(cause: unknown, doing: string): string;
  /** The same, but gives the id alone. */
  logged(cause: unknown, doing: string): string;
  /** Writes to the log that a sentence did not reach its reader. */
  untold(failure: SendFailure): void;
}

const needed = {
  foreignTeam: 'a workspace that is served',
  foreignButton: 'the person and the place it was made for',
} as const;

export function createRoom(
  options: SlackAppOptions,
  rest: Pick<Room, 'sender' | 'respond' | 'timing'>,
  redact: Redact,
): Room {
  const { answerer, actions, reports, channels, once, forms, clock, log, newErrorId } = options;
  const { teams } = options.config;
  const logged = (cause: unknown, doing: string) => {
    const errorId = newErrorId();
    log.error({ errorId, doing, error: describeError(cause, redact) }, 'something did not work for a reader');
    return errorId;
  };
  return {
    ...{ answerer, actions, reports, channels, once, forms, clock },
    ...rest,
    allows: (...asking) => !teams?.length || asking.every((team) => teams.includes(team)),
    refused(person, command, why) {
      log.warn({ person, command, needed: needed[why] }, 'command refused');
      return words[why];
    },
    logged,
    failed: (cause, doing) => words.failed(logged(cause, doing)),
    untold: (failure) =>
      log.warn({ error: describeError(causeOf(failure), redact) }, 'a reader could not be told so'),
  };
}

/** What a reader is told of a failure to send; the log knows all of it. */
export const tellFailure = (room: Room, failure: SendFailure, doing: string, shown: Shown): string =>
  failureWords(failure, shown, room.logged(causeOf(failure), doing));

const causeOf = (failure: SendFailure): unknown =>
  'cause' in failure ? failure.cause : new Error(JSON.stringify(failure));

export const personId = (team: string, user: string) => `slack:${team}:${user}`;
export const channelId = (team: string, channel: string) => `slack:${team}:${channel}`;
