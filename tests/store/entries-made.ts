import type { EntryBody } from '../../src/domain/entry.ts';
import type { FileEntry } from '../../src/domain/ports/content.ts';

type Fact = Extract<EntryBody, { type: 'fact' }>;
type Brief = Extract<EntryBody, { type: 'brief' }>;
type Visit = NonNullable<Fact['visit']>;

/** A published fact with nothing unusual in it. */
export function fact(id: string, changes: Partial<Fact> = {}): Fact {
  return {
    type: 'fact',
    id,
    title: `Title of ${id}`,
    topics: ['trade'],
    countries: ['KZ'],
    people: [],
    organisations: [],
    places: [],
    sources: [{ id: 'gazette' }],
    published: '2026-01-10',
    weight: 3,
    state: 'published',
    handling: 'public',
    related: [],
    corrections: [],
    kind: 'event',
    statement: `Statement of ${id}.`,
    dates: [{ edtf: '2020-05-05', sources: [] }],
    standing: 'confirmed',
    disagreements: [],
    ...changes,
  };
}

export function brief(id: string, changes: Partial<Brief> = {}): Brief {
  const { kind, statement, dates, standing, disagreements, visit, outcome, note, ...common } = fact(id);
  return {
    ...common,
    type: 'brief',
    kind: 'news',
    summary: `Summary of ${id}.`,
    points: [],
    argues: [],
    reports: [],
    ...changes,
  };
}

/** A visit on `edtf`; the trip is its own unless told. */
export function visit(
  id: string,
  edtf: string,
  stop: Partial<Visit> = {},
  changes: Partial<Fact> = {},
): Fact {
  return fact(id, {
    kind: 'visit',
    dates: [{ edtf, sources: [] }],
    visit: {
      direction: 'to-region',
      visitor: 'rice',
      office: 'us-secretary-of-state',
      from: 'US',
      host: 'KZ',
      places: [],
      trip: id,
      ...stop,
    },
    ...changes,
  });
}

/** As a file has it; the hash follows the body, as a sync's does. */
export function inFile(body: EntryBody, path = 'facts/all.yaml'): FileEntry {
  return { body, path, hash: `hash of ${JSON.stringify(body)}` };
}
