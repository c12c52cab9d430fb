import { isHouseLine } from '../../domain/house.ts';
import type { ActionCodec, Binding } from '../../domain/ports/actions.ts';
import type { Choice, Reply } from '../../domain/reply.ts';
import { oneLine } from './escape.ts';
import { limits, ours } from './limits.ts';
import { type Line, plain, small } from './line.ts';
import type { ActionRow, Button, Visibility } from './message.ts';
import { stateOf } from './press-state.ts';

/** For whom and where an answer is rendered. */
export interface DiscordContext {
  /** The command line that was answered. */
  line: string;
  binding: Binding;
  actions: ActionCodec;
  visibility: Visibility;
  /** Small print under the answer, such as who shared it. */
  note?: string;
}

/** A button whose state fits. `slot` keeps the ids of one message apart when two buttons do the same. */
export interface PlannedButton {
  slot: string;
  label: string;
  style: Button['style'];
  state: string;
}

/** The buttons under an answer, and lines for what could not become a button. */
export interface ButtonPlan {
  navigation: PlannedButton[];
  choices: PlannedButton[];
  lines: Line[];
}

const slots = 'abcdefghijklmnopqrstuvwxyz';

export function planButtons(reply: Reply, context: DiscordContext): ButtonPlan {
  const plan: ButtonPlan = { navigation: [], choices: [], lines: [] };
  const state = (kind: 'run' | 'share', text: string) => stateOf({ kind, text }, context);

  const page = (label: string, line: string | undefined, slot: string) => {
    if (line === undefined) return;
    const encoded = state('run', line);
    if (encoded) plan.navigation.push({ slot, label, style: 2, state: encoded });
    else plan.lines.push(small([{ text: `${label}: ` }, { text: line, style: 'code' }]));
  };
  page('◀ Previous', reply.paging?.previous, 'P');
  page('Next ▶', reply.paging?.next, 'N');

  const options = reply.blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
  for (const option of options) {
    const slot = slots[plan.choices.length];
    const encoded = plan.choices.length < ours.choiceButtons ? state('run', option.command) : undefined;
    if (encoded && slot) plan.choices.push({ slot, label: buttonLabel(option), style: 1, state: encoded });
    if (!encoded || buttonLabel(option) !== oneLine(option.label).trim()) plan.lines.push(choiceLine(option));
  }

  if (context.visibility === 'private' && reply.outcome === 'ok' && !isHouseLine(context.line)) {
    const encoded = state('share', context.line);
    if (encoded) plan.navigation.push({ slot: 'S', label: 'Share to channel', style: 2, state: encoded });
    else plan.lines.push(small([{ text: 'To show this to the channel, ask again with the option public.' }]));
  }
  return plan;
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
  return plain([{ text: `${label}: ` }, { text: command, style: 'code' }]);
}
