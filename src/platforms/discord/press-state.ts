import { decodePressed } from '../../domain/open-actions.ts';
import type { Action, ActionCodec, Binding } from '../../domain/ports/actions.ts';
import { limits } from './limits.ts';

/**
 * A custom_id is a mode, a slot and the state of the action. Mode and slot say only how an answer is shown and keep
 * ids of one message apart, so they need no protection; the state is the codec's.
 */
const head = 2;

interface Bound {
  binding: Binding;
  actions: ActionCodec;
}

/** Undefined when the state does not fit into a custom_id. */
export function stateOf(action: Action, { actions, binding }: Bound): string | undefined {
  return actions.encode(action, binding, limits.customId.max - head);
}

export interface Press {
  mode: 'u' | 'n';
  action: Action;
}

/** Undefined for a button that is forged, or another person's and not open to anyone, or from another channel. */
export function readPress(customId: string, { actions, binding }: Bound): Press | undefined {
  const action = decodePressed(actions, customId.slice(head), binding);
  return action && { mode: customId.startsWith('u') ? 'u' : 'n', action };
}
