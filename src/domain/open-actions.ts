import type { Action, ActionCodec, ActionKind, Binding } from './ports/actions.ts';

/** What whoever sees a public message may press, if its button was made for anyone. */
const openKinds: readonly ActionKind[] = ['report', 'more'];

export const isOpen = (kind: ActionKind): boolean => openKinds.includes(kind);

/** `slack:T…:*`, `discord:G…:*`: in a binding's person, anyone of that workspace or server. */
export const anyoneOf = (id: string): string => `${id.split(':').slice(0, 2).join(':')}:*`;

/** In a binding's channel: wherever the person presses. A private conversation has no name before it is begun. */
export const anywhere = '@';

/** What a pressed button does: one's own, or one of those kinds that was made for anyone in this channel. */
export function decodePressed(actions: ActionCodec, value: string, pressed: Binding): Action | undefined {
  const own = actions.decode(value, pressed) ?? actions.decode(value, { ...pressed, channel: anywhere });
  if (own) return own;
  const open = actions.decode(value, { ...pressed, person: anyoneOf(pressed.person) });
  return open && isOpen(open.kind) ? open : undefined;
}

/** Makes states that no one could press, as long as real ones: for measuring, where a signature would cost the most. */
export const unsigned: ActionCodec = {
  encode({ text }, _, limit) {
    const value = `${'.'.repeat(13)}${text}`;
    return value.length <= limit ? value : undefined;
  },
  decode: () => undefined,
};
