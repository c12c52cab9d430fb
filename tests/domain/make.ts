import { eventDate } from '../../src/domain/dates/event-date.ts';
import { type Desk, deskSchema } from '../../src/domain/desk.ts';
import { briefSchema, type EntryBody, factSchema } from '../../src/domain/entry.ts';
import type { StoredEntry } from '../../src/domain/ports/entries.ts';
import { sourceSchema } from '../../src/domain/sources/source.ts';

/** A small desk of two countries and one register, for rules that need no real content. */
export function makeDesk(over: { shelf?: Record<string, number>; sources?: object[] } = {}): Desk {
  const definition = deskSchema.parse({
    id: 'north',
    name: 'North',
    about: 'Two countries.',
    zone: 'UTC',
    owner: 'North desk',
    shelf: over.shelf ?? {},
    topics: [
      { id: 'visits', name: 'Visits' },
      { id: 'trade', name: 'Trade' },
    ],
    countries: [
      { id: 'NO', name: 'Norway', covered: true },
      { id: 'SE', name: 'Sweden', covered: true },
      { id: 'US', name: 'United States' },
    ],
    offices: [
      { id: 'us-secretary', name: 'US Secretary of State', country: 'US' },
      { id: 'us-vice-president', name: 'US Vice President', country: 'US' },
      { id: 'prime-minister-of-norway', name: 'Prime Minister of Norway', country: 'NO' },
      { id: 'prime-minister-of-sweden', name: 'Prime Minister of Sweden', country: 'SE' },
    ],
    people: [
      {
        id: 'jane-roe',
        name: 'Jane Roe',
        country: 'US',
        roles: [
          { office: 'us-vice-president', since: '2015-03', until: '2018-01' },
          { office: 'us-secretary', since: '2025-01' },
        ],
      },
      {
        id: 'nils-berg',
        name: 'Nils Berg',
        country: 'SE',
        roles: [{ office: 'prime-minister-of-sweden', since: '2018', until: '2021' }],
      },
    ],
  });
  return {
    definition,
    sources: (over.sources ?? [makeSource()]).map((source) => sourceSchema.parse(source)),
  };
}

export const makeSource = (over: object = {}) => ({
  id: 'travels',
  title: 'Travels abroad',
  publisher: 'Office of Travels',
  kind: 'official',
  grade: 'A',
  until: '2025-02',
  registers: [
    {
      offices: ['us-secretary'],
      direction: 'to-region',
      counterpart: 'US',
      since: '1990',
      until: '2025-02',
    },
    {
      offices: ['prime-minister-of-norway', 'prime-minister-of-sweden'],
      direction: 'from-region',
      counterpart: 'US',
      until: '2024-11',
      gaps: [
        {
          person: 'nils-berg',
          since: '2020-07',
          says: 'the record has none of Nils Berg’s trips after June 2020',
        },
      ],
    },
  ],
  added: '2026-01-01',
  by: 'North desk',
  checked: '2026-01-01',
  ...over,
});

export function makeFact(over: object = {}): StoredEntry {
  const fact = factSchema.parse({
    id: 'fact-1',
    title: 'A thing happened',
    topics: ['trade'],
    sources: ['travels'],
    published: '2026-03-01',
    kind: 'event',
    statement: 'A thing happened.',
    dates: ['2026-02-01'],
    standing: 'reported',
    ...over,
  });
  return stored({ type: 'fact', ...fact }, fact.dates[0]?.edtf);
}

export function makeBrief(over: object = {}): StoredEntry {
  const brief = briefSchema.parse({
    id: 'brief-1',
    title: 'An article',
    topics: ['trade'],
    sources: ['travels'],
    published: '2026-03-01',
    kind: 'news',
    summary: 'What it *says*, in [short](https://example.org/).\n\n- one\n- two',
    ...over,
  });
  return stored({ type: 'brief', ...brief }, brief.dated);
}

function stored(body: EntryBody, edtf: string | undefined): StoredEntry {
  const { earliest, latest } = edtf ? eventDate(edtf) : { earliest: null, latest: null };
  return { body, revision: 1, earliest, latest, recordedAt: new Date('2026-03-02T00:00:00Z'), actor: 'sync' };
}
