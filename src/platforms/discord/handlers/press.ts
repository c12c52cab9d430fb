import type { Action } from '../../../domain/button-actions.ts';
import { assertNever } from '../../../domain/errors.ts';
import { limits, ours } from '../limits.ts';
import { readPress, resolveKept, shorten, stateOf } from '../render/buttons.ts';
import { ask, bindingOf } from './ask.ts';
import { share } from './command.ts';
import type { DeskSide } from './context.ts';
import { reopenForm } from './form.ts';
import { type Incoming, wordsField } from './incoming.ts';
import { converse, refuse, say } from './respond.ts';
import { sentences } from './sentences.ts';

type PressOf = Extract<Incoming, { kind: 'press' }>;

/** Runs what a button or a menu holds, if it was made for this person, or for anyone, in this channel. */
export async function handlePress(desk: DeskSide, press: PressOf): Promise<void> {
  const { origin } = press;
  const read = readPress(press.value ?? press.customId, {
    actions: desk.actions,
    binding: bindingOf(origin),
  });
  if (!read) return refuse(desk, press, 'notYours');
  // A form must be the first response, so nothing is looked up before it: what it reports fits into every button.
  const { mode } = read;
  const action = await resolveKept(desk.buttonStates, read.action, desk.clock()).catch((cause) => {
    desk.failure(cause, 'the state of a button could not be read');
    return undefined;
  });
  if (!action) return say(desk, origin, sentences.oldButton);
  switch (action.kind) {
    case 'run': {
      const visibility = press.onPrivate ? 'private' : 'public';
      const replaces = mode === 'u';
      const work = ask(desk, press, { line: action.text, visibility, replaces });
      return converse(desk, origin, work, replaces ? { as: 'acknowledged' } : { as: 'thinking', visibility });
    }
    case 'more': {
      const work = ask(desk, press, { line: action.text, visibility: 'private', replaces: false });
      return converse(desk, origin, work, { as: 'thinking', visibility: 'private' });
    }
    case 'share':
      return share(desk, press, action.text);
    case 'form':
      return reopenForm(desk, press, action.text);
    case 'report':
      return openForm(desk, press, action);
    default:
      return assertNever(action.kind);
  }
}

/** A form must be the first response, so nothing is looked up before it. */
async function openForm(desk: DeskSide, { origin }: PressOf, action: Action): Promise<void> {
  const state = stateOf(action, { actions: desk.actions, binding: bindingOf(origin) });
  const entry = action.text.slice(action.text.indexOf('/') + 1);
  const form = reportForm(entry, `nF${state}`);
  const delivery = await desk.sender.respond(origin, { type: 9, data: form });
  if (!delivery.ok) desk.failure(delivery.cause, `a form could not be opened: ${delivery.code}`);
}

/** The form in which a reader says what is wrong. `state` comes back with it, so nothing need be remembered. */
function reportForm(entry: string, state: string): object {
  return {
    custom_id: state,
    title: 'Report a mistake',
    components: [
      {
        type: 18,
        label: 'What is wrong?',
        description: shorten(
          `About ${entry}. The editors of the desk read this.`,
          limits.modalDescription.max,
        ),
        component: {
          type: 4,
          custom_id: wordsField,
          style: 2,
          required: true,
          min_length: 1,
          max_length: ours.reportWords,
          placeholder: 'If you can, name a source that says otherwise.',
        },
      },
    ],
  };
}
