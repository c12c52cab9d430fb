import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What a button does: run a command line again (paging, did you mean), show its answer to all, or report an entry. */
export const actionKinds = ['run', 'share', 'report'] as const;
export type ActionKind = (typeof actionKinds)[number];

/** For `run` and `share` the text is a whole command line; for `report` it is `desk/entry-id`. */
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

const letters: Record<ActionKind, string> = { run: 'r', share: 's', report: 'm' };

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

/** `secret` is a platform's token or signing secret; the key drawn from it serves nothing else. */
export function createActionCodec(secret: string): ActionCodec {
  const key = Buffer.from(hkdfSync('sha256', secret, 'deskwire', 'button state', 32));
  const sign = (letter: string, text: string, binding: Binding) =>
    createHmac('sha256', key)
      .update(JSON.stringify([letter, text, binding.person, binding.channel]))
      .digest('base64url')
      .slice(0, 12);

  return {
    encode({ kind, text }, binding, limit) {
      const value = `${letters[kind]}${sign(letters[kind], text, binding)}${text}`;
      return value.length <= limit ? value : undefined;
    },
    decode(value, binding) {
      const [letter = '', code, text] = [value.slice(0, 1), value.slice(1, 13), value.slice(13)];
      const kind = actionKinds.find((each) => letters[each] === letter);
      if (!kind || code.length !== 12 || !/^[\w-]+$/.test(code)) return undefined;
      const expected = sign(letter, text, binding);
      return timingSafeEqual(Buffer.from(code), Buffer.from(expected)) ? { kind, text } : undefined;
    },
  };
}
