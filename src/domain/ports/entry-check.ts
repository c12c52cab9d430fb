import type { Desk } from '../desk.ts';
import type { EntryBody } from '../entry.ts';
import type { Source } from '../source.ts';

/** What is wrong with one field of what was written, and what to write instead: whole sentences. */
export interface FieldFault {
  /** Keys down to the field as a file would have it, such as `visit.host`. */
  field: string;
  says: string;
}

export type Checked<T> = { ok: true; body: T } | { ok: false; faults: FieldFault[] };

/** Holds what is written in chat to the rules that files are held to. `raw` is what a file would say. */
export interface EntryCheck {
  entry(desk: Desk, type: EntryBody['type'], raw: Record<string, unknown>): Promise<Checked<EntryBody>>;
  source(desk: Desk, raw: Record<string, unknown>): Checked<Source>;
}
