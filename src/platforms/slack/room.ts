import type { SlackAppOptions, SlackTiming } from './options.ts';
import { describeError, type Redact } from './redact.ts';
import type { Respond } from './respond.ts';
import type { SendFailure } from './send-failure.ts';
import type { SlackSender } from './sender.ts';
import { failureWords, words } from './wording.ts';

/** All that the handlers of commands, buttons, reports and the Home use. */
export interface Room
  extends Pick<SlackAppOptions, 'answerer' | 'actions' | 'reports' | 'channels' | 'clock'> {
  sender: SlackSender;
  respond: Respond;
  timing: SlackTiming;
  /** False for a team outside the list, when there is one. */
  allows(team: string): boolean;
  /** Writes the cause to the log under a new id, and gives the sentence for the reader with that id. */
  failed(cause: unknown, doing: string): string;
}

export function createRoom(
  options: SlackAppOptions,
  rest: Pick<Room, 'sender' | 'respond' | 'timing'>,
  redact: Redact,
): Room {
  const { answerer, actions, reports, channels, clock, log, newErrorId } = options;
  const { teams } = options.config;
  return {
    ...{ answerer, actions, reports, channels, clock },
    ...rest,
    allows: (team) => teams === undefined || teams.length === 0 || teams.includes(team),
    failed(cause, doing) {
      const errorId = newErrorId();
      log.error(
        { errorId, doing, error: describeError(cause, redact) },
        'a reader was told that it did not work',
      );
      return words.failed(errorId);
    },
  };
}

/** What a reader is told of a failure to send; the log knows all of it. */
export const tellFailure = (room: Room, failure: SendFailure, doing: string): string => {
  const told = room.failed('cause' in failure ? failure.cause : new Error(JSON.stringify(failure)), doing);
  return failureWords(failure) ?? told;
};

export const personId = (team: string, user: string) => `slack:${team}:${user}`;
export const channelId = (team: string, channel: string) => `slack:${team}:${channel}`;
