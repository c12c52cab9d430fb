import { countryName, nameOf } from '../domain/desk.ts';
import type { EntryBody } from '../domain/entry.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import { normalise } from '../search/names/phonetic-key.ts';
import { stemOf } from '../search/names/tokens.ts';
import { isEveryday } from '../search/names/world.ts';
import { type Evidence, weigh } from './evidence.ts';
import { isOfOthers, isVoteAsked, kindFits, mainText, untold } from './kinds.ts';
import type { AskContext, Plan } from './plan.ts';
import { holdsWord } from './said.ts';

/** Entries looked at for one question, by its words and by its names. */
const looked = 60;
/** Facts looked through for those on which sources disagree, where nothing else is named. */
const lookedThrough = 500;

/** Entries that may answer, with what each lacks of the question; the nearest first. */
export async function candidates(plan: Plan, context: AskContext): Promise<Evidence[]> {
  const { desk } = context;
  const { entries } = await context.passages(wordsOf(plan, context), plan.range, looked);
  const listed = await listedByName(plan, context);
  const all = [...new Map([...entries, ...listed].map((entry) => [entry.body.id, entry])).values()];
  const isFrom = ({ sources }: EntryBody) =>
    plan.restsOn === undefined || sources.some(({ id }) => plan.restsOn?.includes(id));
  return all
    .filter(
      ({ body }) =>
        isFrom(body) &&
        kindFits(body, plan, desk) &&
        isVoteAsked(body, plan) &&
        !isOfOthers(body, plan, desk),
    )
    .map((entry) => weigh(entry, plan, desk))
    .map((one) => ({ ...one, missing: [...one.missing, ...untold(one.entry.body, plan)] }))
    .map((one) => ({ one, rank: rankOf(one, plan) }))
    .sort((a, b) => byRank(a.rank, b.rank))
    .map(({ one }) => one);
}

/** What is nearest to the question has the least numbers, of which the first that differs decides. */
function rankOf(one: Evidence, plan: Plan): number[] {
  const lacks = [one.missing.length, namesMissing(one, plan)];
  const loose = looseness(one, plan);
  if (one.missing.length > 0 || plan.asked === 'count' || plan.asked === 'amount')
    return [...lacks, -ownWords(one, plan), loose];
  return [...lacks, -saidFirst(one, plan), -saidWords(one, plan), -matter(one, plan), loose];
}

const byRank = (a: readonly number[], b: readonly number[]): number =>
  a.map((rank, at) => rank - (b[at] ?? rank)).find((difference) => difference !== 0) ?? 0;

/**
 * Of entries that answer: facts before opinions, then what matters and says the very words of the question; of two alike
 * what matters more.
 */
const matter = (one: Evidence, plan: Plan): number => {
  const { weight } = one.entry.body;
  const ahead = plan.cues.has('future') || plan.cues.has('planned');
  const loose = looseness(one, plan);
  return ownWords(one, plan) + weight * 1.01 - (ahead ? 10 * loose : 10 * Math.floor(loose / 10));
};

/** What is about the names asked is nearer than what shares a word. */
const namesMissing = ({ missing }: Evidence, { content }: Plan): number =>
  missing.filter(
    (label) =>
      label !== 'together' &&
      !content.some(({ word, organisations }) => word === label && organisations.length === 0),
  ).length;

/** Facts before opinions and briefs, and what is about one organisation before what names several. */
function looseness({ entry: { body } }: Evidence, plan: Plan): number {
  const own = body.type === 'fact' && body.standing !== 'opinion' && body.standing !== 'speculation';
  const ahead = plan.cues.has('future') || plan.cues.has('planned');
  if (ahead && body.type === 'fact')
    return body.kind === 'plan' ? 0 : body.standing === 'speculation' ? 1 : 2;
  const kind = plan.cues.has('opinion') || own ? 0 : body.type === 'fact' ? 10 : 20;
  const named = plan.content.some(({ organisations }) => organisations.length > 0);
  return kind + (named ? Math.min(body.organisations.length, 9) : 0);
}

/** Whether the entry says every word of the question, or one that means it, itself and not by its topic. */
export const saysAll = (one: Evidence, plan: Plan): boolean => saidWords(one, plan) === plan.content.length;

/** How many words of the question, or words that mean them, an entry says itself. */
const saidWords = ({ entry: { body }, words, stems }: Evidence, { content }: Plan): number =>
  content.filter((one) => holdsWord({ ...one, topics: [] }, { ...body, topics: [] }, words, stems)).length;

/** How many it says in its title and statement, and not only in a note. */
export const saidFirst = (one: Evidence, plan: Plan): number => {
  const words = normalise(mainText(one.entry.body)).split(' ');
  return saidWords({ ...one, words, stems: new Set(words.flatMap(stemOf)) }, plan);
};

/** How many words of the question an entry says itself, not only by its topic. */
export const ownWords = ({ words, stems }: Evidence, plan: Plan): number => {
  const text = new Set(words);
  return plan.content.filter(
    ({ word }) =>
      text.has(word) ||
      normalise(word)
        .split(' ')
        .every((part) => text.has(part) || stemOf(part).some((stem) => stems.has(stem))),
  ).length;
};

function wordsOf(plan: Plan, { desk }: AskContext): string {
  return [
    ...plan.content.flatMap(({ word }) => [word, ...unprefixed(word)]),
    ...plan.persons.map((ids) => nameOf(desk, 'people', ids[0] ?? '')),
    ...plan.places.map(({ label }) => label),
    ...plan.countries.map(({ id }) => countryName(desk, id)),
    ...(plan.content.length === 0 && plan.offices.length > 0
      ? [nameOf(desk, 'offices', plan.offices[0]?.[0] ?? '')]
      : []),
  ].join(' ');
}

/** `election` of `reelection`: texts may write it with a hyphen, which makes it two words to look for. */
const unprefixed = (word: string): string[] => {
  const rests = [2, 3, 4, 5].map((at) => word.slice(at));
  return rests.filter((rest) => rest.length >= 5 && isEveryday(rest)).slice(0, 1);
};

/** Entries of the names alone, where words of the question find none. */
async function listedByName(plan: Plan, { entries, scope }: AskContext): Promise<StoredEntry[]> {
  const [person] = plan.persons.flat();
  const [country] = plan.countries;
  const [place] = plan.places;
  const [content] = plan.content.filter(
    ({ organisations, topics }) => organisations.length + topics.length > 0,
  );
  const query = {
    ...(person && plan.persons[0]?.length === 1 && { person }),
    ...(country && { country: country.id }),
    ...(place && { place: place.id }),
    ...(content?.organisations[0]
      ? { organisation: content.organisations[0] }
      : content?.topics[0]
        ? { topic: content.topics[0] }
        : {}),
    ...plan.range,
  };
  const isOpen = Object.keys(query).length === Object.keys(plan.range).length;
  if (isOpen && plan.cues.has('dispute') && plan.content.length + plan.offices.length === 0)
    return entries.first(scope, { ...query, type: 'fact', order: 'weight' }, lookedThrough);
  if (Object.keys(query).length === 0) return [];
  return entries.first(scope, { ...query, order: plan.range.since ? 'event-newest' : 'weight' }, looked);
}
