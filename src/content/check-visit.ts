import type { Fact } from '../domain/entry.ts';
import type { DeskNames } from './desk-names.ts';
import { type Finding, shown } from './fault.ts';
import type { Located } from './file-reading.ts';
import type { SpotOf } from './shape.ts';
import { unknownName, unknownNames } from './unknown-name.ts';

/** A visit is a journey between a country of the desk and another one, and only facts of kind visit have one. */
export function checkVisit({ value: fact, spot }: Located<Fact>, names: DeskNames | undefined): Finding[] {
  const { visit } = fact;
  if (!visit) {
    if (fact.kind !== 'visit') return [];
    const fix =
      'add "visit:" with direction, visitor, office, from, host and trip below it, or choose another kind';
    return [
      {
        ...spot(['kind']),
        code: 'visit_fields',
        path: 'visit',
        what: 'a fact of kind visit needs "visit"',
        fix,
      },
    ];
  }
  const findings: Finding[] = [];
  if (fact.kind !== 'visit') {
    const what = `"visit" belongs to facts of kind visit; this one is of kind ${fact.kind}`;
    findings.push({
      ...spot(['visit'], 'key'),
      code: 'visit_fields',
      path: 'visit',
      what,
      fix: 'write "kind: visit", or remove "visit"',
    });
  }
  findings.push(
    ...unknownName('person', visit.visitor, names?.people, spot, ['visit', 'visitor']),
    ...unknownName('office', visit.office, names?.offices, spot, ['visit', 'office']),
    ...unknownName('country', visit.from, names?.countries, spot, ['visit', 'from']),
    ...unknownName('country', visit.host, names?.countries, spot, ['visit', 'host']),
    ...unknownNames('place', visit.places, names?.places, spot, ['visit', 'places']),
  );
  findings.push(...direction(visit, names, spot));
  for (const [index, place] of visit.places.entries()) {
    const country = names?.places.get(place);
    // A country that is not known is a fault of desk.yaml, not of the visit.
    if (country === undefined || country === visit.host || !names?.countries.has(country)) continue;
    const what = `the place ${shown(place)} lies in ${country}, but the country visited is ${visit.host}`;
    const fix =
      'correct "places" or "host"; a stop in another country is a fact of its own with the same trip';
    findings.push({
      ...spot(['visit', 'places', index]),
      code: 'visit_place',
      path: 'visit.places',
      what,
      fix,
    });
  }
  return findings;
}

function direction(visit: NonNullable<Fact['visit']>, names: DeskNames | undefined, spot: SpotOf): Finding[] {
  const covered = (id: string) => names?.countries.get(id)?.covered;
  const [host, from] = [covered(visit.host), covered(visit.from)];
  if (host === undefined || from === undefined) return [];
  const inward = visit.direction === 'to-region';
  if (host === inward && from === !inward) return [];
  const ends = `from ${visit.from} to ${visit.host}`;
  const between =
    host === from ? `; ${host ? 'both are countries' : 'neither is a country'} of the desk` : '';
  const what = `the direction is ${visit.direction}, but the visit goes ${ends}${between}`;
  const fix =
    host === from
      ? 'one of "from" and "host" must be a country of the desk (covered: true) and the other not'
      : `write "direction: ${inward ? 'from-region' : 'to-region'}", or exchange "from" and "host"`;
  return [{ ...spot(['visit', 'direction']), code: 'visit_direction', path: 'visit.direction', what, fix }];
}
