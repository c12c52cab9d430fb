import { join } from 'node:path';
import type { ContentStore } from '../../domain/ports/content.ts';
import type { Told } from '../../domain/sources/listed.ts';
import { inTurns, pauses } from '../../runtime/async.ts';
import type { FileReading } from '../read/file-kind.ts';
import { listDesks, listFiles } from '../read/list-files.ts';
import { readFile } from '../read/read-file.ts';
import { nothingServed } from '../sync/sync-plan.ts';
import { type CheckedDesk, checkInSteps } from './check-desk.ts';
import { type Fault, faultLine } from './fault.ts';

/** Sources, names and entry ids of a desk that exist only in the database. */
export interface WrittenInChat {
  told: Told[];
  entries: string[];
}

/** Checks the files of one desk together with what was written in chat. Yields to the event loop in between. */
export async function checkFolder(
  folder: string,
  desk: string,
  inChat: WrittenInChat | undefined,
): Promise<CheckedDesk> {
  const listing = await listFiles(folder, join(folder, desk));
  const entries = new Map(inChat?.entries.map((id) => [id, undefined]));
  const readings: FileReading[] = [];
  const pause = pauses();
  for (const file of listing.files) {
    readings.push(readFile(file));
    await pause();
  }
  const served = { ...nothingServed, entries, added: inChat?.told ?? [] };
  const checked = await inTurns(checkInSteps(desk, readings, served));
  const unreadable = listing.unreadable.map((file): Fault => {
    const what = 'the folder cannot be read';
    return {
      file,
      line: 1,
      column: 1,
      code: 'unreadable',
      what,
      fix: 'let the user that runs Deskwire read it',
    };
  });
  return { ...checked, faults: [...checked.faults, ...unreadable] };
}

/**
 * Desks of the folder that cannot be served, as desk.yaml or sources.yaml has faults or lacks: the first fault of each, in
 * a line. `served`: desks of which something good serves.
 */
export async function brokenDesks(
  folder: string,
  served: readonly string[],
): Promise<{ desk: string; says: string }[]> {
  let desks: string[] = [];
  try {
    desks = listDesks(folder).desks.filter((desk) => !served.includes(desk));
  } catch {
    // That the folder cannot be read is told elsewhere.
  }
  const checked = await Promise.all(
    desks.map(async (name) => ({ name, ...(await checkFolder(folder, name, undefined)) })),
  );
  return checked.flatMap(({ name, desk, faults }) => {
    const own = faults.filter(({ file }) => file === 'desk.yaml' || file === 'sources.yaml');
    const [first] = own;
    if (desk || !first) return [];
    const same = own.filter(({ file }) => file === first.file);
    return [{ desk: name, says: `${join(folder, name, first.file)} ${faultLine(same)}` }];
  });
}

export async function writtenIn(
  content: Pick<ContentStore, 'entryPaths' | 'told'>,
  desk: string,
): Promise<WrittenInChat> {
  const paths = await content.entryPaths(desk);
  const entries = [...paths].flatMap(([id, path]) => (path === undefined ? [id] : []));
  return { told: await content.told(desk), entries };
}

/** Of a file in the folder of briefs that stands in no desk. */
export function strayFault(file: string): Fault {
  const what = 'the file is outside every desk and is not read';
  return { file, line: 1, column: 1, code: 'misplaced_file', what, fix: 'move it into the folder of a desk' };
}
