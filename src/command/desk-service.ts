import { dayIn } from '../domain/day.ts';
import type { Desk } from '../domain/desk.ts';
import type { EntryReader, Scope, Searcher, VisitRegister } from '../domain/ports/entries.ts';
import type { NameIndex } from '../domain/ports/names.ts';
import type { Place } from '../domain/ports/places.ts';
import type { SearchLanguage } from '../domain/ports/search.ts';
import type { Role } from '../domain/roles.ts';

/** One desk as it serves now. A changed definition makes a new one. */
export interface DeskService {
  desk: Desk;
  names: NameIndex;
  language: SearchLanguage;
  entries: EntryReader;
  visits: VisitRegister;
  searcher: Searcher;
}

/** `place`: where it will be seen; an editor at work sees it alone. */
export function scopeOf({ desk }: DeskService, role: Role, now: Date, place: Place = 'internal'): Scope {
  return { desk: desk.definition.id, role, place, now, today: dayIn(desk.definition.zone, now) };
}
