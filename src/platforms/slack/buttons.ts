import type { types } from '@slack/bolt';
import { isOpen } from '../../domain/open-actions.ts';
import type { Action, ActionCodec, Binding } from '../../domain/ports/actions.ts';
import { limits } from './limits.ts';
import { plainText } from './piece.ts';

/** Buttons of one answer. Each is made for one person in one channel; where it does not fit it is left out. */
export interface Buttons {
  /** Undefined when this answer has no buttons of the kind, or when it would not fit. */
  make(action: Action, label: string, detail?: ButtonDetail): types.Button | undefined;
}

interface ButtonDetail {
  /** What a screen reader says instead of the label. */
  spoken?: string;
  primary?: true;
}

/** No buttons at all, for where none could be pressed. */
export const noButtons: Buttons = { make: () => undefined };

export function createButtons(
  actions: ActionCodec,
  binding: Binding,
  kinds: readonly Action['kind'][],
  /** For whom the kinds are that are open to anyone where all can see the answer. */
  open: string,
): Buttons {
  let count = 0;
  return {
    make(action, label, { spoken, primary } = {}) {
      if (!kinds.includes(action.kind) || label.trim() === '' || label.length > limits.buttonText) return;
      const bound = isOpen(action.kind) ? { ...binding, person: open } : binding;
      const value = actions.encode(action, bound, limits.buttonValue);
      if (value === undefined || JSON.stringify(value).length > limits.buttonValue) return;
      count += 1;
      return {
        type: 'button',
        // Ids must differ within a message; the number says nothing else.
        action_id: `${action.kind}:${count}`,
        text: plainText(label),
        value,
        ...(spoken && spoken.length <= limits.accessibilityLabel && { accessibility_label: spoken }),
        ...(primary && { style: 'primary' }),
      };
    },
  };
}
