import type { Day } from '../day.ts';

export const publicationEvents = ['published', 'corrected', 'superseded', 'retracted'] as const;
export type PublicationEvent = (typeof publicationEvents)[number];

/** One thing that the desk announced, once readers could see it. Silent edits have none. */
export interface Publication {
  /** Grows with every publication of the whole store; no number shows before a smaller one has. */
  number: number;
  desk: string;
  entry: string;
  /** The entry's revision that it announced. */
  revision: number;
  event: PublicationEvent;
  /** The day of the event as the desk dates it: publication, correction note, or the day it was recorded. */
  day: Day;
  /** When it was given its number. */
  recordedAt: Date;
  /** The correction note, or why it was retracted. */
  note?: string;
}

/** The sequence that digests follow. */
export interface Publications {
  /** The newest number given in the whole store; 0 when none was. */
  head(): Promise<number>;
  /** Publications of one desk with a number above `cursor`, in order. */
  after(desk: string, cursor: number, limit: number): Promise<Publication[]>;
  /** Those of one desk with a number above `from` and up to `to`, in order. */
  between(desk: string, from: number, to: number, limit: number): Promise<Publication[]>;
  /**
   * Those with a number above `cursor` that correct what was posted, in order: corrections and retractions. What a newer
   * entry superseded was right when it was posted; the next digest tells of it.
   */
  corrections(desk: string, cursor: number, limit: number): Promise<Publication[]>;
  /** All of one entry, oldest first. */
  of(desk: string, entry: string): Promise<Publication[]>;
  /** Gives numbers to what was held back until readers may see it, for all that is due; answers how many. */
  release(now: Date): Promise<number>;
}
