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
  if (fact.standing !== 'opinion' && fact.standing !== 'speculation') return undefined;
  const [cited] = fact.sources;
  const source = desk.sources.find(({ id }) => id === cited?.id);
  if (!source?.author)
    return `${capital(fact.standing)}, reported by ${source?.publisher ?? 'an unknown source'}: `;
  return fact.standing === 'opinion' ? `Opinion of ${source.author}: ` : `Speculation by ${source.author}: `;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
