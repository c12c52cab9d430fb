import { planLabel } from '../domain/answer/entry-row.ts';
import { countryName, isCovered } from '../domain/desk.ts';
import { sameEvents } from '../domain/facts/same-event.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import { answerArticles } from './articles.ts';
import { answerItself, withoutForm } from './itself.ts';
import { isTraveller, wasThere } from './kinds.ts';
import { answerLists } from './news.ts';
import { answerPassages } from './passages.ts';
import { type Answer, type AskContext, type Cue, type Plan, withUnused } from './plan.ts';
import { readQuestion } from './read/read.ts';
import { type OtherReading, otherReadings } from './read/readings.ts';
import { answerRoles, statedHolders } from './roles.ts';
import { answerVisits } from './visits/answers.ts';
import { noMeeting, whereabouts } from './visits/none.ts';
import { ownOffices } from './visits/stops.ts';

/** Answers a free question from what the desk holds. The first that can tell, in this order, answers. */
export async function ask(
  question: string,
  context: AskContext,
  /** How the reading was changed, see `changesPattern`. */
  said?: string,
): Promise<{ plan: Plan; answer: Answer; others: OtherReading[] }> {
  const read = readQuestion(question, context, said);
  const itself = await answerItself(question, read, context);
  const plan = withoutForm(read);
  if (itself) return { plan, answer: itself, others: [] };
  const [pronoun] = unresolvedIn(question, plan);
  if (pronoun !== undefined) return { plan, answer: ofWhom(pronoun), others: [] };
  const others = otherReadings(plan, context, { said, isVisits: isAboutVisits(plan) });
  return { plan, answer: plan.unsure ? whichOne(plan.unsure) : await answerPlan(plan, context), others };
}

/** Persons, and things where nothing at all is named. */
function unresolvedIn(question: string, { persons, offices, ...plan }: Plan): readonly string[] {
  if (persons.length + offices.length > 0) return [];
  const named =
    plan.countries.length + plan.places.length > 0 ||
    plan.region ||
    plan.content.some(({ topics, organisations }) => topics.length + organisations.length > 0);
  return unresolved.exec(question) ?? (named ? undefined : severalUnresolved.exec(question)) ?? [];
}

/** Stands for a name of another line; a line is read by itself. */
const unresolved = /(?<![\p{L}’'])(?:he|she|him|он|она|ему|ней|ним)(?!\p{L})/iu;

const severalUnresolved = /(?<![\p{L}’'])(?:they|them|они|им)(?!\p{L})/iu;

const ofWhom = (pronoun: string): Answer => ({
  outcome: 'question',
  says: `Whom is “${pronoun}”? Each line is read by itself: write the name.`,
  rows: [],
  reading: 'not decided',
});

/** Two names that are equally near to one word: nothing is answered of either. */
function whichOne({ typed, names }: NonNullable<Plan['unsure']>): Answer {
  const all = names.map(({ label }) => label).slice(0, 5);
  const says = `“${typed}” may be ${all.slice(0, -1).join(', ')} or ${all.at(-1)}. Which one?`;
  return { outcome: 'question', says, rows: [], reading: 'not decided' };
}

async function answerPlan(asked: Plan, context: AskContext): Promise<Answer> {
  const article = await answerArticles(asked, context);
  if (article && 'rows' in article) return withUnused(article, asked, 'articles');
  if (article) return answerPassages({ ...asked, ...article }, context);
  const plan = asked.cues.has('author') ? withWord(asked, 'wrote') : asked;
  const lists = await answerLists(plan, context);
  if (lists) return withUnused(lists, plan, 'lists');
  if (isAboutOffice(plan, context)) {
    const roles = answerRoles(plan, context);
    const reach = "From the desk's own list of roles.";
    const rows = roles?.outcome === 'not_covered' ? await statedHolders(plan, context) : [];
    if (roles) return withUnused({ reach, ...roles, rows }, plan, 'roles');
  }
  const where = await whereabouts(plan, context);
  if (where) return where;
  if (isAboutVisits(plan)) {
    const visits = await answerVisits(plan, context);
    const planned = withCue(plan, 'planned');
    if (visits && isNone(visits) && isOfOneTraveller(plan)) {
      const stated = await answerPassages(planned, context);
      if (stated.outcome === 'ok') return { ...visits, rows: [...asPlanned(stated.rows), ...visits.rows] };
    }
    if (visits?.outcome === 'not_covered' && plan.asked === 'list') {
      const stated = await answerPassages(planned, context);
      if (stated.outcome !== 'ok') return visits;
      return visits.rows.length > 0
        ? { ...visits, rows: [...visits.rows, ...labelled(stated.rows, 'Also stated')] }
        : { ...stated, ...(visits.says && { reach: visits.says }) };
    }
    // People meet without a journey, too: no register can say that they have not.
    const isOfMeeting = plan.cues.has('meet') && !plan.cues.has('visit');
    if (visits && isNone(visits) && isOfMeeting) return meetings(plan, context);
    if (visits && isOfNot(plan)) return { ...visits, ...onlyMade };
    if (visits?.outcome === 'not_covered' && visits.rows.length === 0 && isOfOneTraveller(plan)) {
      const both = await namesBoth(plan, context);
      if (!both) return visits;
      const told = both.rows.filter(({ entry: { body } }) =>
        plan.persons.flat().some((id) => isTraveller(id, body, context.desk)),
      );
      if (told.length === 0) return { ...visits, rows: nearest(both.rows) };
      const { reach: _, ...rest } = both;
      return { ...rest, says: 'No register covers it. What entries tell of it:', rows: told };
    }
    if (visits) return isNone(visits) ? visits : await withMeetings(visits, plan, context);
    // Beyond the registers only plans and what somebody writes can tell of a journey.
    if (plan.cues.has('visit')) {
      const stated = await answerPassages(planned, context);
      if (stated.outcome === 'ok' || !isOfOneTraveller(plan)) return stated;
      const told = await answerPassages(withCue(plan, 'travelled'), context);
      if (told.outcome === 'ok') return told;
      return (await namesBoth(plan, context)) ?? (stated.rows.length === 0 ? told : stated);
    }
    const met = await meetings(plan, context);
    return met.outcome === 'ok' ? met : ((await noMeeting(plan, context)) ?? met);
  }
  const stated = await answerPassages(plan, context);
  if (stated.outcome !== 'not_found') return stated;
  const rows = plan.offices.length > 0 ? await statedHolders(plan, context) : [];
  if (rows.length > 0) return { outcome: 'ok', rows, reading: stated.reading };
  return { ...stated, ...(await nearestVisit(plan, context)) };
}

/** Of somebody whom no register covers, at a place or in a country: events there that name both, whatever they were. */
async function namesBoth(asked: Plan, context: AskContext): Promise<Answer | undefined> {
  if (asked.places.length + asked.countries.length === 0 || asked.asked === 'count') return undefined;
  const { order: _, ...plan } = asked;
  const cues = new Set(plan.cues);
  cues.delete('visit');
  const both = await answerPassages({ ...plan, cues, asked: 'list' }, context);
  const { desk } = context;
  const { places } = desk.definition;
  const persons = plan.persons.flat();
  // What concerns a country need not have happened there.
  const isThere = (ids: readonly string[]) =>
    plan.places.length > 0 ||
    places.some(({ id, country }) => ids.includes(id) && plan.countries.some((one) => one.id === country));
  const isEvent = ({ entry: { body } }: Answer['rows'][number]) =>
    body.type === 'fact' &&
    (body.kind === 'event' || body.kind === 'visit') &&
    (isThere(body.places)
      ? persons.some((id) => wasThere(id, body, desk))
      : plan.countries.every(({ id }) => body.statement.includes(countryName(desk, id))) &&
        persons.some((id) => isTraveller(id, body, desk)));
  const rows = both.outcome === 'ok' ? both.rows.filter(isEvent) : [];
  return rows.length === 0
    ? undefined
    : { ...both, rows, reach: 'In no register of travel: events there that name the visitor.' };
}

/** What tells of meetings; who never met, and which of an office met a country's leader first, no register has. */
async function meetings(plan: Plan, context: AskContext): Promise<Answer> {
  const met = await answerPassages(plan, context);
  const isOfOffice = plan.cues.has('meet') && plan.persons.length === 0 && plan.offices.length > 0;
  const isOfNone = plan.cues.has('never') && (plan.asked === 'which' || plan.asked === 'who');
  if (met.outcome !== 'ok' || !isOfOffice || !(isOfNone || (plan.order && !plan.region))) return met;
  const says = 'Not known to this desk: no register has all meetings. Recorded:';
  return { ...met, outcome: 'not_found', says, rows: nearest(met.rows) };
}

/** Meetings of the persons named that are no visit of the register, the last first. */
async function withMeetings(visits: Answer, plan: Plan, context: AskContext): Promise<Answer> {
  if (!plan.cues.has('meet') || plan.persons.length < 2 || visits.outcome !== 'ok' || plan.order)
    return visits;
  const stated = await answerPassages(plan, context);
  const known = visits.counted ?? [];
  const isTold = (entry: StoredEntry) =>
    known.includes(entry) || sameEvents([entry, ...known]).some((pair) => pair.includes(entry));
  const more = stated.outcome === 'ok' ? stated.rows.filter(({ entry }) => !isTold(entry)) : [];
  return { ...visits, rows: [...visits.rows, ...labelled(more, 'Also stated')] };
}

/** `which countries did Kerry not visit` */
const isOfNot = ({ cues, asked, persons }: Plan): boolean =>
  cues.has('never') && !cues.has('again') && (asked === 'which' || asked === 'where') && persons.length === 1;

const onlyMade = {
  outcome: 'not_found' as const,
  says: 'Not known to this desk. Only visits that took place are recorded:',
};

/** Of a visit of one person asked with words that no entry says: the visit itself, where the register has one. */
async function nearestVisit(plan: Plan, context: AskContext): Promise<Pick<Answer, 'rows'> | undefined> {
  const bare = { ...plan, content: [] };
  if (!isOfOneTraveller(plan) || !isAboutVisits(bare)) return undefined;
  const visits = await answerVisits(bare, context);
  const [row] = visits?.outcome === 'ok' && !isNone(visits) ? visits.rows : [];
  return row && { rows: [{ ...row, label: 'Nearest' }] };
}

/** What no article explains is a word that an entry must say. */
const withWord = (plan: Plan, word: string): Plan => ({
  ...plan,
  content: [...plan.content, { word, typed: word, topics: [], organisations: [] }],
});

const withCue = (plan: Plan, cue: Cue): Plan => ({ ...plan, cues: new Set([...plan.cues, cue]) });

const nearest = (rows: Answer['rows']): Answer['rows'] =>
  rows.slice(0, 2).map((row, at) => ({ ...row, ...(at === 0 && { label: 'Nearest' }) }));

const labelled = (rows: Answer['rows'], label: string) =>
  rows.slice(0, 2).map(({ entry }) => ({ entry, label }));

const asPlanned = (rows: Answer['rows']) =>
  rows.slice(0, 1).map(({ entry }) => ({ entry, label: planLabel(entry.body) }));

/** The register has no row of it. */
const isNone = ({ outcome, counted }: Answer): boolean => outcome === 'ok' && counted?.length === 0;

const isOfOneTraveller = ({ cues, persons }: Plan): boolean =>
  cues.has('visit') && persons.length === 1 && persons[0]?.length === 1;

/** `who came after Powell` */
const isSuccession = ({ asked, limits, beside, persons, content, countries, places }: Plan): boolean =>
  asked === 'who' &&
  !limits.some(({ part, typed }) => part === 'visit' && !/^c[ao]m/i.test(typed)) &&
  beside !== undefined &&
  persons.length + content.length + countries.length + places.length === 0;

/** An office without a journey: nothing else is asked but who held it, and when. */
function isAboutOffice(plan: Plan, { desk }: AskContext): boolean {
  if (isSuccession(plan)) return true;
  if (
    plan.content.length > 0 ||
    plan.cues.has('visit') ||
    plan.cues.has('meet') ||
    plan.cues.has('opinion') ||
    plan.cues.has('view')
  )
    return false;
  if (
    plan.places.length > 0 ||
    plan.extreme ||
    plan.cues.has('compare') ||
    plan.cues.has('future') ||
    plan.cues.has('planned')
  )
    return false;
  if (plan.offices.length === 0 && !plan.cues.has('lead')) return false;
  if (plan.asked === 'why' || plan.asked === 'where' || plan.nth) return false;
  const held = ownOffices(plan, desk);
  const own = new Set(
    (held.length > 0 ? held : plan.offices.flat()).map(
      (id) => desk.definition.offices.find((one) => one.id === id)?.country,
    ),
  );
  if (plan.region && [...own].every((id) => !isCovered(desk, id ?? ''))) return false;
  // The president of a country whose president the desk does not list.
  if (
    plan.asked === 'who' &&
    !plan.region &&
    plan.persons.length === 0 &&
    plan.countries.every(({ end }) => end !== 'to')
  )
    return true;
  return plan.countries.every(({ id }) => own.has(id) || plan.offices.length === 0);
}

/** Journeys and meetings: every word is explained by names, times and the grammar. */
function isAboutVisits(plan: Plan): boolean {
  if (
    plan.content.length > 0 ||
    plan.cues.has('opinion') ||
    plan.cues.has('view') ||
    plan.cues.has('dispute') ||
    plan.cues.has('planned') ||
    plan.cues.has('future') ||
    plan.cues.has('long')
  )
    return false;
  const { cues } = plan;
  if (cues.has('happen') && !cues.has('visit') && !cues.has('meet')) return false;
  const named = plan.persons.length + plan.offices.length > 0;
  const where = plan.countries.length + plan.places.length > 0 || plan.region !== undefined;
  if (cues.has('visit'))
    return (
      named ||
      where ||
      plan.range.since !== undefined ||
      plan.extreme !== undefined ||
      plan.asked === 'count' ||
      plan.order !== undefined
    );
  if (plan.offices.length > 1) return false;
  if (cues.has('meet')) return named;
  if (plan.asked === 'where' && plan.persons.length > 0) return true;
  // `the first US official in Nairobi`
  if (cues.has('official') && plan.countries.some(({ adjective }) => adjective))
    return plan.countries.length + plan.places.length > 1 || plan.region !== undefined;
  return (
    (named && where) ||
    plan.persons.length > 1 ||
    (named && (plan.order !== undefined || cues.has('compare')))
  );
}
