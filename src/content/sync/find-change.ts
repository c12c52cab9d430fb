import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Desk } from '../../domain/desk.ts';
import type { ContentChange, SyncedFile } from '../../domain/ports/content.ts';
import { withTold } from '../../domain/sources/listed.ts';
import { inTurns } from '../../runtime/async.ts';
import { type CheckedDesk, checkInSteps } from '../check/check-desk.ts';
import { takesAway } from '../check/desk-names.ts';
import type { Fault } from '../check/fault.ts';
import type { FileReading } from '../read/file-kind.ts';
import { fileKind } from '../read/file-kind.ts';
import type { HashedFile } from '../read/list-files.ts';
import { readNow } from '../read/read-file.ts';
import type { Served, SyncPlan } from './sync-plan.ts';
import { valueHash } from './sync-plan.ts';

export interface FoundChange {
  /** None when the desk cannot be served at all, or when nothing that the store keeps is different. */
  change?: ContentChange;
  /** False when the desk has no good definition, now or before. */
  serves: boolean;
  faults: Fault[];
}

type WantedFile = Pick<HashedFile, 'path' | 'read'>;

export interface ChangeInput {
  desk: string;
  files: readonly WantedFile[];
  stored: readonly SyncedFile[];
  plan: SyncPlan;
  served: Served;
  /** Paths of files whose entries may name one of these. */
  referrers(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/**
 * Reads what changed and makes of it what the store has to do. Reads too what may have become wrong without being
 * touched: all of the desk when names or sources were taken away, and files that speak of an entry that is gone. What
 * was wrong before counts as changed.
 */
export async function findChange({
  desk,
  files,
  stored,
  plan,
  served,
  referrers,
}: ChangeInput): Promise<FoundChange> {
  const readings = new Map<string, FileReading>();
  const read = async (wanted: (file: WantedFile) => boolean): Promise<FileReading[]> => {
    for (const file of files) {
      if (readings.has(file.path) || !wanted(file)) continue;
      readings.set(file.path, readNow(file.read(), file.read));
      // Reading one file takes milliseconds; between two, readers get their answers.
      await nextTurn();
    }
    return [...readings.values()];
  };
  const ofFrame = ({ path }: WantedFile) => ['desk', 'sources'].includes(fileKind(path));
  const frameTouched = !served.desk || files.some((file) => ofFrame(file) && plan.changed.has(file.path));
  const check = (read: readonly FileReading[]) => inTurns(checkInSteps(desk, read, served));
  const frame = await check(frameTouched ? await read(ofFrame) : []);
  if (!frame.desk) return { serves: false, faults: frame.faults };
  const renamed = valueHash(frame.desk) !== valueHash(served.desk ?? null);

  const citable = (of: Desk) => withTold(of, served.added);
  const unsettled = !served.desk || (renamed && takesAway(citable(served.desk), citable(frame.desk)));

  let checked = await check(await read(({ path }) => unsettled || plan.changed.has(path)));
  const lost = unsettled ? [] : lostEntries(checked, [...readings.keys()], plan, served);
  if (lost.length > 0) {
    const naming = await referrers(lost);
    if (files.some(({ path }) => naming.has(path) && !readings.has(path)))
      checked = await check(await read(({ path }) => naming.has(path)));
  }
  const known = new Map(stored.map((file) => [file.path, file]));
  const rows = checked.files.filter(({ path, hash, fault }) => {
    const before = known.get(path);
    return before?.hash !== hash || before.fault !== fault;
  });
  const kept = new Set(checked.files.map(({ path }) => path));
  const change: ContentChange = {
    desk,
    ...(renamed && { definition: frame.desk }),
    entries: checked.entries.filter(({ path }) => plan.changed.has(path)),
    files: rows,
    removed: [...plan.gone.keys()].filter((path) => !kept.has(path)),
  };
  const nothing = !renamed && rows.length === 0 && change.removed.length === 0;
  return { serves: true, faults: checked.faults, ...(!nothing && { change }) };
}

/** Entries that serve and are to be withdrawn. */
function lostEntries(
  checked: CheckedDesk,
  read: readonly string[],
  plan: SyncPlan,
  served: Served,
): string[] {
  const found = new Set(checked.entries.map(({ body }) => body.id));
  const broken = new Set(checked.faults.map(({ file }) => file));
  const looked = new Set([...read, ...plan.gone.keys()].filter((path) => !broken.has(path)));
  const lost: string[] = [];
  for (const [id, path] of served.entries)
    if (path !== undefined && looked.has(path) && !found.has(id)) lost.push(id);
  return lost;
}
