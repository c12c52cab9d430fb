import type { z } from 'zod';
import { eventDate } from '../../domain/dates/event-date.ts';
import {
  type Country,
  countrySchema,
  officeSchema,
  organisationSchema,
  personSchema,
  placeSchema,
  topicSchema,
} from '../../domain/desk.ts';
import { appCommandIds } from '../../domain/ports/answerer.ts';
import type { Located, SpotOf } from '../read/file-kind.ts';
import { type DeskNames, unknownName, unknownNames } from './desk-names.ts';
import { type Finding, quotedValue } from './fault.ts';

type Item<T> = { item: T; path: [string, number] };

/**
 * What desk.yaml says within itself. Works on the raw file, item by item, so that one misshapen item does not hide
 * what is wrong with the others. `folder` is the name of the desk's folder.
 */
export function checkDefinition(desk: Located<unknown>, names: DeskNames, folder: string): Finding[] {
  const { value: raw, spot } = desk;
  const countries = items(raw, 'countries', countrySchema);
  const people = items(raw, 'people', personSchema);
  const offices = items(raw, 'offices', officeSchema);
  const places = items(raw, 'places', placeSchema);
  const lists = [countries, people, offices, places, items(raw, 'topics', topicSchema)];
  const findings = [
    ...deskId(desk, folder),
    ...[...lists, items(raw, 'organisations', organisationSchema)].flatMap((list) => repeated(list, desk)),
    ...sharedSpellings(countries, desk),
  ];
  for (const { item, path } of [...people, ...offices, ...places]) {
    if (item.country === undefined) continue;
    findings.push(...unknownName('country', item.country, names.countries, spot, [...path, 'country']));
  }
  for (const { item, path } of people) {
    for (const [index, role] of item.roles.entries()) {
      const at = [...path, 'roles', index];
      findings.push(...unknownName('office', role.office, names.offices, spot, [...at, 'office']));
      findings.push(...orderFinding(role.since, role.until, spot, [...at, 'until']));
      if (role.sources) {
        findings.push(...unknownNames('source', role.sources, names.sources, spot, [...at, 'sources']));
      }
      if (role.seen) findings.push(...unknownName('source', role.seen, names.sources, spot, [...at, 'seen']));
    }
  }
  return findings;
}

function items<T>(raw: unknown, list: string, schema: z.ZodType<T>): Item<T>[] {
  const values = (raw as Record<string, unknown> | null)?.[list];
  if (!Array.isArray(values)) return [];
  return values.flatMap((value, index): Item<T>[] => {
    const parsed = schema.safeParse(value);
    return parsed.success ? [{ item: parsed.data, path: [list, index] }] : [];
  });
}

function deskId({ value, spot }: Located<unknown>, folder: string): Finding[] {
  const id = (value as { id?: unknown } | null)?.id;
  if (typeof id !== 'string') return [];
  const at = () => ({ ...spot(['id']), code: 'desk_id' as const, path: 'id' });
  if (appCommandIds.includes(id)) {
    return [
      {
        ...at(),
        what: `a desk cannot be called ${quotedValue(id)}: that is a command of the app`,
        fix: 'choose another id',
      },
    ];
  }
  if (id === folder) return [];
  const fix = `write "id: ${folder}", or rename the folder to ${id}`;
  return [
    { ...at(), what: `the id ${quotedValue(id)} is not the name of the folder, ${quotedValue(folder)}`, fix },
  ];
}

function repeated(list: Item<{ id: string }>[], { spot }: Located<unknown>): Finding[] {
  const first = new Map<string, PropertyKey[]>();
  return list.flatMap(({ item, path }): Finding[] => {
    const at = [...path, 'id'];
    const before = first.get(item.id);
    if (before === undefined) {
      first.set(item.id, at);
      return [];
    }
    const what = `the id ${quotedValue(item.id)} stands twice under "${path[0]}"; the first is on line ${spot(before).line}`;
    return [
      {
        ...spot(at),
        code: 'duplicate_id',
        path: `${path[0]}.id`,
        what,
        fix: 'give one of the two another id',
      },
    ];
  });
}

/** People may share a name, and the bot asks which one is meant; a country that is asked for must be one country. */
function sharedSpellings(countries: Item<Country>[], { spot }: Located<unknown>): Finding[] {
  const owners = new Map<string, { id: string; at: PropertyKey[] }>();
  const findings: Finding[] = [];
  for (const { item, path } of countries) {
    const written: [string, PropertyKey[]][] = [
      [item.name, [...path, 'name']],
      ...item.spellings.map((text, index): [string, PropertyKey[]] => [text, [...path, 'spellings', index]]),
    ];
    for (const [text, at] of written) {
      const owner = owners.get(folded(text));
      if (!owner) owners.set(folded(text), { id: item.id, at });
      else if (owner.id !== item.id) {
        const what = `${quotedValue(text)} also stands for ${owner.id}, on line ${spot(owner.at).line}`;
        const fix = 'leave it with the one country that it means';
        findings.push({ ...spot(at), code: 'shared_spelling', path: 'countries.spellings', what, fix });
      }
    }
  }
  return findings;
}

/** Spellings that differ in capitals, accents, spaces or punctuation only are the same to a reader who types. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** A finding when `until` is over before `since` begins, by all that the two dates may mean. Both are valid EDTF. */
export function orderFinding(
  since: string | undefined,
  until: string | undefined,
  spot: SpotOf,
  path: PropertyKey[],
): Finding[] {
  if (since === undefined || until === undefined) return [];
  const { earliest } = eventDate(since);
  const { latest } = eventDate(until);
  if (earliest === null || latest === null || earliest <= latest) return [];
  return [
    {
      ...spot(path),
      code: 'wrong_order',
      path: path.filter((step) => typeof step === 'string').join('.'),
      what: `"until" is ${quotedValue(until)}, before "since", ${quotedValue(since)}`,
      fix: 'write the later date under "until"',
    },
  ];
}
