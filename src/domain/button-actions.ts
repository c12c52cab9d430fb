/**
 * What a button does: `run` a command line again (paging, suggestions), `share` its answer with everyone, `report` an
 * entry, answer a further line for whoever presses (`more`: the rest of a public answer, a step of a card), or open a
 * `form`.
 */
export const actionKinds = ['run', 'share', 'report', 'more', 'form'] as const;
export type ActionKind = (typeof actionKinds)[number];

/**
 * Text of an action: for `run`, `share` and `more` a command line; for `report` `desk/entry-id`; for `form` the form's
 * id, and after a space the part to open.
 */
export interface Action {
  kind: ActionKind;
  text: string;
}

/** The place and person a button was made for. A press elsewhere or by another person is refused. */
export interface Binding {
  /** `slack:T…:U…` or `discord:G…:U…` */
  person: string;
  channel: string;
}

/**
 * Encodes a button's state in the button itself, so that it survives a restart and needs no write: kind and text in
 * clear, and a 72-bit authentication code over them and the binding, which only this installation can make.
 */
export interface ActionCodec {
  /** Undefined if longer than `limit` characters; the button is then omitted and the line shown. */
  encode(action: Action, binding: Binding, limit: number): string | undefined;
  /** Undefined if forged, altered, or pressed outside its binding. */
  decode(value: string, binding: Binding): Action | undefined;
}

/** Actions of a public message that anyone may press, if made for anyone. */
const openKinds: readonly ActionKind[] = ['report', 'more'];

export const isOpen = (kind: ActionKind): boolean => openKinds.includes(kind);

/** `slack:T…:*`, `discord:G…:*`: as the person of a binding, anyone in that workspace or server. */
export const anyoneOf = (id: string): string => `${id.split(':').slice(0, 2).join(':')}:*`;

/** As the channel of a binding: wherever the person presses. A direct message has no id before it exists. */
export const anyChannel = '@';

/** Decodes a pressed button: the presser's own, or one of `openKinds` made for anyone in this channel. */
export function decodePressed(actions: ActionCodec, value: string, pressed: Binding): Action | undefined {
  const own = actions.decode(value, pressed) ?? actions.decode(value, { ...pressed, channel: anyChannel });
  if (own) return own;
  const open = actions.decode(value, { ...pressed, person: anyoneOf(pressed.person) });
  return open && isOpen(open.kind) ? open : undefined;
}

/** Codec without signatures, for measuring rendered lengths cheaply; nothing it encodes can be pressed. */
export const unsigned: ActionCodec = {
  encode({ text }, _, limit) {
    const value = `${'.'.repeat(13)}${text}`;
    return value.length <= limit ? value : undefined;
  },
  decode: () => undefined,
};
