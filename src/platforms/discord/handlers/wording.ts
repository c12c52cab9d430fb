import type { Reply } from '../../../domain/reply.ts';
import { plainLine } from '../render/markdown.ts';
import { type MessageBody, messageBody } from '../render/message.ts';
import { accent, linesToPieces } from '../render/pieces.ts';

/** What a reader is told when there is no answer. */
export const words = {
  foreignGuild: 'This desk does not serve this server. Its owner can tell you where it does.',
  directMessage: 'Please ask the desk in a server: it does not answer in direct messages.',
  notYours: 'This button belongs to another person or has changed since. Please ask the desk yourself.',
  oldButton: 'This button is too old. Please ask the desk again.',
  sharedAlready:
    'You have shared this a moment ago. If it is not in the channel, please try again in a minute.',
  formGone: 'There is nothing to fill in there any more: it was done, or it is another person’s.',
  tooLong: 'That is longer than the desk can read. Please ask in fewer words.',
  thanks: 'Thank you. The editors of the desk will look at it.',
  knownReport: 'Thank you. The editors have this report already.',
  enoughReports:
    'Thank you. The editors have several reports of yours on this entry from today, so this one was not added. Please wait until tomorrow with more.',
  noLink: 'There is no link in this message, so there is nothing to add.',
  emptyReport: 'The report was empty, so nothing was sent. Please say in a few words what is wrong.',
  failed: (id: string) => `Something went wrong on our side. Please try again in a moment. (error ${id})`,
  partLost: (id: string) => `A part of this answer could not be sent. Please ask again. (error ${id})`,
  shareLost: (id: string) =>
    `The answer may not have reached the channel. Please look before you share it again. (error ${id})`,
} as const;

export function noteMessage(sentence: string, outcome: Reply['outcome'] = 'invalid'): MessageBody {
  const content = linesToPieces('text', [plainLine([{ text: sentence }])])[0]?.text ?? sentence;
  const container = { type: 17, accent_color: accent(outcome), components: [{ type: 10, content }] } as const;
  return messageBody([{ ...container, components: [...container.components] }], 'private');
}
