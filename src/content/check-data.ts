import type { Desk } from '../domain/desk.ts';
import type { EntryBody } from '../domain/entry.ts';
import type { Source } from '../domain/source.ts';
import { checkReadings } from './check-desk.ts';
import { checkSources } from './check-sources.ts';
import { namesOf } from './desk-names.ts';
import { valueHash } from './entry-hash.ts';
import { type Fault, type Finding, firstLine, type Spot, shown, sortFaults } from './fault.ts';
import type { FileReading, Located } from './file-reading.ts';

export interface CheckedData {
  /** Each with its place; whatever of them is good where there are faults. */
  entries: ({ body: EntryBody; file: string } & Spot)[];
  /** Sources that the desk does not have yet. */
  sources: Source[];
  faults: Fault[];
}

/** What there is on a desk already. */
export interface OnDesk {
  desk: Desk;
  /** Ids of the entries that serve. */
  entries: Iterable<string>;
}

/**
 * Holds what somebody brings to the rules of the desk's own files. An entry that the desk has already is one that may
 * change; a source may only be added, and the desk's description must be the one that it has.
 */
export function checkData(readings: readonly FileReading[], { desk, entries }: OnDesk): CheckedData {
  const { definition } = desk;
  const faults: Fault[] = [];
  const sources: Source[] = [];
  for (const reading of readings) {
    const findings = [
      ...(reading.kind === 'desk' ? describedOtherwise(reading, desk) : []),
      ...checkSources(reading.sources, namesOf(definition)),
      ...reading.sources.flatMap((source) => saysOtherwise(source, [...desk.sources, ...sources])),
    ];
    faults.push(...findings.map((finding) => ({ file: reading.path, ...finding })));
    sources.push(...reading.sources.map(({ value }) => value));
    if (reading.kind === 'desk' || reading.kind === 'sources')
      faults.push(...reading.findings.map((finding) => ({ file: reading.path, ...finding })));
  }
  const known = new Set(desk.sources.map(({ id }) => id));
  const added = [...new Map(sources.map((source) => [source.id, source])).values()].filter(
    ({ id }) => !known.has(id),
  );
  const ofEntries = readings.filter(({ kind }) => kind === 'facts' || kind === 'article');
  const checked = checkReadings(definition.id, ofEntries, {
    ...{ desk, added, gone: new Map() },
    entries: new Map([...entries].map((id) => [id, undefined])),
  });
  return {
    entries: ofEntries.flatMap(({ path, entries }) =>
      entries.map(({ value, spot }) => ({ body: value, file: path, ...spot(['id']) })),
    ),
    sources: added,
    faults: sortFaults([...faults, ...checked.faults]),
  };
}

function describedOtherwise({ definition }: FileReading, desk: Desk): Finding[] {
  if (!definition || valueHash(definition) === valueHash(desk.definition)) return [];
  const what = `the desk ${desk.definition.id} is described otherwise here than it is`;
  const fix = 'change desk.yaml in the folder of briefs: an import brings entries and sources';
  return [{ ...firstLine, code: 'desk_id', what, fix }];
}

function saysOtherwise({ value, spot }: Located<Source>, known: readonly Source[]): Finding[] {
  const same = known.find(({ id }) => id === value.id);
  if (!same || valueHash(same) === valueHash(value)) return [];
  const what = `the source ${shown(value.id)} is there already and says something else`;
  const fix = 'give this one another id, or change sources.yaml in the folder of briefs';
  return [{ ...spot(['id']), code: 'duplicate_id', path: 'id', what, fix }];
}
