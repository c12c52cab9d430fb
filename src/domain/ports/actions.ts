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
