import type { Scope } from '../domain/ports/entries.ts';
import type { Choice } from '../domain/reply.ts';
import type { OptionDefinition } from './define.ts';
import type { DeskService } from './desk-service.ts';
import { closest, phrase } from './parse/phrase.ts';

/** Values that what is typed may become: what to show, and what to put into the line. */
export async function completeValue(
  { kind }: OptionDefinition,
  typed: string,
  service: DeskService,
  scope: Scope,
  limit: number,
): Promise<Choice[]> {
  switch (kind.type) {
    case 'name':
      return service.names
        .complete(typed, kind.kinds, limit)
        .map(({ id, label }) => ({ label, command: id }));
    case 'choice': {
      const all = Object.keys(kind.choices);
      const begun = all.filter((value) => phrase(value).startsWith(phrase(typed)));
      const values = begun.length > 0 ? begun : closest(typed, all);
      return values.slice(0, limit).map((value) => ({ label: value, command: value }));
    }
    case 'entry': {
      const found = await service.entries.completeIds(scope, typed.toLowerCase(), limit);
      return found.map(({ id, title }) => ({ label: `${id}: ${title}`, command: id }));
    }
    default:
      return [];
  }
}
