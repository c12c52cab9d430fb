import type { Desk } from '../desk.ts';
import { inWords } from '../desk-names.ts';
import type { Fact } from '../entry.ts';

/** Whose word a source is: the author of an opinion piece, otherwise the publisher. */
export function voice(desk: Desk, sourceId: string): string {
  const source = desk.sources.find(({ id }) => id === sourceId);
  return (source?.kind === 'opinion' ? source.author : undefined) ?? source?.publisher ?? sourceId;
}

/** Whose word the sources are, each once. */
export function voices(desk: Desk, sourceIds: readonly string[]): string {
  return inWords([...new Set(sourceIds.map((id) => voice(desk, id)))]);
}

/**
 * What must stand before a statement that is not the desk's own: `Opinion of Bruce Pannier: `. Opinion and
 * speculation are never shown without the name of their author, or of who passed them on.
 */
export function attribution(desk: Desk, fact: Fact): string | undefined {
  const { author, publisher } = claimant(desk, fact) ?? {};
  if (author) return fact.standing === 'opinion' ? `Opinion of ${author}: ` : `Speculation by ${author}: `;
  return publisher && `${capital(fact.standing)}, reported by ${publisher}: `;
}

/** Whose claim an opinion or a speculation is: its author or, where none is known, the publisher that passed it on. */
export function claimant(desk: Desk, fact: Fact): { author?: string; publisher: string } | undefined {
  if (fact.standing !== 'opinion' && fact.standing !== 'speculation') return undefined;
  const [cited] = fact.sources;
  const source = desk.sources.find(({ id }) => id === cited?.id);
  return {
    publisher: source?.publisher ?? 'an unknown source',
    ...(source?.author && { author: source.author }),
  };
}

/** True when a text says itself whose word it is, by the author's last name. */
export function namesAuthor(desk: Desk, fact: Fact, text: string): boolean {
  const surname = claimant(desk, fact)?.author?.split(' ').at(-1);
  return surname !== undefined && text.includes(surname);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
