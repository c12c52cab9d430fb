import type { DeskDefinition } from './desk.ts';
import type { Draft } from './draft.ts';
import { sameAccount } from './subject.ts';

/** Whether this person's eyes are the second pair: neither its author's nor those of who edited it last, from whatever server. */
export function mayApprove(
  { review = 'four-eyes' }: Pick<DeskDefinition, 'review'>,
  { author, editor }: Pick<Draft, 'author' | 'editor'>,
  person: string,
): boolean {
  return review === 'one' || (!sameAccount(person, author) && !sameAccount(person, editor));
}
