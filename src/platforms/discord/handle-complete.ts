import { bindingOf } from './ask.ts';
import { shorten } from './buttons.ts';
import type { DeskSide } from './desk-side.ts';
import type { Incoming } from './incoming.ts';
import { limits } from './limits.ts';
import { within } from './timers.ts';

export type Complete = Extract<Incoming, { kind: 'complete' }>;

/** Discord shows nothing after 3 s; a late list is worth as little as none. */
const patience = 2000;

/** Offers values for the option being typed. A failure is logged and offers nothing. */
export async function handleComplete(desk: DeskSide, complete: Complete): Promise<void> {
  const { origin, option, typed, given } = complete;
  const most = limits.autocompleteChoices.max;
  const at = {
    desk: complete.desk,
    command: complete.command,
    option,
    typed: typed.slice(0, 200),
    given,
    channel: bindingOf(origin).channel,
  };
  const found = Promise.resolve()
    .then(() => desk.answerer.complete(at, most))
    .catch((cause) => {
      desk.failure(cause, 'a completion failed');
      return [];
    });
  const options = (await within(desk.timers, patience, found)) ?? [];
  const choices = options
    // A value cannot be shortened: another would be asked for.
    .filter(({ command }) => command.trim() && command.length <= limits.choiceText.max)
    .slice(0, most)
    .map(({ label, command }) => ({
      name: shorten(label || command, limits.choiceText.max),
      value: command,
    }));
  const delivery = await desk.sender.respond(origin, { type: 8, data: { choices } });
  if (!delivery.ok) {
    desk.log.warn({ code: delivery.code }, 'a completion came too late or was refused');
  }
}
