import { assertNever } from '../../../domain/errors.ts';
import type { Form } from '../../../domain/form.ts';
import type { MessageBody, Visibility } from '../render/message.ts';
import type { Sender, SendResult } from '../sender.ts';
import type { Origin } from './incoming.ts';

/** What shall be shown. `replaces`: the pressed message itself becomes the first of these. */
export interface Answer {
  messages: MessageBody[];
  visibility: Visibility;
  replaces: boolean;
  /** To be opened instead, where that is still possible; otherwise a button of the messages opens it. */
  form?: Form;
}

/** How far the conversation is. thinking: Discord shows that an answer will come, and to whom is fixed. */
export type Stage = { at: 'fresh' } | { at: 'thinking'; visibility: Visibility } | { at: 'acknowledged' };

/** Shows an answer from any stage: the first message where the stage wants it, each further part as a follow-up. */
export async function deliver(
  sender: Sender,
  to: Origin,
  stage: Stage,
  answer: Answer,
): Promise<SendResult[]> {
  const [first, ...rest] = answer.messages;
  if (!first) return [];
  const deliveries = [await deliverFirst(sender, to, stage, answer, first)];
  for (const part of rest) {
    if (deliveries.some((delivery) => !delivery.ok)) break;
    deliveries.push(await sender.followUp(to, part));
  }
  return deliveries;
}

async function deliverFirst(
  sender: Sender,
  to: Origin,
  stage: Stage,
  { visibility, replaces }: Answer,
  first: MessageBody,
): Promise<SendResult> {
  switch (stage.at) {
    case 'fresh':
      return sender.respond(to, { type: replaces ? 7 : 4, data: first });
    case 'thinking':
      if (stage.visibility === visibility) return sender.edit(to, first);
      // Who sees a deferred answer cannot be changed any more: it makes room for one of the other kind.
      await sender.withdraw(to);
      return sender.followUp(to, first);
    case 'acknowledged':
      return replaces ? sender.edit(to, first) : sender.followUp(to, first);
    default:
      return assertNever(stage);
  }
}
