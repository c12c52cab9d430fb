import type { Reply } from '../../domain/reply.ts';

/**
 * The reply as JSON. Characters that would act on a terminal when it is printed there, and that JSON allows bare,
 * are written as `\uXXXX`: parsing it gives the same reply.
 */
export function renderJson(reply: Reply): string {
  const json = JSON.stringify(reply, null, 2);
  const bare = /[\u{7F}-\u{9F}]|[[\p{Cf}\p{Zl}\p{Zp}]--[\u{200D}]]/gv;
  return `${json.replace(bare, escapeUnits)}\n`;
}

/** Characters beyond the basic plane are two units, each escaped by itself. */
function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
