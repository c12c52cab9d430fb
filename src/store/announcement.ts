import type { Day } from '../domain/day.ts';
import type { EntryBody } from '../domain/entry.ts';
import type { PublicationEvent } from '../domain/ports/publications.ts';
import type { RevisionAction } from '../domain/ports/revisions.ts';
import { withdrawn } from './schema.ts';

/** What of an entry decides whether a change of it is announced. */
export interface Standing {
  /** The served state. */
  state: string;
  /** The state that the entry itself says. */
  ownState: string;
  /** How many correction notes it carries. */
  corrections: number;
}

const published = new Set(['published', 'corrected', 'superseded', 'retracted']);

/** An edit is silent; a first publication, a new correction note, a retraction and a supersession are announced. */
export function announcement(before: Standing | undefined, after: Standing): PublicationEvent | undefined {
  if (!published.has(after.state)) return undefined;
  if (!before || !published.has(before.ownState)) return 'published';
  if (after.state === 'retracted') return before.ownState === 'retracted' ? undefined : 'retracted';
  if (after.state === 'superseded' && before.state !== 'superseded' && before.state !== withdrawn) {
    return 'superseded';
  }
  return after.corrections > before.corrections ? 'corrected' : undefined;
}

/** How the history names a change that brought a new text. */
export function actionOf(before: Standing | undefined, event: PublicationEvent | undefined): RevisionAction {
  if (!before) return 'added';
  if (before.state === withdrawn) return 'restored';
  return event ?? 'edited';
}

/** The day and the words of an announcement; `today` is the day it is recorded. */
export function announced(
  event: PublicationEvent,
  body: EntryBody,
  today: Day,
): { day: Day; note: string | null } {
  switch (event) {
    case 'published':
      return { day: body.published, note: null };
    case 'corrected': {
      const latest = body.corrections.at(-1);
      return { day: latest?.on ?? today, note: latest?.note ?? null };
    }
    case 'retracted':
      return { day: today, note: body.retraction ?? null };
    case 'superseded':
      return { day: today, note: null };
  }
}
