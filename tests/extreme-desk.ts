import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Words of exactly so many characters. */
export const long = (length: number, word: string): string =>
  `${word} `
    .repeat(Math.ceil(length / (word.length + 1)))
    .slice(0, length - 1)
    .padEnd(length, 'x');

const id = (what: string, n: number) => `${what}-${n}-`.padEnd(64, 'x');
const many = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

/** A folder with one desk, `extreme`, of which every field is as long as it may be. */
export function extremeDesk(): string {
  const briefs = mkdtempSync(join(tmpdir(), 'deskwire-extreme-'));
  const folder = join(briefs, 'extreme');
  mkdirSync(join(folder, 'facts'), { recursive: true });
  mkdirSync(join(folder, 'articles'), { recursive: true });
  const countries = ['NO', 'SE', 'FI', 'DK', 'IS', 'EE', 'LV', 'LT'];
  const url = (n: number) => `https://example.org/${n}/`.padEnd(2000, 'x');
  const named = (what: string, n: number, length: number) => ({
    id: id(what, n),
    name: `${n}${long(length - 3, `${what}${n}`)}`,
  });
  const desk = {
    ...{
      id: 'extreme',
      name: long(60, 'Desk'),
      about: long(300, 'about'),
      zone: 'UTC',
      owner: long(80, 'owner'),
    },
    topics: many(8, (n) => named('topic', n, 60)),
    countries: [
      ...countries.map((code, n) => ({ id: code, name: `${n}${long(78, `Country${n}`)}`, covered: true })),
      { id: 'US', name: `9${long(78, 'Counterpart')}` },
    ],
    offices: many(3, (n) => ({ ...named('office', n, 100), country: 'US' })),
    people: many(8, (n) => ({
      ...named('person', n, 80),
      country: 'US',
      roles: many(3, (at) => ({ office: id('office', at), since: `20${10 + at}~`, until: `20${11 + at}?` })),
    })),
    organisations: many(4, (n) => named('organisation', n, 100)),
    places: many(8, (n) => ({ ...named('place', n, 80), country: countries[n] })),
  };
  const sources = many(6, (n) => ({
    id: id('source', n),
    title: long(200, `Title${n}`),
    publisher: `${n}${long(118, 'Publisher')}`,
    author: `${n}${long(118, 'Author')}`,
    ...{ kind: n === 0 ? 'official' : 'opinion', grade: n === 0 ? 'A' : 'C', url: url(n), dated: '2026~' },
    ...{
      until: '2030-12',
      added: '2026-01-02',
      by: long(80, 'by'),
      checked: '2026-01-02',
      note: long(400, 'note'),
    },
    ...(n === 0 && {
      registers: [
        { offices: [id('office', 0)], direction: 'to-region', counterpart: 'US', until: '2025-02' },
        { offices: [id('office', 1)], direction: 'to-region', counterpart: 'US', until: '2025-02' },
      ],
    }),
  }));
  const common = (n: number) => ({
    topics: desk.topics.map((topic) => topic.id).slice(n % 4),
    countries: [...countries.slice(n % 5), 'US'],
    people: desk.people.map((person) => person.id),
    organisations: desk.organisations.map((one) => one.id),
    places: desk.places.map((place) => place.id),
    sources: many(6, (at) => ({ id: id('source', at), at: long(120, `place${at}`) })),
    published: '2026-11-20',
    why: long(400, 'why'),
    weight: 1 + (n % 5),
    state: 'corrected',
    corrections: many(3, () => ({ on: '2026-11-21', note: long(400, 'correction') })),
    owner: long(80, 'owner'),
  });
  const all = sources.map((source) => source.id);
  const disagreements = many(4, (n) => ({
    about: `${n}${long(58, 'about')}`,
    says: long(300, 'says'),
    sources: all.slice(n),
  }));
  const kinds = ['event', 'status', 'plan', 'view'] as const;
  const facts = many(40, (n) => ({
    ...{
      id: id('fact', n),
      title: `${n}${long(157, `title${n}`)}`,
      statement: `${n}${long(797, 'statement')}`,
    },
    ...common(n),
    kind: kinds[n % 4],
    standing: ['disputed', 'opinion', 'speculation', 'reported'][n % 4],
    dates: many(4, (at) => ({
      edtf: `[20${25 + at}-0${1 + at}-1${n % 9}..20${25 + at}-09-2${n % 9}]`,
      sources: all.slice(at),
      note: long(300, 'dated'),
    })),
    disagreements,
    note: long(600, 'note'),
  }));
  const visits = many(20, (n) => ({
    ...{
      id: id('visit', n),
      title: `${n}${long(157, `visit${n}`)}`,
      statement: `${n}${long(797, 'statement')}`,
    },
    ...common(n),
    ...{ kind: 'visit', standing: 'disputed', disagreements, note: long(600, 'note') },
    dates: many(3, (at) => ({
      edtf: `20${10 + at}-0${1 + (n % 9)}-1${at}`,
      sources: all.slice(at),
      note: long(300, 'dated'),
    })),
    visit: {
      ...{ direction: 'to-region', visitor: id('person', n % 8), office: id('office', n % 2), from: 'US' },
      ...{ host: countries[n % 8], places: [id('place', n % 8)], trip: id('trip', n) },
    },
  }));
  const brief = {
    ...{ id: id('brief', 1), title: long(160, 'brief') },
    ...common(1),
    ...{ kind: 'opinion', author: long(120, 'Author'), dated: '2026~' },
    ...Object.fromEntries(
      ['points', 'argues', 'reports'].map((key) => [key, many(20, (n) => `${n}${long(398, key)}`)]),
    ),
  };
  const write = (path: string, value: unknown) => writeFileSync(join(folder, path), JSON.stringify(value));
  write('desk.yaml', desk);
  write('sources.yaml', sources);
  write('facts/facts.yaml', [...facts, ...visits]);
  writeFileSync(
    join(folder, 'articles', 'brief.md'),
    `---\n${JSON.stringify(brief)}\n---\n${long(6000, 'summary')}\n`,
  );
  return briefs;
}
