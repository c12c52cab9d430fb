import type { Form } from '../../domain/form.ts';
import type { ActionCodec, Binding } from '../../domain/ports/actions.ts';
import { shorten } from './buttons.ts';
import type { Answer } from './deliver.ts';
import type { DeskSide } from './desk-side.ts';
import { formModal, labelsOf, stepsOf } from './form-modal.ts';
import type { Origin } from './incoming.ts';
import { limits } from './limits.ts';
import type { ActionRow, MessageBody } from './message.ts';
import { stateOf } from './press-state.ts';

interface Bound {
  actions: ActionCodec;
  binding: Binding;
}

const boundTo = (desk: DeskSide, { guild, user, channel }: Origin): Bound => ({
  actions: desk.actions,
  binding: { person: `discord:${guild}:${user}`, channel: `discord:${guild}:${channel}` },
});

/** False when it could not be opened: then the answer has a button that does. */
export async function openForm(desk: DeskSide, to: Origin, form: Form, step = 0): Promise<boolean> {
  const state = stateOf({ kind: 'form', text: `${form.id} ${step}` }, boundTo(desk, to));
  if (state === undefined) return false;
  const delivery = await desk.sender.respond(to, { type: 9, data: formModal(form, step, `nF${state}`) });
  if (!delivery.ok) desk.failure(delivery.cause, `a form could not be opened: ${delivery.code}`);
  return delivery.ok;
}

export function withFormButton(desk: DeskSide, to: Origin, answer: Answer): Answer {
  const { form, messages } = answer;
  const row = form && stepButtons(form, boundTo(desk, to), stepsOf(form).keys(), 'Fill in');
  return row ? { ...answer, messages: withRow(messages, row) } : answer;
}

/** The rest of the fields, behind a button a step. */
export const furtherSteps = (desk: DeskSide, to: Origin, form: Form, steps: Iterable<number>, verb: string) =>
  stepButtons(form, boundTo(desk, to), steps, verb);

function stepButtons(form: Form, bound: Bound, steps: Iterable<number>, verb: string): ActionRow | undefined {
  const all = stepsOf(form);
  const components = [...steps].slice(0, limits.buttonsPerRow.max).flatMap((step) => {
    const state = stateOf({ kind: 'form', text: `${form.id} ${step}` }, bound);
    if (state === undefined) return [];
    const label = shorten(`${verb}: ${labelsOf(all[step] ?? []).join(', ')}`, limits.buttonLabel.max);
    return [{ type: 2 as const, style: 2 as const, label, custom_id: `n${step}${state}` }];
  });
  return components.length > 0 ? { type: 1, components } : undefined;
}

export const withRow = (messages: readonly MessageBody[], row: ActionRow): MessageBody[] =>
  messages.map((message, at) =>
    at === messages.length - 1 ? { ...message, components: [...message.components, row] } : message,
  );
