import type { SendFailure } from '../sender.ts';

export const words = {
  foreignTeam: 'This desk is not open to your workspace. Please ask the people who run it to let you in.',
  unreadable: 'That request could not be read, so nothing was done. Please try once more.',
  unknownCommand: (command: string, known: readonly string[]) =>
    `${command} is not a command of this desk. Try ${known.map((each) => `/${each}`).join(' or ')}.`,
  foreignButton:
    'That button was made for someone else or for another place. Please ask yourself, with the command, and use your own.',
  sharedAlready:
    'You have shared this a moment ago. If it is not in the channel, please try again in a minute.',
  notShareable: 'This cannot be shown to the whole channel, so it was not shared.',
  failed: (id: string) =>
    `Sorry, that did not work, and it is not your fault. Please try again in a moment; if it stays, pass on the number ${id}.`,
  expiredTrigger: 'That took too long to open. Please press the button again.',
  reading: 'The article is being read. The form comes here in a moment.',
  noLink: 'There is no link in this message, so there is nothing to add.',
  formSaving: 'What you wrote is being kept.',
  formKept: 'It is sent. What comes of it stands in the channel.',
  formGone: 'There is nothing to fill in there any more: it was done, or it is another person’s.',
  reportSaving: 'Thank you. Your report is being written down.',
  reportKept: 'Thank you. Your report is with the editors.',
  reportKnown: 'Thank you. This report is with the editors already.',
  reportEnough:
    'Thank you. The editors have several reports of yours on this entry from today, so this one was not added. Please wait until tomorrow with more.',
  reportEmpty: 'Please say in a few words what is wrong.',
  reportTooLong: (most: number) => `Please keep it to ${most.toLocaleString('en')} characters.`,
} as const;

/** What was being shown: an answer to one person, an answer to all, or an answer that someone shares with all. */
export type Shown = 'answer' | 'channel' | 'share';

/** What a reader is told when something could not be shown. What all may see already must not be asked for again blindly. */
export function failureWords(failure: SendFailure, shown: Shown, id: string): string {
  switch (failure.code) {
    case 'not_in_channel':
    case 'channel_not_found':
      return `I am not in this channel, so I can show nothing more here. Please invite me to it and ${shown === 'share' ? 'share' : 'ask'} once more.`;
    case 'is_archived':
      return 'This channel is archived, so nothing can be posted to it.';
    case 'rate_limited':
      return shown === 'answer'
        ? `Slack asks to wait. Please try again in ${failure.retryAfterS} seconds.`
        : `Slack asks to wait. Please look in ${failure.retryAfterS} seconds whether this has reached the channel, and try again if it has not.`;
    case 'unknown':
      return shown === 'answer'
        ? words.failed(id)
        : `This may have reached the channel although Slack did not say so: please look there before you try again. If it did not, pass on the number ${id}.`;
    case 'expired':
    case 'rejected':
    case 'token':
    case 'missing_scope':
      return words.failed(id);
  }
}

/** Why a picture could not be uploaded, after “No picture:”. */
export const uploadWords = ({ code }: SendFailure, id: string): string =>
  code === 'missing_scope'
    ? 'the app may not upload files; its admin has to add the scope files:write'
    : `Slack did not take it (error ${id})`;
