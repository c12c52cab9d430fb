import { eventDate } from '../../domain/dates/event-date.ts';
import { type EntryBody, type Fact, tellOneEvent } from '../../domain/entry.ts';
import type { Source } from '../../domain/sources/source.ts';
import type { FileReading, Located, SpotOf } from '../read/file-kind.ts';
import type { Served } from '../sync/sync-plan.ts';
import { orderFinding } from './check-definition.ts';
import { type DeskNames, unknownName, unknownNames } from './desk-names.ts';
import { type Fault, type Finding, mostFindings, quotedValue } from './fault.ts';
import { didYouMean } from './suggest.ts';

/**
 * Ids stand once in a desk, entries speak only of entries that there are, and files that are read together give one
 * event one standing. In steps of an entry.
 */
export function* checkLinks(readings: readonly FileReading[], served: Served): Generator<void, Fault[]> {
  const faults = [...(yield* repeatedIds(readings, served)), ...(yield* danglingLinks(readings, served))];
  return [...faults, ...(yield* eventsInTwoStandings(readings))];
}

/** A place is only looked up for what is wrong: that reads the file once more. */
interface IdOwner {
  path: string;
  line(): number | undefined;
}

/** The entry stays with the file it is served from, else with the first file; the fault goes to the others. */
function* repeatedIds(readings: readonly FileReading[], served: Served): Generator<void, Fault[]> {
  const owners = new Map<string, IdOwner>();
  const read = new Map(readings.map((reading) => [reading.path, reading]));
  const ids = new Set<string>();
  for (const { entries } of readings) for (const { value } of entries) ids.add(value.id);
  if (ids.size === 0) return [];
  for (const [id, path] of served.entries) {
    if (!ids.has(id) || path === undefined || served.gone.has(path)) continue;
    const reading = read.get(path);
    const line = () => reading?.entries.find(({ value }) => value.id === id)?.spot(['id']).line;
    if (!reading || reading.named.has(id)) owners.set(id, { path, line });
  }
  const seen = new Set<string>();
  const faults: Fault[] = [];
  for (const reading of readings) {
    for (const { value, spot } of reading.entries) {
      yield;
      const { id } = value;
      const owner = owners.get(id);
      if (!owner) owners.set(id, { path: reading.path, line: () => spot(['id']).line });
      const first = !seen.has(id) && (!owner || owner.path === reading.path);
      if (first) seen.add(id);
      if (owner && !first)
        faults.push({ file: reading.path, ...spot(['id']), ...repeatedId(id, owner, reading) });
    }
  }
  return faults;
}

function repeatedId(id: string, owner: IdOwner, { path }: FileReading): Omit<Finding, 'line' | 'column'> {
  const where = owner.path === path ? 'in this file' : `in ${owner.path}`;
  const at = owner.line();
  const line = at === undefined ? '' : `, line ${at}`;
  const what = `the id ${quotedValue(id)} is also used ${where}${line}`;
  return { code: 'duplicate_id', path: 'id', what, fix: 'give one of the two another id' };
}

/** An entry named in a file that is broken counts as there: mending that file must not begin with another one. */
function* danglingLinks(readings: readonly FileReading[], served: Served): Generator<void, Fault[]> {
  const linked = new Set<string>();
  for (const { entries } of readings)
    for (const entry of entries) for (const { id } of links(entry)) linked.add(id);
  if (linked.size === 0) return [];
  const known = knownIds(readings, served, (id) => linked.has(id));
  const faults: Fault[] = [];
  for (const { path: file, entries } of readings) {
    const found: Fault[] = [];
    for (const entry of entries) {
      yield;
      if (found.length >= mostFindings) break;
      for (const link of links(entry))
        if (link.id === entry.value.id || !known.has(link.id))
          found.push({ file, ...wrongLink(entry, link, () => knownIds(readings, served, () => true)) });
    }
    faults.push(...found);
  }
  return faults;
}

/** Ids of entries that there are, of those that are asked for: a desk may have a hundred thousand. */
function knownIds(
  readings: readonly FileReading[],
  served: Served,
  isAsked: (id: string) => boolean,
): Set<string> {
  const known = new Set<string>();
  for (const { named } of readings) for (const id of named) if (isAsked(id)) known.add(id);
  const read = new Set(readings.map(({ path }) => path));
  for (const [id, path] of served.entries)
    if (isAsked(id) && (path === undefined || (!read.has(path) && !served.gone.has(path)))) known.add(id);
  return known;
}

function wrongLink(
  { value, spot }: Located<EntryBody>,
  { id, path }: { id: string; path: PropertyKey[] },
  known: () => ReadonlySet<string>,
): Finding {
  const self = id === value.id;
  const label = String(path[0]);
  const what = self
    ? `"${label}" names the entry itself`
    : `there is no entry ${quotedValue(id)}, named in "${label}"`;
  const fix = self
    ? 'name another entry, or remove it'
    : didYouMean(id, near(id, known()), 'write the id of an entry of this desk');
  return { ...spot(path), code: 'unknown_entry', path: label, what, fix };
}

function links({ value }: Located<EntryBody>): { id: string; path: PropertyKey[] }[] {
  const found = value.related.map((id, index) => ({ id, path: ['related', index] as PropertyKey[] }));
  if (value.supersedes !== undefined) found.push({ id: value.supersedes, path: ['supersedes'] });
  if (value.type === 'fact' && value.outcome !== undefined)
    found.push({ id: value.outcome, path: ['outcome'] });
  return found;
}

/** The ids of all entries that one speaks of. */
export const namedEntries = (entry: Located<EntryBody>): string[] => links(entry).map(({ id }) => id);

/** Ids worth comparing with: there may be ten thousand, and a slip of the hand seldom changes the length much. */
function near(id: string, known: ReadonlySet<string>): string[] {
  return [...known].filter((other) => other !== id && Math.abs(other.length - id.length) <= 3);
}

/**
 * Readers see the entries of one event as one, so it cannot be confirmed in one and only reported in another. The fault
 * is the confirmed one's. A disputed entry may stand beside either: there the sources contradict each other.
 */
function* eventsInTwoStandings(readings: readonly FileReading[]): Generator<void, Fault[]> {
  const facts = new Map<string, Fact>();
  for (const { entries } of readings)
    for (const { value } of entries) if (value.type === 'fact') facts.set(value.id, value);
  const reportedBeside = new Map<string, string>();
  for (const { entries } of readings) {
    for (const { value: fact } of entries) {
      yield;
      if (fact.type !== 'fact') continue;
      for (const id of fact.related) {
        const other = facts.get(id);
        if (!other || id === fact.id || !tellOneEvent(fact, other)) continue;
        if (fact.standing === 'confirmed' && other.standing === 'reported') reportedBeside.set(fact.id, id);
        if (other.standing === 'confirmed' && fact.standing === 'reported') reportedBeside.set(id, fact.id);
      }
    }
  }
  if (reportedBeside.size === 0) return [];
  return readings.flatMap(({ path: file, entries }) =>
    entries.flatMap(({ value: { id }, spot }): Fault[] => {
      const other = reportedBeside.get(id);
      if (other === undefined) return [];
      const what = `${quotedValue(other)} tells the same event, but says that it is reported, not confirmed`;
      const fix = 'write the same standing in both, or remove the one from "related" of the other';
      return [{ file, ...spot(['standing']), code: 'two_standings', path: 'standing', what, fix }];
    }),
  );
}

/** Every name an entry uses must be one of the desk's, and every source it leans on must be one it cites. */
export function checkReferences({ value: entry, spot }: Located<EntryBody>, names: DeskNames): Finding[] {
  const findings = [
    ...unknownNames('topic', entry.topics, names.topics, spot, ['topics']),
    ...unknownNames('country', entry.countries, names.countries, spot, ['countries']),
    ...unknownNames('person', entry.people, names.people, spot, ['people']),
    ...unknownNames('organisation', entry.organisations, names.organisations, spot, ['organisations']),
    ...unknownNames('place', entry.places, names.places, spot, ['places']),
    ...entry.sources.flatMap(({ id }, index) => {
      const short = ['sources', index];
      return unknownName('source', id, names.sources, (path, end) => spot([...path, 'id'], end), short);
    }),
  ];
  if (entry.type === 'brief') return findings;
  const cited = entry.sources.map(({ id }) => id);
  for (const [index, date] of entry.dates.entries()) {
    findings.push(...cites(date.sources, cited, names, spot, ['dates', index, 'sources']));
  }
  for (const [index, other] of entry.disagreements.entries()) {
    findings.push(...cites(other.sources, cited, names, spot, ['disagreements', index, 'sources']));
  }
  return findings;
}

function cites(
  ids: readonly string[],
  cited: readonly string[],
  names: DeskNames,
  spot: Located<unknown>['spot'],
  path: PropertyKey[],
): Finding[] {
  return ids.flatMap((id, index): Finding[] => {
    if (cited.includes(id)) return [];
    const at = [...path, index];
    const unknown = unknownName('source', id, names.sources, spot, at);
    if (unknown.length > 0) return unknown;
    const what = `the source ${quotedValue(id)} is named here, but not among the "sources" of the fact`;
    const fix = `add it to "sources" of the fact, or write one of these here: ${cited.join(', ')}`;
    return [{ ...spot(at), code: 'uncited_source', path: `${String(path[0])}.sources`, what, fix }];
  });
}

/** What sources.yaml says within itself and of the desk. No `names`: desk.yaml cannot be read at all. */
export function checkSources(sources: readonly Located<Source>[], names: DeskNames | undefined): Finding[] {
  const first = new Map<string, SpotOf>();
  return sources.flatMap(({ value: source, spot }) => {
    const findings: Finding[] = [];
    const before = first.get(source.id);
    first.set(source.id, before ?? spot);
    if (before !== undefined) {
      const what = `the source ${quotedValue(source.id)} stands here a second time; the first is on line ${before(['id']).line}`;
      findings.push({
        ...spot(['id']),
        code: 'duplicate_id',
        path: 'id',
        what,
        fix: 'give one of the two another id',
      });
    }
    for (const [index, register] of source.registers.entries()) {
      const path = ['registers', index];
      findings.push(...unknownNames('office', register.offices, names?.offices, spot, [...path, 'offices']));
      if (register.counterpart !== undefined) {
        findings.push(
          ...unknownName('country', register.counterpart, names?.countries, spot, [...path, 'counterpart']),
        );
      }
      findings.push(...orderFinding(register.since, register.until, spot, [...path, 'until']));
      for (const [at, gap] of (register.gaps ?? []).entries()) {
        const gapPath = [...path, 'gaps', at];
        findings.push(...unknownName('person', gap.person, names?.people, spot, [...gapPath, 'person']));
        findings.push(...orderFinding(gap.since, gap.until, spot, [...gapPath, 'until']));
      }
      findings.push(
        ...reach(register.until, source.until).map((words) => ({ ...spot([...path, 'until']), ...words })),
      );
    }
    return findings;
  });
}

/** A register cannot be complete for days that its source does not reach. */
function reach(register: string, source: string): Omit<Finding, 'line' | 'column'>[] {
  const [begins, ends] = [eventDate(register).earliest, eventDate(source).latest];
  if (begins === null || ends === null || begins <= ends) return [];
  const what = `the register reaches to ${quotedValue(register)}, but the source only to ${quotedValue(source)}`;
  const fix = 'write the earlier date here, or correct "until" of the source';
  return [{ code: 'wrong_order', path: 'registers.until', what, fix }];
}
