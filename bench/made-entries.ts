import { addDays, type Day } from '../src/domain/dates/day.ts';
import type { Desk } from '../src/domain/desk.ts';
import type { EntryBody } from '../src/domain/entry.ts';
import type { Source } from '../src/domain/sources/source.ts';
import { type Chance, chanceOf } from '../tests/crash/chance.ts';
import { likely, type Writer, zipf } from './made-text.ts';

/** An entry as its author writes it: what is left out takes its default. */
export type Written = Record<string, unknown> & { type: EntryBody['type']; id: string };

const firstYear = 1992;

/** Sources that a desk of this size reads each day; all reach to `today`. */
export const wires = (today: Day): Source[] =>
  Array.from({ length: 40 }, (_, at) => ({
    id: `wire-${at + 1}`,
    title: `Daily report ${at + 1}`,
    publisher: `Agency ${at + 1}`,
    kind: at % 4 === 0 ? 'official' : 'press',
    grade: at % 4 === 0 ? 'A' : 'B',
    until: today,
    registers: [],
    added: '2020-01-01',
    by: 'The bench',
    checked: today,
  }));

interface Making {
  desk: Desk;
  writer: Writer;
  today: Day;
  /** Of every id. */
  prefix?: string;
  seed?: number;
}

/**
 * `n` entries as a desk gathers them: more each year; few countries, people and topics in most of them; one in ten a
 * visit, one in twelve a plan, one in a hundred a brief; some dates vague, some entries corrected, related or withheld.
 */
export function* madeEntries(n: number, making: Making): Generator<Written> {
  const { today, prefix = 'made' } = making;
  const random = chanceOf(making.seed ?? 20_261_123);
  const maker = makerOf(making, random);
  const years = Number(today.slice(0, 4)) - firstYear;
  const known: string[] = [];
  for (let index = 0; index < n; index++) {
    // Twice as many every ten years, in order of publication.
    const year = 10 * Math.log2(1 + (2 ** (years / 10) - 1) * (index / n));
    const published = earlier(today, Math.round((years - year) * 365.25));
    const id = `${prefix}-${published.slice(0, 4)}-${String(index).padStart(6, '0')}`;
    const body = likely(random, 0.01) ? maker.brief(id, published) : maker.fact(id, published);
    const before = known[known.length - 1 - random.whole(Math.min(known.length, 2000))];
    yield { ...body, ...maker.life(body, published), ...(before ? maker.links(body, before) : {}) };
    if (!isAlone(id)) known.push(id);
  }
}

/** No other entry speaks of it, so that it may go. */
export const isAlone = (id: string): boolean => id.endsWith('0');

const earlier = (day: Day, days: number): Day => addDays(day, -days);

function makerOf({ desk: { definition }, writer, today }: Making, random: Chance) {
  const covered = definition.countries.filter((one) => one.covered);
  const others = definition.countries.filter((one) => !one.covered);
  const one = {
    covered: zipf(covered),
    other: zipf(others),
    person: zipf(definition.people),
    office: zipf(definition.offices),
    topic: zipf(definition.topics),
    organisation: zipf(definition.organisations),
    source: zipf(wires(today)),
    kind: zipf(['event', 'event', 'status', 'view', 'plan'] as const, { shift: 1 }),
  };
  const ids = <T extends { id: string }>(items: readonly T[]) => [...new Set(items.map(({ id }) => id))];

  function about(published: Day, lead: { id: string; name: string }[]) {
    const host = one.covered(random);
    const countries = [host, ...(likely(random, 0.6) ? [one.other(random)] : [])];
    const people = likely(random, 0.5) ? [one.person(random)] : [];
    const place = definition.places.filter(({ country }) => country === host.id);
    const places = place.length > 0 && likely(random, 0.3) ? [random.pick(place)] : [];
    const named = [...lead, ...people, ...countries, ...places].map(({ name }) => name);
    return {
      ...{ host, people, countries, places },
      common: {
        title: writer.sentence(random, 4 + random.whole(4), named.slice(0, 2)).slice(0, 150),
        countries: ids(countries),
        people: ids(people),
        places: ids(places),
        ...(likely(random, 0.2) && { organisations: [one.organisation(random).id] }),
        sources: ids([one.source(random), ...(likely(random, 0.3) ? [one.source(random)] : [])]),
        published,
        weight: 1 + Math.min(random.whole(5), random.whole(5)),
      },
      statement: (words: number) => `${writer.sentence(random, words, named).slice(0, 780)}.`,
    };
  }

  /** As vague as sources are. */
  function edtf(day: Day): string {
    const vague = random.next();
    if (vague < 0.75) return day;
    if (vague < 0.88) return day.slice(0, 7);
    if (vague < 0.92) return day.slice(0, 4);
    return vague < 0.97 ? `${earlier(day, 1 + random.whole(5))}/${day}` : `${day.slice(0, 7)}~`;
  }

  const length = () => 12 + random.whole(16) + random.whole(16);
  const topics = (...own: string[]) => [
    ...new Set([...own, one.topic(random).id, ...(likely(random, 0.3) ? [one.topic(random).id] : [])]),
  ];

  function visit(id: string, published: Day): Written {
    const [visitor, office, other] = [one.person(random), one.office(random), one.other(random)];
    const { host, common, statement } = about(published, [visitor]);
    const inward = likely(random, 0.7);
    const { places, ...said } = common;
    return {
      ...{ type: 'fact', id, ...said },
      kind: 'visit',
      statement: statement(length()),
      dates: [edtf(earlier(published, 2 + random.whole(20)))],
      standing: 'reported',
      topics: topics('visits').slice(0, 2),
      countries: [host.id, other.id],
      people: [visitor.id],
      visit: {
        direction: inward ? 'to-region' : 'from-region',
        visitor: visitor.id,
        office: office.id,
        ...(inward ? { from: other.id, host: host.id, places } : { from: host.id, host: other.id }),
        trip: `trip-${visitor.id}-${published.slice(0, 7)}`,
      },
    };
  }

  return {
    brief(id: string, published: Day): Written {
      const { common, statement } = about(published, []);
      return {
        ...{ type: 'brief', id, ...common },
        kind: random.pick(['news', 'analysis', 'opinion', 'official']),
        topics: topics(),
        dated: published,
        points: [statement(15).slice(0, 390), statement(15).slice(0, 390)],
        summary: `${statement(60)} ${statement(60)}\n\n${statement(80)}`,
      };
    },
    fact(id: string, published: Day): Written {
      if (likely(random, 0.1)) return visit(id, published);
      const kind = one.kind(random);
      const { common, statement } = about(published, []);
      const day =
        kind === 'plan'
          ? addDays(published, 10 + random.whole(700))
          : earlier(published, 1 + random.whole(30));
      return {
        ...{ type: 'fact', id, ...common },
        kind,
        statement: statement(length()),
        dates: [edtf(day)],
        standing: kind === 'view' ? 'opinion' : 'reported',
        topics: topics(),
        ...(likely(random, 0.05) && { why: statement(12).slice(0, 390) }),
      };
    },
    /** What was done to a few of them since. */
    life({ type }: Written, published: Day): Partial<Written> {
      const what = random.next();
      if (what < 0.02) return { handling: 'internal' };
      if (what < 0.025) return { handling: 'restricted' };
      if (what < 0.026) return { embargo: `${addDays(today, 20)}T08:00:00Z` };
      if (what < 0.046)
        return {
          state: 'corrected',
          corrections: [{ on: addDays(published, 3), note: 'A date was put right.' }],
        };
      if (what < 0.048) return { state: 'retracted', retraction: 'The source withdrew it.' };
      return what < 0.06 && type === 'fact' ? { note: 'The source names no place.' } : {};
    },
    links({ kind }: Written, before: string): Partial<Written> {
      // Of most plans it is known how they ended, once their day has passed.
      if (kind === 'plan') return likely(random, 0.8) ? { outcome: before } : {};
      return likely(random, 0.08) ? { related: [before] } : {};
    },
  };
}
