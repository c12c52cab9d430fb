import type { Action, ActionCodec } from '../../domain/ports/actions.ts';
import type { ButtonStates } from '../../domain/ports/chat.ts';

/** A custom_id holds some 85 characters of a line. A longer one is kept in the store, and its button holds the id. */
const keptForMs = 30 * 86_400_000;

/** No command line and no entry begins with it. */
const kept = '~';

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
      return actions.encode(id === undefined ? action : { ...action, text: kept + id }, ...rest);
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
  if (!action.text.startsWith(kept)) return action;
  const text = await states.read(action.text.slice(kept.length), now);
  return text === undefined ? undefined : { ...action, text };
}
