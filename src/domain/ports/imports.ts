import type { ArticleAbout, Import } from '../import.ts';

export type NewImport = Omit<Import, 'id'>;

/** Articles brought in by editors: their sentences for some days, and for good what they are known again by. */
export interface Imports {
  /** `expires`: when the sentences are forgotten. */
  add(one: NewImport, expires: Date): Promise<Import>;
  /** With its sentences, unless they have run out by `now`. */
  get(id: string, now: Date): Promise<Import | undefined>;
  change(
    id: string,
    change: { about?: ArticleAbout; source?: string | undefined; brief?: string | undefined },
  ): Promise<void>;
  /** Those of a desk that have led to a brief: what a new article may be the same as. Without sentences. */
  known(desk: string): Promise<Import[]>;
  /** Keys of the addresses of those that have led to a draft, the newest first. */
  keys(desk: string): Promise<string[]>;
  /** Deletes sentences that have run out. Nothing is written where there are none. */
  forget(now: Date): Promise<void>;
}
