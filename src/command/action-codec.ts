import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';
import { type ActionCodec, type ActionKind, actionKinds, type Binding } from '../domain/button-actions.ts';

const kindLetters: Record<ActionKind, string> = { run: 'r', share: 's', report: 'm', more: 'o', form: 'f' };

/** `secret` is a platform's token or signing secret; the key derived from it is used only here. */
export function createActionCodec(secret: string): ActionCodec {
  // A key object, because a Buffer would be converted again for every button of an answer.
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'deskwire', 'button state', 32)));
  const sign = (letter: string, text: string, binding: Binding) =>
    createHmac('sha256', key)
      .update(JSON.stringify([letter, text, binding.person, binding.channel]))
      .digest('base64url')
      .slice(0, 12);

  return {
    encode({ kind, text }, binding, limit) {
      const value = `${kindLetters[kind]}${sign(kindLetters[kind], text, binding)}${text}`;
      return value.length <= limit ? value : undefined;
    },
    decode(value, binding) {
      const [letter = '', code, text] = [value.slice(0, 1), value.slice(1, 13), value.slice(13)];
      const kind = actionKinds.find((each) => kindLetters[each] === letter);
      if (!kind || code.length !== 12 || !/^[\w-]+$/.test(code)) return undefined;
      const expected = sign(letter, text, binding);
      return timingSafeEqual(Buffer.from(code), Buffer.from(expected)) ? { kind, text } : undefined;
    },
  };
}
