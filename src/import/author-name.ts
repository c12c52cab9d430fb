import { shortLine } from '../domain/plain-text.ts';

/** Without "By"; an address of a profile is no name. */
export function asAuthor(text: string | null | undefined): string | undefined {
  const name = shortLine(text, 160)?.replace(/^(written )?by:? /i, '');
  return name === undefined || /^[a-z]+:|[@<>]|^admin$|^editor(ial team)?$/i.test(name) ? undefined : name;
}
