import { dayIn } from '../domain/day.ts';
import type { Desk } from '../domain/desk.ts';
import type { EntryReader, Scope, Searcher, VisitRegister } from '../domain/ports/entries.ts';
import type { NameIndex } from '../domain/ports/names.ts';
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

export function scopeOf({ desk }: DeskService, role: Role, now: Date): Scope {
  return { desk: desk.definition.id, role, now, today: dayIn(desk.definition.zone, now) };
}
