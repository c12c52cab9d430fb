import type { CardRenderer } from '../../domain/ports/cards.ts';
import type { DigestRenderer } from '../../domain/ports/channel-sender.ts';
import { defaultWidth } from './limits.ts';
import { renderText } from './render.ts';

const plain = { width: defaultWidth, colour: false, links: false };

/** Cards for the terminal, which has no buttons: each choice is its line. */
export const terminalCards: CardRenderer = { card: async (reply) => renderText(reply, plain) };

/** Digests for the terminal: plain text of any length, for a file. */
export const terminalDigests: DigestRenderer = {
  one: (reply) => renderText(reply, plain),
  parts: (reply) => [{ reply, body: renderText(reply, plain) }],
};
