import { knownDate } from '../domain/dates/date-range.ts';
import { addDays } from '../domain/dates/day.ts';
import type { Fact } from '../domain/entry.ts';
import type { Contradiction } from '../domain/ports/drafts.ts';
import type { EntryReader, RecordState, Scope } from '../domain/ports/entries.ts';
import type { NameIndex } from '../domain/ports/names.ts';

/** Two stops further apart than this are two visits, whatever sources say. */
const oneVisitWithin = 14;

const travel = '(?:yet |ever )?(?:come|been|visited|travelled|traveled|gone|set foot)';
const none = new RegExp(`^No (.{2,60}?) (?:has|have|had) ${travel}\\b`, 'i');
const never = new RegExp(`^(.{2,60}?) (?:has|have|had) never (?:yet )?${travel}\\b`, 'i');

/**
 * Facts that cannot both be, by two plain rules. (1) Two visits by one person to one country and, where both name one,
 * one place, on days that exclude each other and lie within a fortnight, when no source gives both: they may be one
 * visit with two dates. (2) "No X has come", "X has never visited" at the beginning of a title or statement, for an
 * office or a person X of the desk, met by a visit of X to one of the fact's countries before its date ends.
 * Opinions, speculation, and what is marked as disputed contradict nothing.
 */
export function contradictions(facts: readonly Fact[], names: NameIndex): Contradiction[] {
  const claims = facts.filter(({ standing }) => standing === 'confirmed' || standing === 'reported');
  const visits = claims.filter(({ visit }) => visit !== undefined);
  const groups = Map.groupBy(visits, ({ visit }) => `${visit?.visitor} ${visit?.host}`);
  const dated = [...groups.values()].flatMap((group) =>
    group.flatMap((one, at) => group.slice(at + 1).flatMap((other) => twoDates(one, other) ?? [])),
  );
  return [...dated, ...claims.flatMap((claim) => met(claim, visits, names))];
}

/** The same facts of a desk are looked at every minute, and change seldom. */
export function rememberContradictions() {
  const seen = new Map<string, { facts: readonly Fact[]; names: NameIndex; found: Contradiction[] }>();
  return (desk: string, facts: readonly Fact[], names: NameIndex): Contradiction[] => {
    const last = seen.get(desk);
    if (last?.facts === facts && last.names === names) return last.found;
    const found = contradictions(facts, names);
    seen.set(desk, { facts, names, found });
    return found;
  };
}

/** Those that one fact is part of, among facts of which it may be one. */
export function contradictionsOf(fact: Fact, facts: readonly Fact[], names: NameIndex): Contradiction[] {
  const others = facts.filter(({ id }) => id !== fact.id && id !== fact.supersedes);
  const near = others.filter(
    ({ visit }) => visit === undefined || fact.visit === undefined || visit.visitor === fact.visit.visitor,
  );
  return contradictions([...near, fact], names).filter(
    ({ one, other }) => one === fact.id || other === fact.id,
  );
}

function twoDates(one: Fact, other: Fact): Contradiction | undefined {
  const [a, b] = [one, other].map(({ dates }) => knownDate(dates[0]?.edtf ?? '')) as [
    ReturnType<typeof knownDate>,
    ReturnType<typeof knownDate>,
  ];
  const [first, second] = (a.earliest ?? '') <= (b.earliest ?? '') ? [a, b] : [b, a];
  if (!first.latest || !second.earliest || first.latest >= second.earliest) return undefined;
  if (addDays(first.latest, oneVisitWithin) < second.earliest) return undefined;
  const cited = new Set(one.sources.map(({ id }) => id));
  if (other.sources.some(({ id }) => cited.has(id))) return undefined;
  const places = [one.visit?.places ?? [], other.visit?.places ?? []] as const;
  const apart = places.every((list) => list.length > 0) && !places[0].some((id) => places[1].includes(id));
  if (apart) return undefined;
  return {
    one: one.id,
    other: other.id,
    says: `may be one visit with two dates: ${first.text} and ${second.text}`,
  };
}

function met(claim: Fact, visits: readonly Fact[], names: NameIndex): Contradiction[] {
  const who = [claim.title, claim.statement].map((text) => none.exec(text)?.[1] ?? never.exec(text)?.[1]);
  const ids = who.flatMap((words) =>
    words ? names.exact(words.replace(/^the /i, ''), ['office', 'person']) : [],
  );
  if (ids.length === 0) return [];
  const { latest } = knownDate(claim.dates[0]?.edtf ?? '');
  return visits.flatMap((fact): Contradiction[] => {
    const { visit } = fact;
    if (!visit || !claim.countries.includes(visit.host)) return [];
    const isWho = ids.some(({ kind, id }) => id === (kind === 'office' ? visit.office : visit.visitor));
    const when = knownDate(fact.dates[0]?.edtf ?? '');
    if (!isWho || (latest !== null && (when.earliest ?? '') > latest)) return [];
    return [{ one: claim.id, other: fact.id, says: `the one says never, the other says ${when.text}` }];
  });
}

/** Of all words of two titles, or of two statements, so many are in both where they say nearly the same. */
const alike = 0.6;

/**
 * Facts that tell what one fact tells already, by two plain rules, on dates that may overlap. (1) Visits by one person to
 * one country and, where both name one, one place. (2) Facts of one kind on the same people and countries whose titles or
 * statements have most of their words in common. A fact is no double of what it supersedes, nor of what supersedes it.
 */
export function mayBeSame(fact: Fact, facts: readonly Fact[]): Fact[] {
  return facts.filter(
    (other) =>
      other.id !== fact.id &&
      other.id !== fact.supersedes &&
      other.supersedes !== fact.id &&
      (sameStop(fact, other) || sameWords(fact, other)) &&
      mayOverlap(fact, other),
  );
}

function sameStop({ visit: one }: Fact, { visit: other }: Fact): boolean {
  if (!one || !other || one.visitor !== other.visitor || one.host !== other.host) return false;
  const isOpen = one.places.length === 0 || other.places.length === 0;
  return isOpen || one.places.some((place) => other.places.includes(place));
}

function sameWords(one: Fact, other: Fact): boolean {
  if (one.visit || other.visit || one.kind !== other.kind) return false;
  if (!sameIds(one.people, other.people) || !sameIds(one.countries, other.countries)) return false;
  return shared(one.title, other.title) >= alike || shared(one.statement, other.statement) >= alike;
}

const sameIds = (one: readonly string[], other: readonly string[]) =>
  new Set(one).symmetricDifference(new Set(other)).size === 0;

/** From 0 to 1. */
function shared(one: string, other: string): number {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  const all = a.union(b).size;
  return all === 0 ? 0 : a.intersection(b).size / all;
}

/** Words of three characters or more, and numbers: the others hold a sentence together and say nothing. */
const wordsOf = (text: string) =>
  new Set(
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/\d+|[\p{L}\p{M}\p{N}]{3,}/gu),
  );

/** Where sources disagree on the date, any of theirs counts. */
function mayOverlap({ dates: one }: Fact, { dates: other }: Fact): boolean {
  return one.some(({ edtf }) => {
    const a = knownDate(edtf);
    return other.some((dated) => {
      const b = knownDate(dated.edtf);
      return notAfter(a.earliest, b.latest) && notAfter(b.earliest, a.latest);
    });
  });
}

/** A side that is open excludes nothing. */
const notAfter = (begin: string | null, end: string | null) => begin === null || end === null || begin <= end;

const pageSize = 500;

/** All published facts of a desk, read again only when the record has changed. */
export class FactMemory {
  readonly #entries: EntryReader;
  readonly #state: RecordState;
  readonly #known = new Map<string, { at: string; facts: Promise<Fact[]> }>();

  constructor(entries: EntryReader, state: RecordState) {
    this.#entries = entries;
    this.#state = state;
  }

  async of(scope: Scope): Promise<Fact[]> {
    const at = await this.#state.at(scope.now);
    const known = this.#known.get(scope.desk);
    if (known?.at === at) return known.facts;
    const facts = this.#read(scope);
    this.#known.set(scope.desk, { at, facts });
    facts.catch(() => this.#known.delete(scope.desk));
    return facts;
  }

  async #read(scope: Scope): Promise<Fact[]> {
    const facts: Fact[] = [];
    for (let offset = 0; ; offset += pageSize) {
      const page = { limit: pageSize, offset };
      const { items, total } = await this.#entries.list(scope, { type: 'fact', order: 'event-oldest' }, page);
      for (const { body } of items) if (body.type === 'fact' && isOut(body)) facts.push(body);
      if (offset + pageSize >= total) return facts;
    }
  }
}

/** A draft or an entry in review claims nothing yet. */
const isOut = ({ state }: Fact) => state === 'published' || state === 'corrected';
