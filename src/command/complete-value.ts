import type { NameKind } from '../domain/ports/names.ts';
import type { Place } from '../domain/ports/places.ts';
import type { Choice } from '../domain/reply.ts';
import { completeEntry } from './complete-entry.ts';
import type { OptionDefinition } from './define.ts';
import { type DeskService, scopeOf } from './desk-service.ts';
import { takesMany } from './parse/grammar.ts';
import { closest, phrase } from './parse/phrase.ts';

/** Values that what is typed may become: what to show, and what to put into the line. Names are those of `service`. */
export async function completeValue(
  option: OptionDefinition,
  typed: string,
  { service, now, place }: { service: DeskService | undefined; now: Date; place(): Promise<Place> },
  limit: number,
): Promise<Choice[]> {
  const { kind } = option;
  const names = (kinds: readonly NameKind[], { kept, part }: ReturnType<typeof lastOf>): Choice[] =>
    (service?.names.complete(part, kinds, limit) ?? []).map(({ id, label }) => ({
      label: `${kept}${label}`,
      command: `${kept}${id}`,
    }));
  switch (kind.type) {
    case 'name':
      return names(kind.kinds, takesMany(option) ? lastOf(typed) : { kept: '', part: typed });
    case 'text':
      return kind.names ? names(kind.names, lastOf(typed)) : [];
    case 'choice': {
      const all = Object.keys(kind.choices);
      const begun = all.filter((value) => phrase(value).startsWith(phrase(typed)));
      const values = begun.length > 0 ? begun : closest(typed, all);
      return values.slice(0, limit).map((value) => ({ label: value, command: value }));
    }
    case 'entry': {
      if (!service) return [];
      const scope = scopeOf(service, 'reader', now, await place());
      const found = await completeEntry(service, scope, typed, limit);
      return found.map(({ id, title }) => ({ label: `${id}: ${title}`, command: id }));
    }
    default:
      return [];
  }
}

/** The name being written, and those before it with their last comma. */
export function lastOf(typed: string): { kept: string; part: string } {
  const end = typed.lastIndexOf(',') + 1;
  return { kept: typed.slice(0, end), part: typed.slice(end).trimStart() };
}
