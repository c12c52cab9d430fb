import type { SendFailure } from '../sender.ts';
import { homeChannel, type Press } from './ask.ts';
import { causeOf, type HandlerContext } from './context.ts';
import { type Answer, deliver, privately } from './deliver.ts';
import { failureWords, type Shown } from './wording.ts';

/** Logs a failed send, and returns the text for the reader. */
export const failureText = (
  context: HandlerContext,
  failure: SendFailure,
  doing: string,
  shown: Shown,
): string => failureWords(failure, shown, context.logFailure(causeOf(failure), doing));

/** Shows the asker alone what a public answer leaves out. */
export async function respondAside(
  context: HandlerContext,
  to: Pick<Press, 'place'>,
  { aside }: Pick<Answer, 'aside'>,
): Promise<void> {
  if (aside !== undefined) await respondText(context, to, aside);
}

/** Shows a text to the person who asked or pressed. On the Home, and when Slack refuses, it goes to the log only. */
export async function respondText(
  context: HandlerContext,
  { place }: Pick<Press, 'place'>,
  text: string,
): Promise<void> {
  if (place.channel === homeChannel) return;
  const result = await deliver(context, place, privately(text));
  if (!result.ok) context.unsent(result.failure);
}
