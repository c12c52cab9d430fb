import { createHash, randomInt } from 'node:crypto';

/** No 0, O, 1, I or L: the code is read from one screen and typed on another. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** How long a code can be redeemed. */
export const codeMinutes = 60;

/** A code such as `K7QP-3XMD-9RTA`, about 59 bits. */
export function newAdminCode(random: (below: number) => number = randomInt): string {
  const letters = Array.from({ length: 12 }, () => alphabet[random(alphabet.length)]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** What the store keeps of a code; typing it in small letters or without hyphens makes no difference. */
export function hashAdminCode(code: string): string {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest('hex');
}
