import type { ActionCodec, Binding } from '../../../domain/button-actions.ts';
import { type Form, type FormField, severalHint } from '../../../domain/form.ts';
import { limits } from '../limits.ts';
import { shorten, stateOf } from '../render/buttons.ts';
import { cleanText } from '../render/markdown.ts';
import type { ActionRow, MessageBody } from '../render/message.ts';
import type { Answer, HandlerContext } from './context.ts';
import type { Origin } from './incoming.ts';

/** One input with its label, as it stands in a modal. */
interface Labelled {
  type: 18;
  label: string;
  description?: string;
  component: TextInput | Select;
}
interface TextInput {
  type: 4;
  custom_id: string;
  /** 1 one line, 2 several. */
  style: 1 | 2;
  required: boolean;
  max_length: number;
  value?: string;
}
interface Select {
  type: 3;
  custom_id: string;
  required: boolean;
  min_values: number;
  max_values: number;
  options: { label: string; value: string; default?: true }[];
}

/** The inputs of one modal; a form with more has several steps. */
type Step = Labelled[];

/** Ends the id of an input that goes on with the one before it. */
const continued = '~';

/** "five fields a modal": the form in as few modals as hold it, in its order. What is asked beside it stands in the first. */
export function stepsOf(form: Form): Step[] {
  const inputs = form.fields.flatMap(inputsOf);
  const first = limits.modalComponents.max - (form.about.length > 0 && !isToldBefore(form) ? 1 : 0);
  const steps: Step[] = [inputs.slice(0, first)];
  for (let at = first; at < inputs.length; at += limits.modalComponents.max)
    steps.push(inputs.slice(at, at + limits.modalComponents.max));
  return steps;
}

/** Its inputs leave no room for what is asked beside them: the message that opens it says that. */
export const isToldBefore = ({ opener, about, fields }: Form): boolean =>
  opener !== undefined && about.length > 0 && fields.length >= limits.modalComponents.max;

/** Nothing is missing or wrong in it, and one modal does not hold it: which part is to be changed is chosen first. */
export const isChosenFrom = (form: Form): boolean =>
  stepsOf(form).length > 1 &&
  form.fields.every(
    ({ required, value, fault }) => fault === undefined && (!required || value !== undefined),
  );

/** The modal of one step. `state` comes back with it, so nothing need be remembered. */
export function formModal(form: Form, step: number, state: string): object {
  const steps = stepsOf(form);
  const at = Math.min(Math.max(step, 0), steps.length - 1);
  const place = steps.length > 1 ? ` (${at + 1} of ${steps.length})` : '';
  const about = cleanText(form.about.join('\n\n')).trim();
  return {
    custom_id: state,
    title: `${shorten(form.title, limits.modalTitle.max - place.length)}${place}`,
    components: [
      ...(at === 0 && about && !isToldBefore(form) ? [{ type: 10, content: shortenLines(about) }] : []),
      ...(steps[at] ?? []),
    ],
  };
}

/** By field: what was chosen or typed, the parts of a long one put together again. */
export function valuesOf(given: Readonly<Record<string, string>>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [id, text] of Object.entries(given).sort(([a], [b]) => a.length - b.length)) {
    const name = id.replace(/~+$/, '');
    const before = values[name];
    const chosen = id.startsWith('?') || name.startsWith('?');
    const joint = before && text && chosen ? ',' : '';
    values[name] = (before ?? '') + joint + text;
  }
  return Object.fromEntries(Object.entries(values).map(([name, text]) => [name.replace(/^\?/, ''), text]));
}

/** Names of the fields in a step, for the button that leads there. */
const labelsOf = (step: Step): string[] => [...new Set(step.map(({ label }) => label))];

/** Which step holds the field. */
export const stepOf = (form: Form, field: string): number =>
  Math.max(
    0,
    stepsOf(form).findIndex((step) =>
      step.some(({ component }) => component.custom_id.replace(/^\?|~+$/g, '') === field),
    ),
  );

function inputsOf(field: FormField): Labelled[] {
  const { label, hint, fault, kind } = field;
  // Names are typed here; where they are chosen nothing need be said.
  const how = hint ?? (kind.type === 'name' && kind.many ? severalHint : undefined);
  const about = fault ? `⚠ ${fault}` : how;
  return componentsOf(field).map((component, at) => ({
    type: 18,
    label: shorten(at === 0 ? label : `${label}, continued`, limits.labelText.max),
    ...(about && at === 0 && { description: shorten(about, limits.modalDescription.max) }),
    component,
  }));
}

function componentsOf({ name, required, kind, value = '' }: FormField): (TextInput | Select)[] {
  if (kind.type === 'choice') return selects(name, required, kind, value);
  const most = limits.textInput.max;
  const max = kind.type === 'name' ? most : kind.max;
  const count = Math.max(1, Math.ceil(Math.max(max, value.length) / most));
  return Array.from({ length: count }, (_, at): TextInput => {
    const part = value.slice(at * most, (at + 1) * most);
    return {
      type: 4,
      custom_id: name + continued.repeat(at),
      style: kind.type === 'text' || value.includes('\n') ? 2 : 1,
      required: required && at === 0,
      max_length: most,
      ...(part && { value: part }),
    };
  });
}

/** A mark before the id says that several are joined by commas. */
function selects(
  name: string,
  required: boolean,
  { choices, many }: Extract<FormField['kind'], { type: 'choice' }>,
  value: string,
): Select[] {
  const most = limits.selectOptions.max;
  const chosen = value.split(',').map((each) => each.trim());
  const groups = Array.from({ length: Math.ceil(choices.length / most) }, (_, at) =>
    choices.slice(at * most, (at + 1) * most),
  );
  const alone = groups.length === 1;
  return groups.map((group, at) => ({
    type: 3,
    custom_id: (many || !alone ? '?' : '') + name + continued.repeat(at),
    required: required && alone,
    min_values: required && alone ? 1 : 0,
    max_values: many ? group.length : 1,
    options: group.map((choice) => ({
      label: shorten(choice.label || choice.value, limits.selectText.max),
      value: choice.value,
      ...(chosen.includes(choice.value) && { default: true as const }),
    })),
  }));
}

const shortenLines = (text: string): string =>
  text.length <= 1500 ? text : `${text.slice(0, 1499).toWellFormed()}…`;

interface Bound {
  actions: ActionCodec;
  binding: Binding;
}

const boundTo = (context: HandlerContext, { guild, user, channel }: Origin): Bound => ({
  actions: context.actions,
  binding: { person: `discord:${guild}:${user}`, channel: `discord:${guild}:${channel}` },
});

/** False when it could not be opened: then the answer has a button that does. */
export async function openForm(context: HandlerContext, to: Origin, form: Form, step = 0): Promise<boolean> {
  const state = stateOf({ kind: 'form', text: `${form.id} ${step}` }, boundTo(context, to));
  if (state === undefined) return false;
  const delivery = await context.sender.respond(to, { type: 9, data: formModal(form, step, `nF${state}`) });
  if (!delivery.ok) context.logFailure(delivery.cause, `a form could not be opened: ${delivery.code}`);
  return delivery.ok;
}

const fillIn = 'Fill in';

export function withFormButton(context: HandlerContext, to: Origin, answer: Answer): Answer {
  const { form, messages } = answer;
  const isOne = form !== undefined && isToldBefore(form);
  const steps = form && (isOne ? [0] : stepsOf(form).keys());
  const row =
    form && steps && stepButtons(form, boundTo(context, to), steps, isChosenFrom(form) ? 'Change' : fillIn);
  return row ? { ...answer, messages: withRow(messages, row) } : answer;
}

/** The rest of the fields, behind a button a step. */
export const furtherSteps = (
  context: HandlerContext,
  to: Origin,
  form: Form,
  steps: Iterable<number>,
  verb: string,
) => stepButtons(form, boundTo(context, to), steps, verb);

function stepButtons(form: Form, bound: Bound, steps: Iterable<number>, verb: string): ActionRow | undefined {
  const all = stepsOf(form);
  const components = [...steps].slice(0, limits.buttonsPerRow.max).flatMap((step) => {
    const state = stateOf({ kind: 'form', text: `${form.id} ${step}` }, bound);
    if (state === undefined) return [];
    const fields = `${verb}: ${labelsOf(all[step] ?? []).join(', ')}`;
    const label = shorten(
      verb === fillIn && isToldBefore(form) ? (form.opener?.label ?? fields) : fields,
      limits.buttonLabel.max,
    );
    return [{ type: 2 as const, style: 2 as const, label, custom_id: `n${step}${state}` }];
  });
  return components.length > 0 ? { type: 1, components } : undefined;
}

export const withRow = (messages: readonly MessageBody[], row: ActionRow): MessageBody[] =>
  messages.map((message, at) =>
    at === messages.length - 1 ? { ...message, components: [...message.components, row] } : message,
  );
