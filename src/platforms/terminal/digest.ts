import type { DigestRenderer } from '../../domain/ports/channel-sender.ts';
import { defaultWidth } from './limits.ts';
import { renderText } from './render.ts';

const plain = { width: defaultWidth, colour: false, links: false };

/** Digests for the terminal: plain text of any length, for a file. */
export const terminalDigests: DigestRenderer = {
  one: (reply) => renderText(reply, plain),
  parts: (reply) => [{ reply, body: renderText(reply, plain) }],
};
