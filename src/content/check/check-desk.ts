import type { Desk, DeskDefinition } from '../../domain/desk.ts';
import type { EntryBody } from '../../domain/entry.ts';
import type { FileEntry, SyncedFile } from '../../domain/ports/content.ts';
import { nameLists } from '../../domain/ports/names.ts';
import { isSame, type Listed, listOf, namedKinds, withToldSources } from '../../domain/sources/listed.ts';
import type { Source } from '../../domain/sources/source.ts';
import { atOnce } from '../../runtime/async.ts';
import type { DeskFile, FileReading, Located } from '../read/file-kind.ts';
import { readFile } from '../read/read-file.ts';
import { movedIntoBroken, nothingServed, type Served, valueHash } from '../sync/sync-plan.ts';
import { checkDefinition } from './check-definition.ts';
import { checkWithinDesk, sourcesById } from './check-entry.ts';
import { checkLinks, checkSources } from './check-links.ts';
import { type DeskNames, namesOf, sourceIds, withToldNames } from './desk-names.ts';
import {
  type Fault,
  type Finding,
  faultLine,
  firstLine,
  mostFindings,
  quotedValue,
  type Spot,
  sortFaults,
} from './fault.ts';

export interface CheckedDesk {
  /** None when desk.yaml or sources.yaml has faults and nothing good is served in their place. */
  desk?: Desk;
  /** Entries of files without faults. */
  entries: FileEntry[];
  faults: Fault[];
  /** Every content file that was read, and files that are gone but whose entries must go on serving. */
  files: SyncedFile[];
}

/**
 * Checks all files of one desk. Pure. `folder` is the name of the desk's folder; paths are relative to it. `served`: what
 * was written in chat, where that is known.
 */
export function checkDesk(folder: string, files: readonly DeskFile[], served = nothingServed): CheckedDesk {
  return checkReadings(folder, files.map(readFile), served);
}

/** Checks files that were read, all of a desk or, beside what is `served` already, some of them. */
export function checkReadings(folder: string, readings: readonly FileReading[], served: Served): CheckedDesk {
  return atOnce(checkInSteps(folder, readings, served));
}

/** The same in steps of an entry. */
export function* checkInSteps(
  folder: string,
  unsorted: readonly FileReading[],
  served: Served,
): Generator<void, CheckedDesk> {
  const readings = unsorted.filter(({ kind }) => kind !== 'other').sort((a, b) => (a.path < b.path ? -1 : 1));
  const faults = readings.flatMap(({ path, findings }) => inFile(path, findings));
  const { desk, names, findings } = checkFrame(folder, readings, served, faults);
  const sources = sourcesById(withToldSources(desk?.sources ?? [], served.added));
  faults.push(...findings);
  for (const { path, entries, partly } of readings) {
    const found: Finding[] = [];
    for (const { entry, lacking } of [
      ...entries.map((entry) => ({ entry, lacking: undefined })),
      ...partly,
    ]) {
      yield;
      if (found.length >= mostFindings) break;
      found.push(...checkWithinDesk(entry, names, sources, lacking));
    }
    faults.push(...inFile(path, found));
  }
  faults.push(...(yield* checkLinks(readings, served)));
  const broken = new Set(faults.map(({ file }) => file));
  // Keeping one file as it was can strand entries of another one, so this goes on until nothing is added.
  for (let moved = movedIntoBroken(readings, broken, served); moved.length > 0; ) {
    faults.push(...moved);
    for (const { file } of moved) broken.add(file);
    moved = movedIntoBroken(readings, broken, served).filter(({ file }) => !broken.has(file));
  }
  const entries: FileEntry[] = [];
  for (const reading of desk ? readings : []) {
    if (broken.has(reading.path)) continue;
    for (const { value } of reading.entries) {
      yield;
      entries.push({ body: value, path: reading.path, hash: valueHash(value) });
    }
  }
  return {
    ...(desk && { desk }),
    entries,
    faults: sortFaults(faults),
    files: syncedFiles(readings, served, faults),
  };
}

interface Frame {
  desk?: Desk;
  names?: DeskNames;
  findings: Fault[];
}

/** desk.yaml and sources.yaml: where one has faults, what is served goes on standing for it. */
function checkFrame(
  folder: string,
  readings: readonly FileReading[],
  served: Served,
  faults: readonly Fault[],
): Frame {
  const findings: Fault[] = [];
  const deskFile = readings.find(({ kind }) => kind === 'desk');
  const sourcesFile = readings.find(({ kind }) => kind === 'sources');
  if (!deskFile && !served.desk)
    findings.push(missing('desk.yaml', 'write one: id, name, about, zone, owner, topics, countries'));
  if (!sourcesFile && !served.desk)
    findings.push(missing('sources.yaml', 'write the list of sources that entries come from'));
  const ownNames = deskFile?.desk && namesOf(deskFile.desk.value);
  if (deskFile?.desk && ownNames) {
    const filed = sourcesFile ? sourcesFile.sources.map(({ value }) => value) : served.desk?.sources;
    const known = sourceIds(withToldSources(filed ?? [], served.added));
    const sources = sourcesFile ? known.union(sourcesFile.named) : known;
    const names = { ...ownNames, ...(sources.size > 0 && { sources }) };
    findings.push(...inFile(deskFile.path, checkDefinition(deskFile.desk, names, folder)));
  }
  const good = (file: FileReading) => ![...faults, ...findings].some((fault) => fault.file === file.path);
  const definition = deskFile && good(deskFile) ? deskFile.definition : served.desk?.definition;
  const names = withToldNames(definition ? namesOf(definition) : ownNames, served.added);
  if (sourcesFile) findings.push(...inFile(sourcesFile.path, checkSources(sourcesFile.sources, names)));
  const sources =
    sourcesFile && good(sourcesFile) ? sourcesFile.sources.map(({ value }) => value) : served.desk?.sources;
  const cited = sources
    ? sourceIds(withToldSources(sources, served.added))
    : sourcesFile && new Set([...sourcesFile.named, ...sourceIds(withToldSources([], served.added))]);
  return {
    findings,
    ...(definition && sources && { desk: { definition, sources } }),
    ...(names && { names: { ...names, ...(cited && cited.size > 0 && { sources: cited }) } }),
  };
}

function missing(file: string, fix: string): Fault {
  return { file, ...firstLine, code: 'missing_file', what: `there is no ${file}`, fix };
}

function inFile(file: string, findings: readonly Finding[]): Fault[] {
  return findings.map((finding) => ({ file, ...finding }));
}

function syncedFiles(
  readings: readonly FileReading[],
  served: Served,
  faults: readonly Fault[],
): SyncedFile[] {
  const byFile = Map.groupBy(faults, ({ file }) => file);
  const row = (path: string, hash: string): SyncedFile => {
    const own = byFile.get(path);
    return { path, hash, ...(own && { fault: faultLine(sortFaults(own)) }) };
  };
  const kept = [...served.gone.values()].filter(({ path }) => byFile.has(path));
  return [...readings, ...kept].map(({ path, hash }) => row(path, hash));
}

interface CheckedData {
  /** Each with its place; whatever of them is good where there are faults. */
  entries: { body: EntryBody; file: string; spot(): Spot }[];
  /** Sources that the desk does not have yet. */
  sources: Source[];
  /** Sources and names that chat added. */
  changed: Listed[];
  faults: Fault[];
}

/** What there is on a desk already. */
interface OnDesk {
  desk: Desk;
  /** Ids of the entries that serve. */
  entries: Iterable<string>;
  /** What the desk's own files say: what chat added may be changed. */
  filed: Desk | undefined;
}

/**
 * Holds what somebody brings to the rules of the desk's own files. An entry that the desk has already is one that may
 * change, and so is a source or name that chat added; one of a file may not, and the rest of the desk's description must
 * be the one that it has.
 */
export function* checkData(
  readings: readonly FileReading[],
  { desk, entries, filed }: OnDesk,
): Generator<void, CheckedData> {
  const { definition } = desk;
  const faults: Fault[] = [];
  const sources: Source[] = [];
  const names: Listed[] = [];
  const inFiles = sourceIds((filed ?? desk).sources);
  const ofFiles = desk.sources.filter(({ id }) => inFiles.has(id));
  for (const reading of readings) {
    const described = reading.definition && namesChanged(reading.definition, desk, filed);
    names.push(...(described?.changed ?? []));
    const findings = [
      ...(described?.findings ?? []),
      ...checkSources(reading.sources, namesOf(definition)),
      ...reading.sources.flatMap((source) => saysOtherwise(source, [...ofFiles, ...sources])),
    ];
    faults.push(...findings.map((finding) => ({ file: reading.path, ...finding })));
    sources.push(...reading.sources.map(({ value }) => value));
    if (reading.kind === 'desk' || reading.kind === 'sources')
      faults.push(...reading.findings.map((finding) => ({ file: reading.path, ...finding })));
  }
  const known = new Map(desk.sources.map((source) => [source.id, source]));
  const brought = [...new Map(sources.map((source) => [source.id, source])).values()];
  const added = brought.filter(({ id }) => !known.has(id));
  const changed = brought.filter((one) => known.has(one.id) && !isSame(one, known.get(one.id)));
  const byId = new Map(changed.map((source) => [source.id, source]));
  const after = { ...desk, sources: desk.sources.map((source) => byId.get(source.id) ?? source) };
  const ofEntries = readings.filter(({ kind }) => kind === 'facts' || kind === 'article');
  const checked = yield* checkInSteps(definition.id, ofEntries, {
    desk: after,
    added: added.map((body) => ({ kind: 'source', body }) as const),
    gone: new Map(),
    entries: new Map([...entries].map((id) => [id, undefined])),
  });
  return {
    entries: ofEntries.flatMap(({ path, entries }) =>
      entries.map(({ value, spot }) => ({ body: value, file: path, spot: () => spot(['id']) })),
    ),
    sources: added,
    changed: [...changed.map((body) => ({ kind: 'source' as const, body })), ...names],
    faults: sortFaults([...faults, ...checked.faults]),
  };
}

/** Names of chat that a description has otherwise, and whether it differs in more than these. */
function namesChanged(
  brought: DeskDefinition,
  desk: Desk,
  filed: Desk | undefined,
): { changed: Listed[]; findings: Finding[] } {
  const changed: Listed[] = [];
  const rest = { ...brought };
  for (const kind of namedKinds) {
    const inFile = new Set(listOf(filed ?? desk, kind).map(({ id }) => id));
    const own = new Map(listOf(desk, kind).map((one) => [one.id, one]));
    const kept = listOf({ definition: brought }, kind).map((body) => {
      const served = own.get(body.id);
      if (!served || inFile.has(body.id) || isSame(served, body)) return body;
      changed.push({ kind, body });
      return served;
    });
    Object.assign(rest, { [nameLists[kind]]: kept });
  }
  return { changed, findings: describedOtherwise(rest, desk) };
}

function describedOtherwise(definition: DeskDefinition, desk: Desk): Finding[] {
  if (valueHash(definition) === valueHash(desk.definition)) return [];
  const what = `the desk ${desk.definition.id} is described otherwise here than it is`;
  const fix =
    'change desk.yaml in the folder of briefs: an import brings entries, sources, and changes of names that chat added';
  return [{ ...firstLine, code: 'desk_id', what, fix }];
}

function saysOtherwise({ value, spot }: Located<Source>, known: readonly Source[]): Finding[] {
  const same = known.find(({ id }) => id === value.id);
  if (!same || valueHash(same) === valueHash(value)) return [];
  const what = `the source ${quotedValue(value.id)} is there already and says something else`;
  const fix = 'give this one another id, or change sources.yaml in the folder of briefs';
  return [{ ...spot(['id']), code: 'duplicate_id', path: 'id', what, fix }];
}
