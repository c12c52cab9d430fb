import type { Action } from '../../../domain/button-actions.ts';
import { assertNever } from '../../../domain/errors.ts';
import { limits, ownLimits } from '../limits.ts';
import { readPress, resolveKept, shorten, stateOf } from '../render/buttons.ts';
import { ask } from './ask.ts';
import { share } from './command.ts';
import { bindingOf, type HandlerContext } from './context.ts';
import { reopenForm } from './form.ts';
import { type Incoming, wordsField } from './incoming.ts';
import { refuse, respond, respondText } from './respond.ts';
import { words } from './wording.ts';

type PressOf = Extract<Incoming, { kind: 'press' }>;

/** Runs what a button or a menu holds, if it was made for this person, or for anyone, in this channel. */
export async function handlePress(context: HandlerContext, press: PressOf): Promise<void> {
  const { origin } = press;
  const read = readPress(press.value ?? press.customId, {
    actions: context.actions,
    binding: bindingOf(origin),
  });
  if (!read) return refuse(context, press, 'notYours');
  // A form must be the first response, so nothing is looked up before it: what it reports fits into every button.
  const { mode } = read;
  const action = await resolveKept(context.buttonStates, read.action, context.clock()).catch((cause) => {
    context.logFailure(cause, 'the state of a button could not be read');
    return undefined;
  });
  if (!action) return respondText(context, origin, words.oldButton);
  switch (action.kind) {
    case 'run': {
      const visibility = press.onPrivate ? 'private' : 'public';
      const replaces = mode === 'u';
      const work = ask(context, press, { line: action.text, visibility, replaces });
      return respond(
        context,
        origin,
        work,
        replaces ? { as: 'acknowledged' } : { as: 'thinking', visibility },
      );
    }
    case 'more': {
      const work = ask(context, press, { line: action.text, visibility: 'private', replaces: false });
      return respond(context, origin, work, { as: 'thinking', visibility: 'private' });
    }
    case 'share':
      return share(context, press, action.text);
    case 'form':
      return reopenForm(context, press, action.text);
    case 'report':
      return openForm(context, press, action);
    default:
      return assertNever(action.kind);
  }
}

/** A form must be the first response, so nothing is looked up before it. */
async function openForm(context: HandlerContext, { origin }: PressOf, action: Action): Promise<void> {
  const state = stateOf(action, { actions: context.actions, binding: bindingOf(origin) });
  const entry = action.text.slice(action.text.indexOf('/') + 1);
  const form = reportForm(entry, `nF${state}`);
  const delivery = await context.sender.respond(origin, { type: 9, data: form });
  if (!delivery.ok) context.logFailure(delivery.cause, `a form could not be opened: ${delivery.code}`);
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
          max_length: ownLimits.reportWords,
          placeholder: 'If you can, name a source that says otherwise.',
        },
      },
    ],
  };
}
