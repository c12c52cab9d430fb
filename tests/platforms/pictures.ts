import type { Pictures } from '../../src/domain/answer/picture.ts';

/** What every PNG begins with, and nothing more. */
export const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Draws nothing: for what does not depend on how a picture looks. */
export const noPictures: Pictures = { draw: async () => ({ ok: true, png: signature }) };
