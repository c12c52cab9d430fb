import { knownDate } from '../../../src/domain/dates/date-range.ts';
import { addDays } from '../../../src/domain/dates/day.ts';
import type { Fact } from '../../../src/domain/entry.ts';
import type { Contradiction } from '../../../src/domain/ports/drafts.ts';
import type { NameIndex } from '../../../src/domain/ports/names.ts';
import type { Store } from '../../../src/store/store.ts';
import { scope } from '../fixture.ts';

/** What contradicts what, found the plain way: every fact of a desk is read and held against every other. */

const oneVisitWithin = 14;
const travel = '(?:yet |ever )?(?:come|been|visited|travelled|traveled|gone|set foot)';
const none = new RegExp(`^No (.{2,60}?) (?:has|have|had) ${travel}\\b`, 'i');
const never = new RegExp(`^(.{2,60}?) (?:has|have|had) never (?:yet )?${travel}\\b`, 'i');

export async function allFacts(store: Store, desk: string): Promise<Fact[]> {
  const admin = scope({ desk, role: 'admin', place: 'internal' });
  const facts: Fact[] = [];
  for (let offset = 0; ; offset += 500) {
    const query = { type: 'fact', order: 'event-oldest' } as const;
    const { items, total } = await store.entries.list(admin, query, { limit: 500, offset });
    for (const { body } of items)
      if (body.type === 'fact' && (body.state === 'published' || body.state === 'corrected'))
        facts.push(body);
    if (offset + 500 >= total) return facts;
  }
}

export function contradictions(facts: readonly Fact[], names: NameIndex): Contradiction[] {
  const claims = facts.filter(({ standing }) => standing === 'confirmed' || standing === 'reported');
  const visits = claims.filter(({ visit }) => visit !== undefined);
  const groups = Map.groupBy(visits, ({ visit }) => `${visit?.visitor} ${visit?.host}`);
  const dated = [...groups.values()].flatMap((group) =>
    group.flatMap((one, at) => group.slice(at + 1).flatMap((other) => twoDates(one, other) ?? [])),
  );
  return [...dated, ...claims.flatMap((claim) => met(claim, visits, names))];
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
