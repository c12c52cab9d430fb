/**
 * What a button does: run a command line again (paging, did you mean), show its answer to all, report an entry, for
 * whoever presses it answer a line of its own (the rest of what all can see, a step of a card), or open a form.
 */
export const actionKinds = ['run', 'share', 'report', 'more', 'form'] as const;
export type ActionKind = (typeof actionKinds)[number];

/**
 * For `run`, `share` and `more` the text is a whole command line; for `report` it is `desk/entry-id`; for `form` the
 * form's id, and after a blank the part of it where it is opened in parts.
 */
export interface Action {
  kind: ActionKind;
  text: string;
}

/** Where and for whom a button was made. A button pressed elsewhere, or by another person, is refused. */
export interface Binding {
  /** `slack:T…:U…` or `discord:G…:U…` */
  person: string;
  channel: string;
}

/**
 * The state of a button lives in the button, so that it works after a restart and costs no write: kind and text in
 * the clear, and a 72-bit code over them and the binding that only this installation can make.
 */
export interface ActionCodec {
  /** Undefined when it would not fit into `limit` characters: then the button is left out and the line is shown. */
  encode(action: Action, binding: Binding, limit: number): string | undefined;
  /** Undefined for anything forged, altered, or pressed by or in another than it was made for. */
  decode(value: string, binding: Binding): Action | undefined;
}

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
