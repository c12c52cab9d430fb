import type { z } from 'zod';
import { formatDay } from '../../domain/dates/day.ts';
import { eventDate } from '../../domain/dates/event-date.ts';
import {
  type Desk,
  officeSchema,
  organisationSchema,
  personSchema,
  placeSchema,
  topicSchema,
} from '../../domain/desk.ts';
import type { EntryBody, Fact } from '../../domain/entry.ts';
import type { Checked, EntryCheck } from '../../domain/ports/content.ts';
import { nameLists } from '../../domain/ports/names.ts';
import { isSource, type ListedBody, type ListedKind } from '../../domain/sources/listed.ts';
import { type Source, sourceSchema } from '../../domain/sources/source.ts';
import { atOnce } from '../../runtime/async.ts';
import type { Located, SpotOf } from '../read/file-kind.ts';
import { readEntry, shape } from '../read/shape.ts';
import { nothingServed } from '../sync/sync-plan.ts';
import { checkDefinition } from './check-definition.ts';
import { checkLinks, checkReferences, checkSources, namedEntries } from './check-links.ts';
import { type DeskNames, namesOf, sourceIds, unknownName, unknownNames } from './desk-names.ts';
import { type Finding, firstLine, quotedValue } from './fault.ts';
import { inFormWords } from './form-words.ts';

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
    const what = `the place ${quotedValue(place)} lies in ${country}, but the country visited is ${visit.host}`;
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

/** Which of these entries there are on a desk, whoever may see them. */
type Known = (desk: string, ids: readonly string[]) => Promise<ReadonlySet<string>>;

/** What is written in chat stands in no file: every place in it is the same one. */
const spot = () => firstLine;

/** All that is checked of an entry in a file, for one that is in none. */
export function createEntryCheck(known: Known): EntryCheck {
  return {
    async entry(desk, type, raw) {
      const read = readEntry(type, raw, spot);
      const names = namesOf(desk.definition);
      const named = names && { ...names, sources: sourceIds(desk.sources) };
      const sources = sourcesById(desk.sources);
      if (!read.ok) {
        const { partly } = read;
        const further = partly ? checkWithinDesk(partly.entry, named, sources, partly.lacking) : [];
        return refusedEntry([...read.findings, ...further]);
      }
      const { entry } = read;
      const links = await known(desk.definition.id, namedEntries(entry));
      const findings = [...checkWithinDesk(entry, named, sources), ...linkFindings(entry, links)];
      return findings.length > 0 ? refusedEntry(findings) : { ok: true, body: entry.value };
    },
    listed(desk, kind, raw) {
      const shaped = shape<ListedBody>(listedSchemas[kind], raw, spot);
      if (!shaped.ok) return refusedEntry(shaped.findings);
      const one = { kind, body: shaped.value };
      const findings = isSource(one)
        ? checkSources([{ value: one.body, spot }], namesOf(desk.definition))
        : checkName(desk, kind, one.body);
      return findings.length > 0 ? refusedEntry(findings) : { ok: true, body: one.body };
    },
  };
}

const listedSchemas = {
  source: sourceSchema,
  person: personSchema,
  office: officeSchema,
  organisation: organisationSchema,
  place: placeSchema,
  topic: topicSchema,
} as const satisfies Record<ListedKind, z.ZodType<ListedBody>>;

/** What a name says of others of the desk, as it would stand in desk.yaml. */
function checkName({ definition, sources }: Desk, kind: ListedKind, body: ListedBody): Finding[] {
  if (kind === 'source') return [];
  const list = nameLists[kind];
  const names = { ...(namesOf(definition) as DeskNames), sources: sourceIds(sources) };
  return checkDefinition({ value: { [list]: [body] }, spot }, names, definition.id).map((finding) => ({
    ...finding,
    ...(finding.path !== undefined && { path: finding.path.replace(`${list}.`, '') }),
  }));
}

const nothing: ReadonlySet<string> = new Set();

/** What is checked of an entry with its desk. `lacking`: keys that only have a stand-in; nothing is said of them. */
export function checkWithinDesk(
  entry: Located<EntryBody>,
  names: DeskNames | undefined,
  sources: ReadonlyMap<string, Source>,
  lacking = nothing,
): Finding[] {
  const { value, spot } = entry;
  const has = (...keys: string[]) => !keys.some((key) => lacking.has(key));
  const isOwn = ({ path = '' }: Finding) => has(path.split('.')[0] as string);
  return [
    ...(names ? checkReferences(entry, names) : []),
    ...(has('state', 'retraction', 'corrections', 'published', 'kind') ? checkLife(entry) : []),
    ...(has('kind', 'standing', 'sources', 'dates') ? checkSourcing(entry, sources) : []),
    ...(value.type === 'fact' && has('kind', 'visit') ? checkVisit({ value, spot }, names) : []),
  ].filter(isOwn);
}

function linkFindings(entry: Located<EntryBody>, known: ReadonlySet<string>): Finding[] {
  const reading = { path: '', kind: 'facts' as const, hash: '', findings: [], sources: [], partly: [] };
  const entries = new Map([...known].map((id) => [id, undefined]));
  const named = new Set([entry.value.id]);
  return atOnce(checkLinks([{ ...reading, entries: [entry], named }], { ...nothingServed, entries }));
}

const refusedEntry = <T>(findings: readonly Finding[]): Checked<T> => ({
  ok: false,
  faults: findings.map(inFormWords),
});

/** What an entry says of its own life: retraction, corrections and their days, and how a plan ended. */
export function checkLife({ value: entry, spot }: Located<EntryBody>): Finding[] {
  const findings: Finding[] = [];
  if (entry.state === 'retracted' && entry.retraction === undefined) {
    const fix = 'add "retraction: …" that tells readers why';
    findings.push({
      ...spot(['state']),
      code: 'retraction',
      path: 'retraction',
      what: 'a retracted entry needs a reason',
      fix,
    });
  }
  if (entry.state !== 'retracted' && entry.retraction !== undefined) {
    const what = `there is a reason for a retraction, but the state is ${entry.state}`;
    const fix = 'write "state: retracted", or remove "retraction"';
    findings.push({ ...spot(['retraction'], 'key'), code: 'retraction', path: 'retraction', what, fix });
  }
  if (entry.state === 'corrected' && entry.corrections.length === 0) {
    const fix = 'add "corrections:" with a day and a note';
    const what = 'the state is corrected, but there is no correction';
    findings.push({ ...spot(['state']), code: 'correction', path: 'corrections', what, fix });
  }
  findings.push(...correctionDays({ value: entry, spot }));
  if (entry.type === 'fact' && entry.outcome !== undefined && entry.kind !== 'plan') {
    const what = `"outcome" tells how a plan ended, but this fact is of kind ${entry.kind}`;
    const fix = 'write "kind: plan", or name the other fact under "related"';
    findings.push({ ...spot(['outcome'], 'key'), code: 'outcome', path: 'outcome', what, fix });
  }
  return findings;
}

function correctionDays({ value: entry, spot }: Located<EntryBody>): Finding[] {
  return entry.corrections.flatMap(({ on }, index): Finding[] => {
    const at = () => ({
      ...spot(['corrections', index, 'on']),
      code: 'correction' as const,
      path: 'corrections.on',
    });
    if (on < entry.published) {
      const what = `a correction of ${quotedValue(on)} comes before the day of publication, ${quotedValue(entry.published)}`;
      return [{ ...at(), what, fix: 'correct one of the two days' }];
    }
    const before = entry.corrections[index - 1]?.on;
    if (before === undefined || before <= on) return [];
    return [
      {
        ...at(),
        what: `the correction of ${quotedValue(on)} stands after that of ${quotedValue(before)}`,
        fix: 'write the oldest first',
      },
    ];
  });
}

export const sourcesById = (sources: readonly Source[]): ReadonlyMap<string, Source> =>
  new Map(sources.map((source) => [source.id, source]));

/** As readers are told: a primary source, or two that do not depend on each other. A doubtful source confirms nothing. */
function confirm(cited: readonly Source[]): boolean {
  if (cited.some(({ kind, grade }) => kind === 'official' || grade === 'A')) return true;
  const fair = cited.filter(({ grade }) => grade <= 'C');
  return fair.some((one, index) => fair.slice(index + 1).some((other) => areIndependent(one, other)));
}

function areIndependent(one: Source, other: Source): boolean {
  const [here, there] = [one, other].map(({ url }) => url && new URL(url).host.replace(/^www\./, ''));
  return one.publisher !== other.publisher && (here === undefined || here !== there);
}

/** Whether the sources can carry what the fact claims: that it happened by then, and that it is confirmed. */
export function checkSourcing(
  { value, spot }: Located<EntryBody>,
  sources: ReadonlyMap<string, Source>,
): Finding[] {
  if (value.type !== 'fact') return [];
  const known = (ids: readonly string[]) => [...new Set(ids)].flatMap((id) => sources.get(id) ?? []);
  const cited = known(value.sources.map(({ id }) => id));
  const findings: Finding[] = [];

  const [only, ...more] = cited;
  // A source that is not known is a fault of its own, and might be the one that confirms.
  const all = cited.length === new Set(value.sources.map(({ id }) => id)).size;
  if (value.standing === 'confirmed' && only && all && !confirm(cited)) {
    const what =
      more.length === 0
        ? `one source of grade ${only.grade} does not confirm anything`
        : 'no two of its sources confirm each other: that takes grade C or better, two publishers and two sites';
    const fix = 'write "standing: reported", or cite a primary source or a second independent one';
    findings.push({ ...spot(['standing']), code: 'unconfirmed', path: 'standing', what, fix });
  }

  // What is promised or judged may lie ahead of its source; what happened may not.
  if (value.kind !== 'event' && value.kind !== 'visit') return findings;
  for (const [index, date] of value.dates.entries()) {
    const backing = date.sources.length > 0 ? known(date.sources) : cited;
    const { earliest } = eventDate(date.edtf);
    const reach = backing
      .map(({ until }) => eventDate(until).latest ?? '9999-12-31')
      .sort()
      .at(-1);
    if (!earliest || !reach || earliest <= reach) continue;
    const what = `${eventDate(date.edtf).text} lies after all that its sources can know, which ends on ${formatDay(reach)}`;
    const fix = 'write "kind: plan" for what is expected, or cite a source that reaches so far';
    findings.push({ ...spot(['dates', index]), code: 'beyond_source', path: 'dates', what, fix });
  }
  return findings;
}
