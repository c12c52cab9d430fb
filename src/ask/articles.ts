import { knownDate } from '../domain/dates/date-range.ts';
import { count, formatDay } from '../domain/dates/day.ts';
import { shortDate } from '../domain/dates/event-date.ts';
import { countryName, type Desk, inWords, nameOf } from '../domain/desk.ts';
import type { Brief, EntryBody } from '../domain/entry.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import { gradeMeanings } from '../domain/vocabulary.ts';
import { normalise } from '../search/names/phonetic-key.ts';
import { stemOf } from '../search/names/tokens.ts';
import type { Answer, AskContext, ContentWord, Plan } from './plan.ts';
import { holdsWord } from './said.ts';

type Article = StoredEntry & { body: { type: 'brief' } & Brief };

const looked = 50;
const shownArticles = 4;
/** Characters of what an article says, as they fit a screen. */
const room = 330;

/** Words of what an article has; beside an article they are explained by that. */
const ofPublication = new Set(
  'published publisher publish appear appeared outlet newspaper magazine journal dated out come'.split(' '),
);
/** Words for where it is read. */
const ofHolding = new Set('desk site collection library database'.split(' '));
const ofMistakes = new Set(
  'mistake mistakes error errors wrong incorrect correct right true accurate accuracy reliable trust biased bias'.split(
    ' ',
  ),
);

const ofArguing = new Set(
  'want wants propose proposes recommend recommends suggest suggests hope hopes expect expects conclude concludes'.split(
    ' ',
  ),
);

/** What an article says, who wrote it, when and where, and what it has wrong; undefined where none is asked about. */
export async function answerArticles(
  plan: Plan,
  context: AskContext,
): Promise<Answer | { restsOn: string[] } | undefined> {
  const { cues } = plan;
  const isNamed = cues.has('article') || cues.has('author') || cues.has('gist');
  const aside = plan.content.filter(
    ({ word }) => ![ofPublication, ofMistakes, ofArguing, ofHolding].some((words) => words.has(word)),
  );
  // `is the author reliable`
  const isOfArticle = plan.content.length > 0 && aside.length === 0;
  const isOfAuthor = plan.persons.length > 0 && (cues.has('opinion') || isOfArticle);
  if (!isNamed && !isOfAuthor) return undefined;
  const { entries, scope, desk } = context;
  const all = (await entries.first(scope, { type: 'brief', order: 'published-newest' }, looked)).filter(
    isArticle,
  );
  const about = all.filter((one) => isAbout(one, { ...plan, content: aside }, desk));
  if (asksWhich(plan)) return listed(about, { ...plan, content: aside }, desk);
  const [only, ...others] = plan.order ? about.slice(0, 1) : about;
  const isBare =
    plan.places.length + plan.offices.length === 0 && !plan.cues.has('visit') && !plan.cues.has('meet');
  const isWhole =
    isBare &&
    (cues.has('author') || (!cues.has('opinion') && plan.countries.length === 0) || isPlain(plan, aside));
  if (only && isWhole && (isNamed || isPlain(plan, aside))) {
    return others.length > 0 ? whichOne(about) : ofArticle(only, plan, context);
  }
  const sources = all.flatMap(({ body }) => body.sources.map(({ id }) => id));
  return cues.has('article') && sources.length > 0 ? { restsOn: sources } : undefined;
}

const isArticle = (entry: StoredEntry): entry is Article => entry.body.type === 'brief';

/** Nothing is named beside the author. */
const isPlain = ({ countries, places, offices, range }: Plan, content: readonly ContentWord[]): boolean =>
  content.length + countries.length + places.length + offices.length === 0 && !range.since && !range.until;

/** `which articles do you have`, `article about Smith`: nothing is asked of them but which there are. */
const asksWhich = ({ asked, cues, wanted, places, offices }: Plan): boolean =>
  cues.has('article') &&
  (['list', 'what', 'which', 'count', 'whether'] as const).some((one) => one === asked) &&
  (wanted.has('article') || (asked === 'list' && cues.has('about'))) &&
  [...cues].every((cue) => ['article', 'about', 'be', 'all', 'fresh'].includes(cue)) &&
  places.length + offices.length === 0;

/** Whether the article is by the persons named, or about them where that is asked, and on the countries and words. */
function isAbout({ body }: Article, plan: Plan, desk: Desk): boolean {
  // `what did Smith say about it` asks for nothing that somebody writes about Smith.
  const isAsked = plan.cues.has('about') && (plan.cues.has('article') || !plan.cues.has('opinion'));
  const isNamed = (id: string) =>
    nameOf(desk, 'people', id) === body.author || (isAsked && body.people.includes(id));
  const words = normalise(
    [body.title, ...body.topics.map((id) => nameOf(desk, 'topics', id))].join(' '),
  ).split(' ');
  const stems = new Set(words.flatMap(stemOf));
  const bare = { topics: [], organisations: [] } as unknown as EntryBody;
  return (
    plan.persons.every((ids) => ids.some(isNamed)) &&
    plan.countries.every(({ id }) => body.countries.includes(id)) &&
    plan.content.every((one) => holdsWord(one, bare, words, stems))
  );
}

const whichOne = (articles: readonly Article[]): Answer => ({
  outcome: 'question',
  says: `The desk has ${count(articles.length, 'article')}. Name the author or the subject.`,
  rows: articles.slice(0, shownArticles).map((entry) => ({ entry })),
  reading: 'not decided',
});

function listed(articles: readonly Article[], plan: Plan, desk: Desk): Answer {
  const about = [
    ...plan.persons.flat().map((id) => nameOf(desk, 'people', id)),
    ...plan.countries.map(({ id }) => countryName(desk, id)),
    ...plan.content.map(({ typed }) => typed),
  ];
  const reading = ['articles', ...about].join(' · ');
  const isBy = plan.persons.length > 0 && !plan.cues.has('about');
  const on = about.length > 0 ? ` ${isBy ? 'by' : 'on'} ${inWords(about)}` : '';
  if (articles.length === 0)
    return { outcome: 'not_found', says: `The desk has no article${on}.`, rows: [], reading };
  const each = articles.length === 1 ? 'with a summary' : 'each with a summary';
  return {
    outcome: 'ok',
    says: `${count(articles.length, 'article')}${on}, ${each}.`,
    rows: articles.slice(0, shownArticles).map((entry) => ({ entry })),
    reading,
    counted: [...articles],
  };
}

async function ofArticle(entry: Article, plan: Plan, context: AskContext): Promise<Answer> {
  const { desk } = context;
  const { body } = entry;
  const source = desk.sources.find(({ id }) => id === body.sources[0]?.id);
  const author = body.author ?? source?.author;
  const base = {
    outcome: 'ok' as const,
    more: { label: 'The whole summary', line: `brief ${body.id}` },
  };
  const read = (what: string) => `${what} · ${author ? `article by ${author}` : 'article'}`;
  const title = [{ entry }];
  const has = (words: ReadonlySet<string>) => plan.content.some(({ word }) => words.has(word));
  const publisher = `Publisher: ${source?.publisher ?? 'not known'}.`;
  const asksPublisher = plan.asked === 'where' || has(ofPublication);
  // What “it” or “the arguments” are, no line before says.
  const isMeant = plan.cues.has('article') || plan.persons.length + plan.content.length > 0;
  const it = isMeant ? 'it' : 'the only article here';
  const by = plan.cues.has('author') && author ? [`${author} wrote ${it}.`] : [];
  if (plan.cues.has('author') && plan.asked !== 'when' && !has(ofArguing))
    return {
      ...base,
      says: author
        ? [...by, ...(asksPublisher ? [publisher] : [])].join(' ')
        : `No author is named; ${source?.publisher ?? 'nobody'} published it.`,
      rows: title,
      reading: read(asksPublisher ? 'author and publisher' : 'author'),
    };
  if (plan.asked === 'when' || plan.wanted.has('date')) {
    const dated = body.dated && shortDate(knownDate(body.dated));
    const summed = `the desk published its summary on ${formatDay(body.published)}`;
    return {
      ...base,
      says: [...by, dated ? `It is dated ${dated}; ${summed}.` : `No date of it is known; ${summed}.`].join(
        ' ',
      ),
      rows: title,
      reading: read('date'),
    };
  }
  if (asksPublisher)
    return {
      ...base,
      says: publisher,
      rows: title,
      reading: read('publisher'),
    };
  if (has(ofMistakes))
    return {
      ...base,
      ...(await mistakesOf(entry, source?.grade, context)),
      reading: read('what does not hold'),
    };
  const argued =
    body.kind === 'opinion' &&
    body.argues.length > 0 &&
    (plan.cues.has('gist') || plan.cues.has('opinion') || has(ofArguing));
  const points = argued ? body.argues : body.points;
  if (points.length === 0) return { ...base, rows: title, reading: read('what it says') };
  return {
    ...base,
    says: argued
      ? `What ${author ?? 'the author'} argues${isMeant ? '' : `, in ${it}`}:`
      : `What ${it} says:`,
    rows: [{ entry, text: asManyAsFit(points) }],
    reading: read(argued ? 'arguments' : 'what it says'),
  };
}

function asManyAsFit(points: readonly string[]): string {
  let text = '';
  for (const point of points) {
    if (text !== '' && text.length + point.length >= room) break;
    text = `${text} ${point}`.trim();
  }
  return text;
}

/** How far its source can be relied on, and what other sources contradict. */
async function mistakesOf(
  { body }: Article,
  grade: keyof typeof gradeMeanings | undefined,
  { entries, scope }: AskContext,
): Promise<Pick<Answer, 'says' | 'rows'>> {
  const own = new Set(body.sources.map(({ id }) => id));
  const facts = await entries.first(scope, { type: 'fact', order: 'weight' }, 500);
  const at = facts.filter(
    ({ body: fact }) =>
      fact.type === 'fact' &&
      fact.sources.some(({ id }) => own.has(id)) &&
      (fact.standing === 'disputed' || fact.disagreements.length > 0),
  );
  const kind = body.kind === 'opinion' ? 'an opinion piece' : `of the kind ${body.kind}`;
  const graded = grade ? `, its source ${gradeMeanings[grade]}` : '';
  return {
    says: `It is ${kind}${graded}; ${at.length > 0 ? 'what other sources contradict:' : 'no source here contradicts it.'}`,
    rows: at.slice(0, 3).map((entry) => ({ entry })),
  };
}
