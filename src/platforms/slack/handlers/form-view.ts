import type { types } from '@slack/bolt';
import { z } from 'zod';
import { type Form, type FormField, namesIn } from '../../../domain/form.ts';
import { type NameKind, nameKinds } from '../../../domain/ports/names.ts';
import type { Choice } from '../../../domain/reply.ts';
import { limits } from '../limits.ts';
import { type Block, plainText, richPieces, smallPieces, textRun } from '../render/lines.ts';
import { type HandlerContext, personId } from './context.ts';
import type { Input } from './incoming.ts';

export const formCallback = 'form';

/** Ends the id of a block that goes on with the field above it: no one input takes more than 3,000 characters. */
const continued = '~';

/** A modal with all fields of a form, what stands in them, and beside each what is wrong with it. */
export function formView(form: Form, metadata: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: formCallback,
    private_metadata: metadata,
    title: plainText(form.title),
    submit: plainText(form.submit),
    close: plainText('Cancel'),
    blocks: [
      ...form.about.flatMap((words) =>
        richPieces([[textRun(words)]], 'quote').flatMap(({ blocks }) => blocks),
      ),
      ...form.fields.flatMap((field) => fieldBlocks(field, form.desk)),
    ],
  };
}

function fieldBlocks(field: FormField, desk: string): Block[] {
  const { name, label, hint, required } = field;
  const inputs = elementsOf(field, desk).map(
    (element, at): types.InputBlock => ({
      type: 'input',
      block_id: at === 0 ? name : name + continued.repeat(at),
      optional: !required || at > 0,
      label: plainText(at === 0 ? label : `${label}, continued`),
      ...(hint && at === 0 && { hint: plainText(hint) }),
      element,
    }),
  );
  const wrong = field.fault
    ? smallPieces([[textRun(`⚠ ${field.fault}`)]]).flatMap(({ blocks }) => blocks)
    : [];
  return [...inputs, ...wrong];
}

/** One, but for texts that are longer than an input holds. */
function elementsOf(field: FormField, desk: string): types.InputBlock['element'][] {
  const { name, kind, value = '' } = field;
  switch (kind.type) {
    case 'choice':
      return [choiceElement(name, kind, value)];
    case 'name':
      return namesElements(field, kind, desk);
    case 'line':
      return textElements(name, value, {
        max: kind.max,
        multiline: false,
      });
    case 'text':
      return textElements(name, value, { max: kind.max, multiline: true });
  }
}

function textElements(
  name: string,
  value: string,
  { max, multiline }: { max: number; multiline: boolean },
): types.PlainTextInput[] {
  const most = limits.inputText;
  const count = Math.max(1, Math.ceil(Math.max(max, value.length) / most));
  return Array.from({ length: count }, (_, at) => {
    const part = value.slice(at * most, (at + 1) * most);
    return {
      type: 'plain_text_input' as const,
      action_id: name,
      multiline: multiline || value.includes('\n'),
      max_length: most,
      ...(part && { initial_value: part }),
    };
  });
}

/** Names are found while they are typed; what cannot be an option stays a line of text. */
function namesElements(
  { name, value = '', called = [] }: FormField,
  { kinds, many }: Extract<FormField['kind'], { type: 'name' }>,
  desk: string,
): types.InputBlock['element'][] {
  const chosen = namesIn(value);
  const fits =
    chosen.every((each) => each.length <= limits.optionValue) && chosen.length <= limits.selectOptions;
  if (!fits || (!many && chosen.length > 1))
    return textElements(name, value, { max: limits.inputText, multiline: false });
  const initial = chosen.map((each, at) => nameOption({ label: called[at] ?? each, command: each }));
  const [only] = initial;
  const element = { action_id: suggestFrom({ desk, kinds }), min_query_length: 0 };
  return many
    ? [{ type: 'multi_external_select', ...element, ...(only && { initial_options: initial }) }]
    : [{ type: 'external_select', ...element, ...(only && { initial_option: only }) }];
}

const nameOption = ({ label, command }: Choice): types.PlainTextOption => ({
  text: plainText(shorten(label || command, limits.optionText)),
  value: command,
});

function choiceElement(
  name: string,
  { choices, many }: Extract<FormField['kind'], { type: 'choice' }>,
  value: string,
): types.InputBlock['element'] {
  const options = choices.slice(0, limits.selectOptions).map(({ value, label }) => ({
    text: plainText(shorten(label || value, limits.optionText)),
    value,
  }));
  const chosen = value.split(',').map((each) => each.trim());
  const initial = options.filter((option) => chosen.includes(option.value));
  const [only] = initial;
  if (!many)
    return { type: 'static_select', action_id: name, options, ...(only && { initial_option: only }) };
  const ticked = only && { initial_options: initial };
  if (options.length <= limits.checkboxes) return { type: 'checkboxes', action_id: name, options, ...ticked };
  return { type: 'multi_static_select', action_id: name, options, ...ticked };
}

const shorten = (text: string, max: number) =>
  text.length <= max
    ? text
    : `${text
        .slice(0, max - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`;

/** By field; the parts of a long text put together again. */
export function valuesOf(state: Record<string, Record<string, Input>>): Record<string, string> {
  const parts = Object.entries(state)
    .map(([block, inputs]) => ({ block, text: textOf(Object.values(inputs)[0] ?? {}) }))
    .sort((a, b) => a.block.length - b.block.length);
  const values: Record<string, string> = {};
  for (const { block, text } of parts) {
    const name = block.replace(/~+$/, '');
    values[name] = (values[name] ?? '') + text;
  }
  return values;
}

const textOf = ({ value, selected_option, selected_options }: Input): string =>
  value ?? selected_option?.value ?? selected_options?.map((option) => option.value).join(',') ?? '';

const typingSchema = z.object({
  action_id: z.string().max(limits.id),
  value: z.string().max(limits.inputText),
  user: z.object({ id: z.string().min(1), team_id: z.string().optional() }),
  team: z.object({ id: z.string().min(1) }).nullish(),
});

export type SuggestAck = (reply: { options: ReturnType<typeof nameOption>[] }) => Promise<void>;

/** Names that what is being typed into a form may become; none for whoever is not served. */
export async function handleSuggest(context: HandlerContext, body: unknown, ack: SuggestAck): Promise<void> {
  await ack({ options: optionsFor(context, body).map(nameOption) });
}

function optionsFor(context: HandlerContext, body: unknown) {
  const parsed = typingSchema.safeParse(body);
  if (!parsed.success) return [];
  const { action_id, value, user } = parsed.data;
  const from = readSuggestFrom(action_id);
  const team = parsed.data.team?.id ?? user.team_id ?? '';
  const userTeam = user.team_id ?? team;
  if (!from) return [];
  if (!context.allows(team, userTeam)) {
    context.refused(personId(userTeam, user.id), 'a form', 'foreignTeam');
    return [];
  }
  return context.answerer.names({ ...from, typed: value }, limits.selectOptions);
}

/** Which names an input offers while somebody types into it. */
interface SuggestFrom {
  desk: string;
  kinds: readonly NameKind[];
}

const namesMark = 'names';

/** Stands as the action id of an input; nothing in it is secret, since every reader may complete names. */
const suggestFrom = ({ desk, kinds }: SuggestFrom): string => [namesMark, desk, kinds.join(',')].join(':');

/** Undefined for the id of another action. */
function readSuggestFrom(actionId: string): SuggestFrom | undefined {
  const [first, desk, listed = '', ...rest] = actionId.split(':');
  if (first !== namesMark || !desk || rest.length > 0) return undefined;
  const kinds = nameKinds.filter((kind) => listed.split(',').includes(kind));
  return kinds.length > 0 ? { desk, kinds } : undefined;
}
