import { preferredDate } from '../domain/dates/date-range.ts';
import { count, formatDay } from '../domain/dates/day.ts';
import { shortDate } from '../domain/dates/event-date.ts';
import { inWords } from '../domain/desk.ts';
import { manageLine } from '../domain/ports/answerer.ts';
import type { EntryQuery } from '../domain/ports/entries.ts';
import { findCoverage } from '../domain/sources/coverage.ts';
import { coverageInShort } from '../domain/sources/coverage-text.ts';
import { capital } from '../domain/text.ts';
import { type Standing, standingMeanings, standingSigns, standings } from '../domain/vocabulary.ts';
import { aboutOf } from './news.ts';
import type { Answer, AskContext, Plan } from './plan.ts';

/** What a line asks of the desk itself, by words that tell. */
const subjects = {
  trust:
    'trust trustworthy believe reliable reliability accurate accuracy credible true truth correct verified verify checked ' +
    'confirmed decide decided judge bias biased neutral objective fake доверять верить достоверно достоверны проверено правда',
  digests:
    'digest digests newsletter email e-mail mail notification notifications notify alert alerts subscribe subscription unsubscribe ' +
    'send sending sent stop mute дайджест рассылка подписаться отписаться',
  machine:
    'ai chatgpt gpt llm model robot human machine translated generated automatic openai нейросеть робот',
  topics: 'topic topics subject subjects themes темы',
  countries: 'country countries страны',
  fresh:
    'fresh recent current updated update up-to-date outdated old stale newest latest last свежие обновлено обновлялись актуально',
  reach: 'far period periods span timespan timeframe back reach reaches until starts begins ends',
  gaps: 'not missing lack lacks lacking gap gaps incomplete unknown',
  keeper:
    'wrote written maintains maintain runs run behind owns own keeps made built writes edits editor editors responsible ведёт отвечает',
  sources:
    'source sources from references citations evidence based come comes coming taken gets откуда источник источники',
} as const;
type Subject = keyof typeof subjects;

const telling = new Map(
  Object.entries(subjects).flatMap(([subject, words]) =>
    words.split(' ').map((word) => [word, subject as Subject] as const),
  ),
);

/** Words that stand for the desk or for what it says. */
const itself = new Set(
  'you your yours u ur me my this these that it its bot deskwire desk here site app вы ваши ваш эти этим этому это этот данные данным'.split(
    ' ',
  ),
);
const small = new Set(
  (
    'them those people a an the of for in on to at by with and or so than as be is are was were am do does did has have had can could may should ' +
    'would will how what which where when who whose why whats hows i we me my us our they them all any there really actually ' +
    'exactly please pls hi hello much many get got use used using know say says tell date dates day time ' +
    'fact facts data info information record records register registers go goes entry entries answer answers content stuff numbers things cover covers covered have about ' +
    'daily weekly monthly every each morning evening monday tuesday wednesday thursday friday saturday sunday ' +
    'up next often only way through ли можно как кто что какие какой вам вас у вы этот мне информация факты берёте берете'
  ).split(' '),
);

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
      .match(/up to date|[\p{L}\p{N}]+(?:[-+][\p{L}\p{N}]+)*|\p{Extended_Pictographic}\ufe0f?/gu) ?? [];
  const term = termIn(question, words);
  if (term) return { outcome: 'ok', says: term, rows: [], reading: 'a word of the desk' };
  const size = await sizeOf(plan, context);
  if (size) return size;
  const subject = subjectOf(
    words.map((word) => (word === 'up to date' ? 'up-to-date' : word)),
    context,
  );
  return (
    subject && {
      outcome: 'ok',
      reading: `the desk itself · ${names[subject]}`,
      ...(await answers[subject](context, plan)),
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

function subjectOf(all: readonly string[], { names }: AskContext): Subject | undefined {
  const isDigest = all.some((word) => named.has(word));
  const words = all.filter(
    (word) => telling.has(word) || names.exact(word, ['country', 'topic', 'person']).length === 0,
  );
  // Only digests are of the desk by their name.
  if (!isDigest && !words.some((word) => itself.has(word))) return undefined;
  const said = words.filter((word) => !small.has(word) && !itself.has(word));
  // `who wrote it` asks of an article.
  if (said.some((word) => writing.has(word)) && !words.some((word) => ofDesk.has(word))) return undefined;
  const found = new Set(said.map((word) => telling.get(word)));
  if (found.has(undefined)) return undefined;
  if (isDigest) return 'digests';
  const subject = (Object.keys(subjects) as Subject[]).find((one) => found.has(one));
  if (!subject || (words.length < all.length && !ofNames.has(subject))) return undefined;
  const mayJoin = (one: Subject | undefined) =>
    one !== undefined && (beside.has(one) || (one === 'keeper' && found.has('trust')));
  // `who owns it` asks of something else that was told before.
  const isOfBefore = !beside.has(subject) && words.every((word) => !itself.has(word) || before.has(word));
  return (found.size === 1 || [...found].every(mayJoin)) && !isOfBefore ? subject : undefined;
}

const writing = new Set(['wrote', 'written']);
const ofDesk = new Set(['entries', 'entry', 'facts', 'answers', 'summaries', 'desk']);
/** Asked of one country or person, too. */
const ofNames: ReadonlySet<Subject> = new Set(['fresh', 'gaps', 'reach', 'sources']);

const named = new Set(
  'digest digests newsletter subscribe unsubscribe subscription дайджест рассылка подписаться отписаться'.split(
    ' ',
  ),
);

/** Asked together, and asked of any answer. */
const beside: ReadonlySet<Subject> = new Set(['trust', 'sources', 'fresh']);
const before = new Set(['it', 'its', 'that', 'these']);

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
  async sources({ desk }, { countries, persons }) {
    const publishers = [...new Set(desk.sources.map(({ publisher }) => publisher))];
    const registers = desk.sources.filter(({ registers }) => registers.length > 0).length;
    return {
      says: `From ${count(desk.sources.length, 'source')} of ${count(publishers.length, 'publisher')}, ${registers} of them official lists of travel.`,
      reach:
        countries.length + persons.length > 0
          ? 'They are listed for the whole desk; each entry names its own.'
          : 'Each sentence has the number of its source, which opens the page.',
      rows: [],
      more: sourcesOf,
    };
  },
};

function aboutNames({ countries, persons }: Plan): Pick<EntryQuery, 'country' | 'person'> {
  const [country, person] = [countries[0]?.id, persons[0]?.[0]];
  return { ...(country && { country }), ...(person && { person }) };
}

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

const sizes: Readonly<Record<string, 'fact' | 'brief' | 'entry'>> = {
  ...{ fact: 'fact', facts: 'fact', brief: 'brief', briefs: 'brief' },
  ...{ entry: 'entry', entries: 'entry', items: 'entry' },
};

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
