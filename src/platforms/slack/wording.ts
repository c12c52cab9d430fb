import { run } from './line.ts';
import type { SlackMessage } from './pack.ts';
import { pack } from './pack.ts';
import { richPieces } from './piece.ts';
import type { SendFailure } from './send-failure.ts';

/** One plain sentence as a message. */
export const sentence = (text: string): SlackMessage => pack(richPieces([[run(text)]]))[0]!;

export const words = {
  foreignTeam: 'This desk is not open to your workspace. Please ask the people who run it to let you in.',
  unreadable: 'That request could not be read, so nothing was done. Please try once more.',
  tooLong: (most: number) =>
    `That is longer than the desk can read (${most.toLocaleString('en')} characters at most). Please ask it shorter.`,
  unknownCommand: (command: string, known: readonly string[]) =>
    `${command} is not a command of this desk. Try ${known.map((each) => `/${each}`).join(' or ')}.`,
  foreignButton:
    'That button was made for someone else or for another place. Please ask yourself, with the command, and use your own.',
  notShareable: 'This cannot be shown to the whole channel, so it was not shared.',
  failed: (id: string) =>
    `Sorry, that did not work, and it is not your fault. Please try again in a moment; if it stays, pass on the number ${id}.`,
  expiredTrigger: 'That took too long to open. Please press the button again.',
  reportSaving: 'Thank you. Your report is being written down.',
  reportKept: 'Thank you. Your report is with the editors.',
  reportKnown: 'Thank you. This report is with the editors already.',
  reportEmpty: 'Please say in a few words what is wrong.',
  reportTooLong: (most: number) => `Please keep it to ${most.toLocaleString('en')} characters.`,
} as const;

/** What a reader is told when something could not be shown; undefined when only the id helps. */
export function failureWords(failure: SendFailure): string | undefined {
  switch (failure.code) {
    case 'not_in_channel':
    case 'channel_not_found':
      return 'I am not in this channel. Please invite me to it and share once more.';
    case 'is_archived':
      return 'This channel is archived, so nothing can be posted to it.';
    case 'rate_limited':
      return `Slack asks to wait. Please try again in ${failure.retryAfterS} seconds.`;
    case 'expired':
    case 'rejected':
    case 'token':
    case 'missing_scope':
    case 'unknown':
      return undefined;
  }
}
