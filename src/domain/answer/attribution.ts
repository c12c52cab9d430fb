import type { Desk } from '../desk.ts';
import { inWords } from '../desk-names.ts';
import type { Fact } from '../entry.ts';

/** Whose word it is: the author of a source, or its publisher when it names none. */
export function voice(desk: Desk, sourceId: string): string {
  const source = desk.sources.find(({ id }) => id === sourceId);
  return source?.author ?? source?.publisher ?? sourceId;
}

/** Publishers of the sources, each once. */
export function publishers(desk: Desk, sourceIds: readonly string[]): string {
  const names = sourceIds.map((id) => desk.sources.find((source) => source.id === id)?.publisher ?? id);
  return inWords([...new Set(names)]);
}

/**
 * What must stand before a statement that is not the desk's own: `Opinion of Bruce Pannier: `. Opinion and
 * speculation are never shown without the name of their author.
 */
export function attribution(desk: Desk, fact: Fact): string | undefined {
  if (fact.standing !== 'opinion' && fact.standing !== 'speculation') return undefined;
  const [source] = fact.sources;
  const who = source ? voice(desk, source.id) : 'an unnamed source';
  return fact.standing === 'opinion' ? `Opinion of ${who}: ` : `Speculation, ${who}: `;
}
