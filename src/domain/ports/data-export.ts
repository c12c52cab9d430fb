import type { Desk } from '../desk.ts';
import type { StoredEntry } from './entries.ts';

export const exportFormats = ['yaml', 'csv', 'json', 'ics'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface Exported {
  /** Named as they would stand in a folder. */
  files: { path: string; text: string }[];
  /** Entries that the format cannot hold: a calendar takes facts that are dated to the day. */
  leftOut: number;
}

/** Writes entries as a file would have them. What a draft was made from is no part of an entry and is never in it. */
export interface DataExport {
  write(format: ExportFormat, desk: Desk, entries: readonly StoredEntry[], now: Date): Promise<Exported>;
}
