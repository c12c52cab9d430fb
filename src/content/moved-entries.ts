import { type Fault, firstLine, shown } from './fault.ts';
import type { FileReading } from './file-reading.ts';
import type { Served } from './served.ts';

/**
 * Entries that left one file for another which cannot be read yet: in the middle of a move or a renaming. Their old
 * file keeps serving, as a broken one does; otherwise they would be withdrawn and published anew a moment later.
 */
export function movedIntoBroken(
  readings: readonly FileReading[],
  broken: ReadonlySet<string>,
  served: Served,
): Fault[] {
  const read = new Map(readings.map((reading) => [reading.path, reading]));
  const good = new Set<string>();
  const waiting = new Map<string, string>();
  for (const reading of readings) {
    if (!broken.has(reading.path)) for (const { value } of reading.entries) good.add(value.id);
    else for (const id of reading.named) waiting.set(id, reading.path);
  }
  const faults = new Map<string, Fault>();
  for (const [id, path] of served.entries) {
    const target = waiting.get(id);
    if (path === undefined || target === undefined || good.has(id) || faults.has(path)) continue;
    const left = served.gone.has(path) || (read.has(path) && !broken.has(path));
    if (!left) continue;
    const what = `the entry ${shown(id)} has moved to ${target}, which has faults`;
    faults.set(path, { file: path, ...firstLine, code: 'moved_entry', what, fix: `correct ${target} first` });
  }
  return [...faults.values()];
}
