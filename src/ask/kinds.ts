import { mayFallOutside, preferredDate } from '../domain/dates/date-range.ts';
import type { Day } from '../domain/dates/day.ts';
import { countryName, type Desk } from '../domain/desk.ts';
import type { EntryBody } from '../domain/entry.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import { normalise } from '../search/names/phonetic-key.ts';
import { stemOf } from '../search/names/tokens.ts';
import { type Evidence, familyOf, officersIn, textsOf } from './evidence.ts';
import type { ContentWord, Limit, Plan } from './plan.ts';
import { countsAsked, hasNumber } from './quote.ts';
import { holdsWord } from './said.ts';
import { narrowed } from './visits/stops.ts';

const prices = new Set(['price', 'prices', 'cost', 'costs', 'fee', 'fees']);
const paid = /\b(?:prices?|cost\w*|fees?|pay\w*|paid|worth|sells?|sold|charge[sd]?)\b/i;
const money =
  /[$€£¥]|\b(?:dollars?|euros?|pounds?|roubles?|rubles?|tenge|soms?|soums?|somoni|manats?|yuan|yen|crowns?)\b/i;

/** `price of gas`, `gas price`; a price among other words, as in `fuel price protests`, is only a word. */
const asksPrice = ({ asked, cues, content }: Plan): boolean =>
  cues.has('price') ||
  ((asked === 'list' || asked === 'what' || asked === 'amount') &&
    content.length > 1 &&
    prices.has(content.at(-1)?.word ?? ''));

/** A sum of money beside what it is the price of. */
function tellsPrice(body: EntryBody, { content }: Plan): boolean {
  const things = content.filter(({ word }) => !prices.has(word));
  // Where one organisation alone is named, a sentence need not name it again.
  const organisations = body.organisations.length === 1 ? body.organisations : [];
  const untagged = { ...body, topics: [], organisations };
  return sentencesOf(body).some((sentence) => {
    if (!hasNumber(sentence) || !money.test(sentence) || !paid.test(sentence)) return false;
    const words = normalise(sentence).split(' ');
    const stems = new Set(words.flatMap(stemOf));
    return things.some((thing) => holdsWord(thing, untagged, words, stems));
  });
}

/** What a vote is for, by the word of the question, as an entry says it. */
const votes: Readonly<Record<string, RegExp>> = {
  presidential:
    /\b(?:elect\w*|vot\w+ for|chose) (?:a |its |the )?president|\bpresidential (?:\w+ )?(?:election|vote)/i,
  parliamentary:
    /\b(?:elect\w*|vot\w+ for|chose) (?:a |its |the )?(?:new )?(?:parliament|supreme council|assembly|lower house|deput)|\bparliamentary (?:\w+ )?(?:election|vote)/i,
};

const vote = /\b(?:elect\w*|vot\w+|polls?|ballots?|referendums?)\b/;

/** A topic holds votes of every kind: the entry itself must say the kind asked for. */
export function isVoteAsked(body: EntryBody, { content }: Plan): boolean {
  if (!content.some(({ word }) => vote.test(word))) return true;
  const kinds = content.flatMap(({ word }) => word.split(' ').flatMap((part) => votes[part] ?? []));
  return kinds.every((kind) => kind.test(mainText(body)));
}

/** A kind of vote, which `isVoteAsked` has every entry say in words of its own. */
export const isKindOfVote = (word: string): boolean =>
  vote.test(word) && word.split(' ').some((part) => votes[part] !== undefined);

/**
 * A word of a topic in an entry of another topic, about an organisation that was not asked for, which does not name the
 * country: `UNESCO elects its director-general` tells of no election in the country where it met.
 */
export function isOfOthers(body: EntryBody, { content, countries }: Plan, desk: Desk): boolean {
  if (body.organisations.length === 0 || countries.length === 0) return false;
  if (content.some(({ organisations }) => organisations.length > 0)) return false;
  const topics = content.flatMap((word) => word.topics);
  if (topics.length === 0 || topics.some((id) => body.topics.includes(id))) return false;
  const text = mainText(body).toLowerCase();
  return countries.every(({ id }) => !text.includes(stemOfCountry(countryName(desk, id))));
}

const stemOfCountry = (name: string) => name.toLowerCase().replace(/(?:i?stan|ia|a)$/, '');

export const mainText = (body: EntryBody) =>
  [body.title, ...(body.type === 'fact' ? [body.statement] : textsOf(body))].join(' ');

const segmenter = new Intl.Segmenter('en-GB', { granularity: 'sentence' });

const sentencesOf = (body: EntryBody): string[] =>
  [body.title, ...textsOf(body)].flatMap((text) =>
    [...segmenter.segment(text)].map(({ segment }) => segment),
  );

/** Whether an entry is of a kind that answers. */
export function kindFits(body: EntryBody, plan: Plan, desk: Desk): boolean {
  if (plan.cues.has('dispute'))
    return body.type === 'fact' && (body.dates.length > 1 || body.disagreements.length > 0);
  // A text that names both persons does not say that they met.
  const meets = plan.cues.has('meet') && plan.persons.length > 0 && plan.content.length === 0;
  if (meets && !plan.cues.has('opinion'))
    return (
      body.type === 'fact' &&
      (body.kind === 'event' || body.kind === 'visit' || body.kind === 'plan') &&
      (plan.persons.length < 2 || together.test(textsOf(body).join(' '))) &&
      !mayFallOutside(preferredDate(body), plan.range)
    );
  if (plan.cues.has('meet') && plan.offices.length > 0 && plan.content.length === 0 && !meets)
    return isOfOfficers(body, plan, desk);
  if (plan.cues.has('travelled'))
    return (
      body.type === 'fact' &&
      body.kind === 'event' &&
      plan.persons.flat().some((id) => isTraveller(id, body, desk))
    );
  // Countries that an entry names have not met by that.
  const isOfStates =
    plan.cues.has('meet') && plan.persons.length + plan.offices.length + plan.content.length === 0;
  if (isOfStates && !together.test([body.title, ...textsOf(body)].join(' '))) return false;
  const isView =
    body.type === 'brief'
      ? body.author !== undefined
      : body.standing === 'opinion' || body.standing === 'speculation';
  if (plan.cues.has('view') && !isView) return false;
  // What is to come and says no journey tells of none.
  const journey =
    plan.cues.has('visit') && (['planned', 'future', 'view'] as const).some((cue) => plan.cues.has(cue));
  if (journey && plan.content.length === 0 && !travels.test(textsOf(body).join(' '))) return false;
  if (plan.cues.has('planned'))
    return (
      body.type === 'fact' &&
      (body.kind === 'plan' || body.standing === 'speculation' || body.standing === 'opinion')
    );
  if (plan.cues.has('future'))
    return body.type === 'brief' ? plan.asked !== 'when' : body.kind !== 'event' && body.kind !== 'visit';
  return true;
}

/** A meeting of holders of the offices; with the leaders of the region it names one of each country. */
function isOfOfficers(body: EntryBody, plan: Plan, desk: Desk): boolean {
  if (body.type !== 'fact' || (body.kind !== 'event' && body.kind !== 'visit')) return false;
  if (!together.test(textsOf(body).join(' '))) return false;
  if (plan.offices.some((ids) => officersIn(body, narrowed(ids, plan, desk), desk).length === 0))
    return false;
  const { countries, people } = desk.definition;
  const homes = new Set(people.filter(({ id }) => body.people.includes(id)).map(({ country }) => country));
  const isOfAll = plan.region !== undefined && (plan.cues.has('official') || plan.offices.length > 1);
  return !isOfAll || countries.every(({ id, covered }) => !covered || homes.has(id));
}

/** What an entry says that tells of something not done. */
const negation =
  /\b(?:no|not|never|without|nobody|none|neither|nor|yet|lacks?|refus\w+|rejects?|rejected|turn(?:s|ed)? down)\b|n[’']t\b/i;

/** A question for what is not so is answered by no entry that only says what is. */
const isDenied = (body: EntryBody, { cues, content }: Plan): boolean =>
  !cues.has('never') || content.length === 0 || negation.test([body.title, ...textsOf(body)].join(' '));

/** `a planned change`: asked whether it has been done, what is told as a plan alone does not say so. */
function isOnlyPlanned(body: EntryBody, { asked, cues, content }: Plan): boolean {
  if (asked !== 'whether' || cues.has('planned') || cues.has('future')) return false;
  const text = [body.title, ...textsOf(body)].join(' ');
  const done = text.replace(/\b(?:planned|proposed|intended) \p{L}+/giu, ' ');
  if (done === text) return false;
  const isSaid = (one: ContentWord, words: string[]) =>
    holdsWord({ ...one, topics: [] }, body, words, new Set(words.flatMap(stemOf)));
  const [all, rest] = [text, done].map((each) => normalise(each).split(' ')) as [string[], string[]];
  return content.some((one) => isSaid(one, all) && !isSaid(one, rest));
}

/** What people do who meet, or speak by telephone. */
const together =
  /\b(?:met|meet\w*|receiv\w+|host\w*|summits?|talks?|talked|visit\w*|spoke|speak\w*|telephon\w+|calls?|called|together|sign\w*|welcom\w+|greet\w*|open\w*)\b/i;

/** `Putin's first journey`: one sentence has the name and then the journey. */
export function isTraveller(id: string, body: EntryBody, desk: Desk): boolean {
  const journey = /^[^.]{0,80}\b(?:visit(?:s|ed|ing)?|travel\w*|trips?|tour(?:s|ed)?|journeys?)\b/i;
  const family = familyOf(desk, id);
  return [body.title, ...textsOf(body)].some((text) =>
    text
      .split(family)
      .slice(1)
      .some((after) => journey.test(after)),
  );
}

const coming =
  /\b(?:visit|travel|trip|tour|journey|summit|meeting|talks)\w*|\b(?:met|received|hosted|attended|arrived|came)\b/i;

/** A sentence that names the person beside a journey or a meeting. */
export const wasThere = (id: string, body: EntryBody, desk: Desk): boolean =>
  sentencesOf(body).some((sentence) => sentence.includes(familyOf(desk, id)) && coming.test(sentence));

const travels = /\b(?:visit|travel|trip|tour|journey)\w*|\bcome to\b/i;

/** What tells that a limit of the question holds, where other words say what it limits. */
const limited: Partial<Record<Limit['part'], { typed: RegExp; told: RegExp }>> = {
  visit: {
    typed: /^(?:visit|travel|trip|tour|journey|визит|поездк)/i,
    told: /\b(?:visit|travel|trip|tour|journey)\w*/i,
  },
  meet: {
    typed: /^(?:meet|met\b|встреч)/i,
    told: /\b(?:met|meet\w*|summits?|talks?|talked|receiv\w+|host\w*|gather\w*|attend\w*|spoke)\b/i,
  },
  lead: {
    typed: /./,
    told: /\b(?:lead\w*|led|head\w*|chief|chair\w*|president|minister|rul\w+|govern\w*|power|office|terms?|succe\w+)\b/i,
  },
};
const spoken =
  /\b(?:sa(?:id|ys?)|told|tells|announc\w+|call(?:s|ed)|warn\w*|declar\w+|offer\w*|stat(?:es|ed)|according|regards?|makes? known|made known|would|will|recognis\w+|ask(?:s|ed)|demand\w*|reject\w*)\b/;
const most = /\b(?:most|largest|biggest|highest|greatest)\b/i;
const fewest = /\b(?:least|fewest|lowest|smallest)\b/i;

/** Limits of the question that an entry does not tell of. */
export function untold(body: EntryBody, plan: Plan): string[] {
  const text = [body.title, ...textsOf(body)].join(' ');
  const isTold = ({ part, typed }: Limit) => {
    if (part === 'extreme') return saysBeside(body, plan, plan.extreme === 'most' ? most : fewest);
    if (part === 'doer') return doesIt(typed, body, plan);
    if (part === 'speaker') return new RegExp(`${stemOfCountry(typed)}[^.]*${spoken.source}`, 'i').test(text);
    const { typed: asked, told } = limited[part] ?? {};
    return (
      plan.content.length === 0 ||
      !told ||
      !asked?.test(typed) ||
      told.test(text) ||
      (part === 'visit' && body.type === 'fact' && body.kind === 'visit')
    );
  };
  return plan.limits.filter((limit) => !isTold(limit)).map(({ typed }) => typed);
}

/** Whether a sentence names the country before something of what it did. */
function doesIt(country: string, body: EntryBody, { content }: Plan): boolean {
  const untagged = { ...body, topics: [] };
  return sentencesOf(body).some((sentence) => {
    const at = sentence.toLowerCase().indexOf(stemOfCountry(country));
    const words = at < 0 ? [] : normalise(sentence.slice(at)).split(' ');
    const stems = new Set(words.flatMap(stemOf));
    return content.some((one) => holdsWord(one, untagged, words, stems));
  });
}

/** Whether a sentence says this of what is asked. */
export function saysBeside(body: EntryBody, { content }: Plan, said: RegExp): boolean {
  const untagged = { ...body, topics: [] };
  return sentencesOf(body).some((sentence) => {
    if (!said.test(sentence)) return false;
    const words = normalise(sentence).split(' ');
    const stems = new Set(words.flatMap(stemOf));
    return content.length === 0 || content.some((one) => holdsWord(one, untagged, words, stems));
  });
}

const times = /\b(?:once|twice|thrice|times)\b/i;

/** Whether the kind of answer is there: a number for "how many", a length of time for "how long". */
export function fits({ entry }: Evidence, plan: Plan): boolean {
  const texts = textsOf(entry.body).join(' ');
  if (!isDenied(entry.body, plan) || isOnlyPlanned(entry.body, plan)) return false;
  if (plan.cues.has('long'))
    return plan.content.length > 0 && /\d+ (?:minutes?|hours?|days?|weeks?|months?|years?)/.test(texts);
  if (plan.cues.has('often')) return saysBeside(entry.body, plan, times);
  if (asksPrice(plan)) return tellsPrice(entry.body, plan);
  if (plan.asked === 'count' || plan.asked === 'amount') return countsAsked(entry.body, plan);
  return true;
}

/** What an entry tells lies ahead. */
export const isAhead = ({ body, earliest, latest }: StoredEntry, today: Day): boolean =>
  (earliest ?? '') >= today || (body.type === 'fact' && body.kind === 'plan' && (latest ?? '') >= today);

/** An event which says itself, in its first sentences, every word asked, and is on the topics that the words name. */
export function isEventOf(body: EntryBody, { content }: Plan): boolean {
  if (body.type !== 'fact' || !['event', 'visit', 'plan'].includes(body.kind)) return false;
  const words = normalise(mainText(body)).split(' ');
  const stems = new Set(words.flatMap(stemOf));
  const bare = { ...body, topics: [], organisations: [] };
  return content.every(
    (one) =>
      holdsWord({ ...one, organisations: [] }, bare, words, stems) &&
      (one.topics.length === 0 || one.topics.some((id) => body.topics.includes(id))),
  );
}
