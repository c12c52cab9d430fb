import { randomInt } from 'node:crypto';

const letters = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Short enough to be typed, and not to be guessed by the next number. */
export const newDraftId = (): string =>
  Array.from({ length: 5 }, () => letters.charAt(randomInt(letters.length))).join('');
