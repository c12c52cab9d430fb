import { preferredDate } from '../domain/dates/date-range.ts';
import { count, formatDay } from '../domain/dates/day.ts';
import { shortDate } from '../domain/dates/event-date.ts';
import { countryName, type Desk, inWords, nameOf } from '../domain/desk.ts';
import { manageLine } from '../domain/ports/answerer.ts';
import type { EntryQuery } from '../domain/ports/entries.ts';
import { findCoverage } from '../domain/sources/coverage.ts';
import { coverageInShort } from '../domain/sources/coverage-text.ts';
import { capital } from '../domain/text.ts';
import { type Standing, standingMeanings, standingSigns, standings } from '../domain/vocabulary.ts';
import { aboutOf } from './news.ts';
import type { Answer, AskContext, Plan } from './plan.ts';
import { itself, type Subject, small, subjectsOf } from './subjects.ts';

/** `what does reported mean`, `что значит ✅` */
const asksMeaning =
  /\b(?:difference|mean|means|meaning|stand for|define|definition)\b|^(?:what(?:['’]?s| is)|wat is) an? |что (?:значит|такое)/i;
const meaningWords = new Set(
  'mean means meaning stand stands define definition word term label sign symbol icon emoji difference between vs versus значит такое'.split(
    ' ',
  ),
);

const terms: Readonly<Record<string, string>> = {
  standing: 'How far an entry can be relied on: confirmed, reported, disputed, opinion or speculation.',
  brief: 'The summary of one article: what it says, its key points, its author and source.',
  fact: 'One dated statement in the desk’s own words, with its sources and its standing.',
  entry: 'A brief or a fact: everything that the desk publishes.',
  register:
    'A source that lists something completely up to a day: only within it the desk says “none recorded”.',
  digest: 'What the desk has published since the last one, posted to a channel when it is due.',
  grade: 'How reliable a source is, from A (reliable) to F (cannot be judged).',
  weight: 'How much an entry matters, from 1 to 5; the weightiest lead the digest.',
  ...Object.fromEntries(
    standings.flatMap((one: Standing) =>
      [one, standingSigns[one]].map((term) => [
        term,
        `${standingSigns[one]} ${one}: ${standingMeanings[one]}.`,
      ]),
    ),
  ),
};

/** What a line asks about the desk itself and not about its region: sources, reach, words; undefined for any other. */
export async function answerItself(
  question: string,
  plan: Plan,
  context: AskContext,
): Promise<Answer | undefined> {
  const words =
    question
      .toLowerCase()
      .replace(/['’ʼ]s\b/g, '')
      .replace(/n['’ʼ]t\b/g, ' not')
      .replace(/\b(do|does|did|is|are|was|were|has|have|had|ca)nt\b/g, '$1 not')
      .match(/up to date|[\p{L}\p{N}]+(?:[-+][\p{L}\p{N}]+)*|\p{Extended_Pictographic}\ufe0f?/gu) ?? [];
  const term = termIn(question, words);
  if (term) return { outcome: 'ok', says: term, rows: [], reading: 'a word of the desk' };
  const size = await sizeOf(plan, context);
  if (size) return size;
  const asked = subjectsOf(
    words.map((word) => (word === 'up to date' ? 'up-to-date' : word)),
    context,
  );
  const told = await Promise.all(asked.map((subject) => answers[subject](context, plan)));
  const says = told.flatMap((one) => one.says ?? []);
  const reach = told.flatMap((one) => one.reach ?? []);
  const [first] = told;
  return (
    first && {
      outcome: 'ok',
      reading: ['the desk itself', ...asked.map((subject) => names[subject])].join(' · '),
      ...first,
      ...(says.length > 0 && { says: says.join(' ') }),
      ...(reach.length > 0 && { reach: reach[0] ?? '' }),
    }
  );
}

const names: Record<Subject, string> = {
  ...{ trust: 'reliability', machine: 'how it answers', topics: 'topics', countries: 'countries' },
  ...{ fresh: 'how new it is', keeper: 'who keeps it', sources: 'sources', digests: 'digests' },
  ...{ gaps: 'what it lacks', reach: 'how far it goes' },
};

function termIn(question: string, words: readonly string[]): string | undefined {
  if (!asksMeaning.test(question)) return undefined;
  const said = words.filter(
    (one) => terms[one] !== undefined || ![meaningWords, small, itself].some((known) => known.has(one)),
  );
  const told = [...new Set(said)].map((one) => terms[one]);
  return told.length > 0 && told.every((one) => one !== undefined) ? told.join(' ') : undefined;
}

const answers: Record<
  Subject,
  (context: AskContext, plan: Plan) => Promise<Pick<Answer, 'says' | 'reach' | 'rows' | 'more'>>
> = {
  async trust() {
    return {
      says: 'Each entry names its sources and says how far it can be relied on.',
      reach: `${standings.map((one) => `${standingSigns[one]} ${one}: ${standingMeanings[one]}`).join('; ')}.`,
      rows: [],
      more: sourcesOf,
    };
  },
  async digests({ desk: { definition } }) {
    const { name } = definition.countries[0] ?? definition;
    return {
      says: `A channel gets digests by ${manageLine('digest subscribe')}, for example “daily at 9, ${name}”; ${manageLine('digest unsubscribe')} ends one.`,
      reach: `${manageLine('digest list')} shows them and when the next one comes.`,
      rows: [],
    };
  },
  async machine() {
    return {
      says: 'No language model: every sentence is an entry’s own, found by fixed rules, with its source.',
      rows: [],
      more: sourcesOf,
    };
  },
  async topics({ desk }) {
    const { topics } = desk.definition;
    return {
      says: `${count(topics.length, 'topic')}: ${inWords(topics.map(({ name }) => name))}.`,
      rows: [],
      more: { label: 'All topics', line: 'topics' },
    };
  },
  async countries({ desk: { definition } }) {
    const covered = definition.countries.filter((one) => one.covered).map(({ name }) => name);
    return {
      says: `The ${definition.name} desk covers ${inWords(covered)}.`,
      rows: [],
      ...(definition.about && { reach: definition.about }),
    };
  },
  fresh: newness,
  async reach(context, plan) {
    const { entries, scope } = context;
    const about = aboutNames(plan);
    const newest = await newness(context, plan);
    const query: EntryQuery = { ...about, order: 'event-oldest', kinds: ['event', 'visit'] };
    const [first] = (await entries.first(scope, query, 20)).filter(
      ({ earliest, latest }) => earliest !== null && earliest.slice(0, 4) === latest?.slice(0, 4),
    );
    const [last] = newest.rows;
    const bodies = [first, last?.entry].flatMap((entry) => entry?.body ?? []);
    const ends = bodies.flatMap((body) => (body.type === 'fact' ? shortDate(preferredDate(body)) : []));
    return ends.length < 2 ? newest : { ...newest, says: `Events from ${ends.join(' to ')}. The newest:` };
  },
  gaps: newness,
  async keeper({ desk: { definition } }) {
    return {
      says: `Kept by: ${definition.owner}.`,
      rows: [],
      reach: 'Details of an entry name its own keeper, where it has one.',
    };
  },
  async sources({ desk, entries, scope }, plan) {
    const about = aboutNames(plan);
    const names = namesOf(plan, desk);
    const cited = new Set(
      names.length > 0
        ? (await entries.first(scope, { ...about, order: 'weight' }, mostCiting)).flatMap(({ body }) =>
            body.sources.map(({ id }) => id),
          )
        : desk.sources.map(({ id }) => id),
    );
    const sources = desk.sources.filter(({ id }) => cited.has(id));
    const publishers = Map.groupBy(sources, ({ publisher }) => publisher);
    const registers = sources.filter(({ registers: lists }) => lists.length > 0).length;
    const often = [...publishers].sort((a, b) => b[1].length - a[1].length).map(([publisher]) => publisher);
    return {
      says: `${names.length > 0 ? `${inWords(names)}: from` : 'From'} ${count(sources.length, 'source')} of ${count(publishers.size, 'publisher')}, ${registers} of them official lists of travel.`,
      reach:
        names.length > 0
          ? `Most from ${inWords(often.slice(0, 3))}. Each sentence has the number of its source.`
          : 'Each sentence has the number of its source, which opens the page.',
      rows: [],
      more: sourcesOf,
    };
  },
};

/** Entries of which the sources are counted, the weightiest first. */
const mostCiting = 1000;

function aboutNames({ countries, persons, content }: Plan): Pick<EntryQuery, 'country' | 'person' | 'topic'> {
  const [person] = persons.flat();
  const [topic] = content.flatMap(({ topics }) => topics);
  return {
    ...(countries.length > 0 && { country: countries.map(({ id }) => id) }),
    ...(person && { person }),
    ...(topic && { topic }),
  };
}

const namesOf = ({ countries, persons, content }: Plan, desk: Desk): string[] => [
  ...countries.map(({ id }) => countryName(desk, id)),
  ...persons
    .flat()
    .slice(0, 1)
    .map((id) => nameOf(desk, 'people', id)),
  ...content
    .flatMap(({ topics }) => topics)
    .slice(0, 1)
    .map((id) => nameOf(desk, 'topics', id)),
];

/** When something was last added, the newest event, and where the registers end. */
async function newness({ entries, scope, desk }: AskContext, plan: Plan) {
  const about = aboutNames(plan);
  const [newest] = await entries.first(scope, { ...about, order: 'published-newest' }, 1);
  const over: EntryQuery = { ...about, order: 'event-newest', kinds: ['event', 'visit'], ended: scope.today };
  const events = (await entries.first(scope, over, 20)).filter(({ earliest }) => earliest !== null);
  const coverage = findCoverage(desk, { by: scope.today });
  return {
    says: newest
      ? `Last added on ${formatDay(newest.body.published)}. The newest event recorded:`
      : 'Nothing is published yet.',
    rows: events.slice(0, 1).map((entry) => ({ entry })),
    ...(coverage.stretches.length > 0 && { reach: `${capital(coverageInShort(desk, coverage))}.` }),
    more: sourcesOf,
  };
}

const sourcesOf = { label: 'All sources', line: 'sources' };

/** What every answer is made of; only a count asks for it. */
const sizes: Readonly<Record<string, 'fact' | 'brief' | 'entry'>> = {
  ...{ fact: 'fact', facts: 'fact', brief: 'brief', briefs: 'brief' },
  ...{ entry: 'entry', entries: 'entry', items: 'entry' },
};

/** `all facts about the harbour`: what is asked is the harbour. */
export const withoutForm = (plan: Plan): Plan => ({
  ...plan,
  content: plan.content.filter(({ word }) => sizes[word] === undefined),
});

/** `how many facts do you have about kenya` */
async function sizeOf(plan: Plan, context: AskContext): Promise<Answer | undefined> {
  const [said, ...others] = plan.content.filter(({ word }) => sizes[word] !== undefined);
  if (plan.asked !== 'count' || !said || others.length > 0 || plan.cues.has('visit') || plan.cues.has('meet'))
    return undefined;
  const rest = { ...plan, content: plan.content.filter((one) => one !== said) };
  const about = aboutOf(rest);
  if (!about) return undefined;
  const kind = sizes[said.word];
  const type = kind && kind !== 'entry' && { type: kind };
  const query = { ...about, ...plan.range, ...type, order: 'event-newest' } as const;
  const { items, total } = await context.entries.list(context.scope, query, { limit: 2, offset: 0 });
  return {
    outcome: 'ok',
    says: `${kind === undefined || kind === 'entry' ? count(total, 'entry', 'entries') : count(total, kind)}.`,
    rows: items.map((entry) => ({ entry })),
    reading: 'number of entries',
    total,
    counted: items,
  };
}
