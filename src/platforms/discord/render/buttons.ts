import {
  type Action,
  type ActionCodec,
  anyoneOf,
  type Binding,
  decodePressed,
} from '../../../domain/button-actions.ts';
import { isAppLine } from '../../../domain/ports/answerer.ts';
import type { ButtonStates } from '../../../domain/ports/chat.ts';
import { type Choice, type Reply, shownIn } from '../../../domain/reply.ts';
import { limits, ownLimits } from '../limits.ts';
import { type Line, oneLine, plainLine, smallLine } from './markdown.ts';
import type { ActionRow, Button, Visibility } from './message.ts';
import type { DiscordPictures } from './pieces.ts';

/** For whom and where an answer is rendered. */
export interface DiscordContext {
  /** The command line that was answered. */
  line: string;
  binding: Binding;
  actions: ActionCodec;
  visibility: Visibility;
  /** Small print under the answer, such as who shared it. */
  note?: string;
  /** Of the pictures in the answer, those that go with it; others are shown as their table. */
  pictures?: DiscordPictures;
}

/** A button whose state fits. `slot` keeps the ids of one message apart when two buttons do the same. */
interface PlannedButton {
  slot: string;
  label: string;
  style: Button['style'];
  state: string;
}

/** The buttons under an answer, and lines for what could not become a button. */
interface ButtonPlan {
  navigation: PlannedButton[];
  choices: PlannedButton[];
  lines: Line[];
}

const slots = 'abcdefghijklmnopqrstuvwxyz';

export function planButtons(reply: Reply, context: DiscordContext): ButtonPlan {
  const plan: ButtonPlan = { navigation: [], choices: [], lines: [] };
  const shown = shownIn(reply);
  const reads = bindingFor(reply, context);
  const state = (kind: 'run' | 'share' | 'more', text: string) =>
    stateOf({ kind, text }, kind === 'share' ? context : { ...context, ...reads });

  const page = (label: string, line: string | undefined, slot: string) => {
    if (line === undefined) return;
    const encoded = state(reads.kind, line);
    if (encoded) plan.navigation.push({ slot, label, style: 2, state: encoded });
    else plan.lines.push(smallLine([{ text: `${label}: ` }, { text: line, style: 'code' }]));
  };
  page('◀ Previous', shown.paging?.previous, 'P');
  page('Next ▶', shown.paging?.next, 'N');

  const options = shown.blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
  for (const option of options) {
    const slot = slots[plan.choices.length];
    const style = reply.view === undefined ? 1 : 2;
    const encoded =
      plan.choices.length < ownLimits.choiceButtons ? state(reads.kind, option.command) : undefined;
    if (encoded && slot) plan.choices.push({ slot, label: buttonLabel(option), style, state: encoded });
    if (!encoded || buttonLabel(option) !== oneLine(option.label).trim()) plan.lines.push(choiceLine(option));
  }

  if (context.visibility === 'private' && reply.outcome === 'ok' && !isAppLine(context.line)) {
    const encoded = state('share', context.line);
    if (encoded) plan.navigation.push({ slot: 'S', label: 'Share to channel', style: 2, state: encoded });
    else
      plan.lines.push(
        smallLine([{ text: 'To show this to the channel, ask again with the option public.' }]),
      );
  }
  return plan;
}

/** In a public message, another page or form of an answer is for whoever presses. */
export function bindingFor({ view }: Reply, { visibility, binding }: DiscordContext) {
  if (view === undefined || visibility === 'private') return { kind: 'run' as const, binding };
  return { kind: 'more' as const, binding: { ...binding, person: anyoneOf(binding.person) } };
}

/** `mode`: `u` when the pressed message itself shows the next answer, `n` when that comes as a new message. */
export function buttonRows({ navigation, choices }: ButtonPlan, mode: 'u' | 'n'): ActionRow[] {
  const toButton = ({ slot, label, style, state }: PlannedButton): Button => ({
    type: 2,
    style,
    label,
    custom_id: mode + slot + state,
  });
  const rows: ActionRow[] = [];
  for (let start = 0; start < choices.length; start += limits.buttonsPerRow.max) {
    const row = choices.slice(start, start + limits.buttonsPerRow.max);
    rows.push({ type: 1, components: row.map(toButton) });
  }
  if (navigation.length > 0) rows.push({ type: 1, components: navigation.map(toButton) });
  return rows;
}

export function labelLength({ navigation, choices }: ButtonPlan): number {
  return [...navigation, ...choices].reduce((sum, { label }) => sum + label.length, 0);
}

export function buttonLabel({ label, command }: Choice): string {
  return shorten(label.trim() ? label : command, limits.buttonLabel.max);
}

/** One line of at most `max` characters; what is cut off is marked. */
export function shorten(text: string, max: number): string {
  const flat = oneLine(text).trim() || '…';
  return flat.length <= max
    ? flat
    : `${flat
        .slice(0, max - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`;
}

export function choiceLine({ label, command }: Choice): Line {
  return plainLine([{ text: `${label}: ` }, { text: command, style: 'code' }]);
}

/**
 * A custom_id is a mode, a slot and the state of the action. Mode and slot say only how an answer is shown and keep
 * ids of one message apart, so they need no protection; the state is the codec's.
 */
export const prefixLength = 2;

interface Bound {
  binding: Binding;
  actions: ActionCodec;
}

/** Undefined when the state does not fit into a custom_id. */
export function stateOf(action: Action, { actions, binding }: Bound): string | undefined {
  return actions.encode(action, binding, limits.customId.max - prefixLength);
}

interface Press {
  mode: 'u' | 'n';
  action: Action;
}

/** Undefined for a button that is forged, or another person's and not open to anyone, or from another channel. */
export function readPress(customId: string, { actions, binding }: Bound): Press | undefined {
  const action = decodePressed(actions, customId.slice(prefixLength), binding);
  return action && { mode: customId.startsWith('u') ? 'u' : 'n', action };
}

/** A custom_id holds some 85 characters of a line. A longer one is kept in the store, and its button holds the id. */
const keptForMs = 30 * 86_400_000;

/** No command line and no entry begins with it. */
const keptMark = '~';

/**
 * Renders, and where lines did not fit into their buttons keeps them and renders once more. A store that cannot keep
 * them leaves the buttons out, as `render` does by itself.
 */
export async function withKeptStates<T>(
  actions: ActionCodec,
  keep: (text: string) => Promise<string>,
  render: (actions: ActionCodec) => T,
): Promise<T> {
  const tooLong = new Set<string>();
  const rendered = render({
    ...actions,
    encode(action, ...rest) {
      const state = actions.encode(action, ...rest);
      if (state === undefined) tooLong.add(action.text);
      return state;
    },
  });
  if (tooLong.size === 0) return rendered;
  const ids = new Map(await Promise.all([...tooLong].map(async (text) => [text, await keep(text)] as const)));
  return render({
    ...actions,
    encode(action, ...rest) {
      const id = ids.get(action.text);
      return actions.encode(id === undefined ? action : { ...action, text: keptMark + id }, ...rest);
    },
  });
}

export const keepIn = (states: ButtonStates, now: Date) => (text: string) =>
  states.keep(text, new Date(now.getTime() + keptForMs), now);

/** The action with the text that was kept for it; undefined once that has run out. */
export async function resolveKept(
  states: ButtonStates,
  action: Action,
  now: Date,
): Promise<Action | undefined> {
  if (!action.text.startsWith(keptMark)) return action;
  const text = await states.read(action.text.slice(keptMark.length), now);
  return text === undefined ? undefined : { ...action, text };
}
