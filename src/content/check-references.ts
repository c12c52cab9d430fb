import type { EntryBody } from '../domain/entry.ts';
import type { DeskNames } from './desk-names.ts';
import { type Finding, shown } from './fault.ts';
import type { Located } from './file-reading.ts';
import { unknownName, unknownNames } from './unknown-name.ts';

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
    const what = `the source ${shown(id)} is named here, but not among the "sources" of the fact`;
    const fix = `add it to "sources" of the fact, or write one of these here: ${cited.join(', ')}`;
    return [{ ...spot(at), code: 'uncited_source', path: `${String(path[0])}.sources`, what, fix }];
  });
}
