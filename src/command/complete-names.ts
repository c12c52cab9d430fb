import type { NameKind } from '../domain/ports/names.ts';
import type { Choice } from '../domain/reply.ts';
import type { DeskService } from './desk-service.ts';

/** What an entry of the desk may name: of the world's countries only those that the desk lists. */
export function completeNames(
  typed: string,
  kinds: readonly NameKind[],
  { desk: { definition }, names }: DeskService,
  limit: number,
): Choice[] {
  const listed = new Set(definition.countries.map(({ id }) => id));
  const world = 250;
  return names
    .complete(typed, kinds, limit + world)
    .filter(({ kind, id }) => kind !== 'country' || listed.has(id))
    .slice(0, limit)
    .map(({ id, label }) => ({ label, command: id }));
}
