import { type Day, dayIn, startOfDay } from '../../domain/dates/day.ts';
import type { EntryBody } from '../../domain/entry.ts';
import type { PublicationEvent, RevisionAction } from '../../domain/ports/publishing.ts';
import { withdrawn } from '../schema.ts';

/** What of an entry decides whether a change of it is announced. */
export interface EntryHistory {
  /** The served state. */
  state: string;
  /** The state that the entry itself says. */
  ownState: string;
  /** How many correction notes it carries. */
  corrections: number;
}

const published = new Set(['published', 'corrected', 'superseded', 'retracted']);

/**
 * An edit is silent; a first publication, a new correction note, a retraction and a supersession are announced. So is
 * that an entry is retracted no longer: readers were told not to rely on it.
 */
export function announcement(
  before: EntryHistory | undefined,
  after: EntryHistory,
): PublicationEvent | undefined {
  if (!published.has(after.state)) return undefined;
  if (!before || !published.has(before.ownState)) return 'published';
  if (after.state === 'retracted') return before.ownState === 'retracted' ? undefined : 'retracted';
  if (before.ownState === 'retracted') return 'corrected';
  if (after.state === 'superseded' && before.state !== 'superseded' && before.state !== withdrawn) {
    return 'superseded';
  }
  return after.corrections > before.corrections ? 'corrected' : undefined;
}

/** A correction that brings no note of its own: all that it says is that the entry is retracted no longer. */
export function isRestoration(
  before: EntryHistory | undefined,
  event: PublicationEvent | undefined,
  { corrections }: Pick<EntryBody, 'corrections'>,
): boolean {
  return event === 'corrected' && before !== undefined && corrections.length <= before.corrections;
}

export const restoredNote = 'it is no longer retracted.';

/**
 * What is announced of an entry once readers may see it, when `held` was not announced yet. What was never seen is
 * new to them, however often it was corrected since; and nothing is announced that is no longer so.
 */
export function pendingAnnouncement(
  held: PublicationEvent | undefined,
  event: PublicationEvent | undefined,
  state: string,
): PublicationEvent | undefined {
  // It may be back: then what was held is still to be announced.
  if (state === withdrawn) return held;
  if (!published.has(state)) return undefined;
  if (held === undefined || held === 'published') return held ?? event;
  if (held === 'corrected') return event ?? held;
  return event ?? (state === held ? held : undefined);
}

/** What decides when readers may see an entry; the reader's own conditions are in visible.ts. */
export interface Sight {
  state: string;
  handling: string;
  embargo?: string | undefined;
  published: Day;
}

/** The instant from which readers may see it; none: they may at `at`. never: not while it stays as it is. */
export function heldUntil(
  { state, handling, embargo, published: day }: Sight,
  zone: string,
  at: Date,
): Date | 'never' | undefined {
  if (state === withdrawn || handling === 'restricted') return 'never';
  const times = [
    ...(embargo ? [new Date(embargo)] : []),
    ...(day > dayIn(zone, at) ? [startOfDay(zone, day)] : []),
  ].filter((time) => time > at);
  return times.length > 0 ? new Date(Math.max(...times.map(Number))) : undefined;
}

/** How the history names a change that brought a new text. */
export function actionOf(
  before: EntryHistory | undefined,
  event: PublicationEvent | undefined,
): RevisionAction {
  if (!before) return 'added';
  if (before.state === withdrawn) return 'restored';
  return event ?? 'edited';
}

/**
 * The day and the words of an announcement; `today` is the day it is recorded. `restored`: it brings no note. Several
 * notes that came with one revision are told together.
 */
export function announcementDetails(
  event: PublicationEvent,
  body: EntryBody,
  today: Day,
  { before, restored }: { before: EntryHistory | undefined; restored: boolean },
): { day: Day; note: string | null } {
  switch (event) {
    case 'published':
      return { day: body.published, note: null };
    case 'corrected': {
      if (restored) return { day: today, note: restoredNote };
      const latest = body.corrections.at(-1);
      const fresh = body.corrections.slice(before?.corrections);
      const notes = (fresh.length > 0 ? fresh : body.corrections.slice(-1)).map(({ note }) => note);
      return { day: latest?.on ?? today, note: notes.length > 0 ? notes.join(' ') : null };
    }
    case 'retracted':
      return { day: today, note: body.retraction ?? null };
    case 'superseded':
      return { day: today, note: null };
  }
}
