import type { Source } from '../source.ts';

/** Sources added in chat. The store hands them out with the desk; a source of the same id in a file stands before one. */
export interface AddedSources {
  /** `taken`: the desk has another source of this id; nothing was written. The same one again changes nothing. */
  add(desk: string, source: Source, by: string, at: Date): Promise<'added' | 'taken'>;
}
