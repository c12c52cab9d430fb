import { assertNever } from '../../domain/assert-never.ts';
import type { Action } from '../../domain/ports/actions.ts';
import { ask, bindingOf } from './ask.ts';
import { converse, refuse, say } from './converse.ts';
import type { DeskSide } from './desk-side.ts';
import { reopenForm } from './form.ts';
import type { Incoming } from './incoming.ts';
import { resolveKept } from './kept-states.ts';
import { readPress, stateOf } from './press-state.ts';
import { reportForm } from './report-form.ts';
import { sentences } from './sentences.ts';
import { share } from './share.ts';

export type PressOf = Extract<Incoming, { kind: 'press' }>;

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
