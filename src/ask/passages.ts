import { type Day, monthNames } from '../domain/dates/day.ts';
import { countryName, type Desk, inWords, nameOf } from '../domain/desk.ts';
import { candidates, ownWords, saysAll } from './candidates.ts';
import { type Evidence, isSubject, officersIn } from './evidence.ts';
import { fits, isAhead, isEventOf, isKindOfVote, saysBeside } from './kinds.ts';
import { nothing } from './nothing.ts';
import { type Answer, type AskContext, type Plan, withUnused } from './plan.ts';
import { foldEvents, quote } from './quote.ts';
import { titles } from './read/lexicon.ts';
import { officesInShort } from './roles.ts';
import { toldBy } from './said.ts';
import { narrowed } from './visits/stops.ts';
import { rangeWords } from './visits/words.ts';

const [roomFirst, roomMore] = [260, 110];

/** The desk's own statements that hold everything that was asked; otherwise what no entry says, and the nearest. */
export const answerPassages = async (plan: Plan, context: AskContext): Promise<Answer> =>
  withUnused(await passagesOf(plan, context), plan, 'passages');

async function passagesOf(plan: Plan, context: AskContext): Promise<Answer> {
  const answer = await passagesFor(plan, context);
  if (answer.outcome === 'ok') return answer;
  const either = plan.cues.has('or') ? await oneOfTwo(plan, context) : undefined;
  if (either) return either;
  if (plan.content.length > 0 && (plan.cues.has('future') || plan.cues.has('planned'))) {
    // `next elections`: what is ahead, else that there is none and which was the last.
    const cues = new Set([...plan.cues, 'ahead' as const]);
    for (const cue of ['future', 'planned'] as const) cues.delete(cue);
    const ahead = await passagesFor({ ...plan, cues }, context);
    if (isOfTimeAhead(ahead, context.scope.today)) return ahead;
  }
  if (plan.asked === 'whether' && plan.content.length > 1) {
    const content = plan.content.map((one) => ({ ...one, word: toldBy.get(one.word) ?? one.word }));
    const isOther = content.some(({ word }, at) => word !== plan.content[at]?.word);
    const told = isOther ? await passagesFor({ ...plan, content }, context) : answer;
    if (told.outcome === 'ok') return told;
  }
  if (plan.month === undefined) return answer;
  // `the January unrest`: the month of another year.
  const { month, range: _, ...open } = plan;
  const inMonth = await passagesFor({ ...open, range: {} }, context, month);
  return inMonth.outcome === 'ok' ? inMonth : answer;
}

/** `this or that corridor`, where nothing says the one: the other, saying so. */
async function oneOfTwo(plan: Plan, context: AskContext): Promise<Answer | undefined> {
  const [one, other, ...more] = plan.content;
  if (!one || !other || more.length > 0) return undefined;
  for (const [said, unsaid] of [
    [one, other],
    [other, one],
  ] as const) {
    const { unheld } = await context.passages(unsaid.word, {}, 1);
    if (unheld.length === 0) continue;
    const answer = await passagesFor({ ...plan, content: [said] }, context);
    if (answer.outcome === 'ok')
      return { ...answer, says: `No entry says “${unsaid.typed}”. On ${said.typed}:` };
  }
  return undefined;
}

async function passagesFor(plan: Plan, context: AskContext, month?: number): Promise<Answer> {
  const { desk } = context;
  const reading = [readingOf(plan, context), ...(month ? [`any ${monthNames[month - 1]}`] : [])].join(' · ');
  const [person, ...others] = plan.persons;
  if (
    plan.asked === 'who' &&
    !plan.cues.has('meet') &&
    person?.length === 1 &&
    person[0] &&
    others.length === 0 &&
    plan.content.length === 0
  ) {
    const offices = officesInShort(desk, person[0]);
    const found = await candidates(plan, context);
    const rows = found
      .slice(0, 2)
      .map((one, at) => ({ entry: one.entry, text: quote(one, plan, desk, at === 0 ? 160 : roomMore) }));
    if (offices || rows.length > 0)
      return { outcome: 'ok', ...(offices && { says: offices }), rows, reading };
  }
  const found = await candidates(plan, context);
  const whole = inOrder(
    foldEvents(found.filter((one) => one.missing.length === 0 && fits(one, plan) && isOfMonth(one, month))),
    plan,
    context.scope.today,
  );
  if (whole.length === 0 || lacksTitle(plan)) return nothing(plan, found, reading, context);
  if (plan.cues.has('ahead') && !plan.order && !plan.range.since && !plan.range.until) {
    // A journey announced on the day before a summit is no summit to come.
    const topics = plan.content.flatMap((content) => content.topics);
    const isOn = ({ entry: { body } }: Evidence) =>
      topics.length === 0 || topics.some((id) => body.topics.includes(id));
    const ahead = whole.filter((one) => isAhead(one.entry, context.scope.today) && isOn(one));
    if (ahead.length === 0) return noneAhead(whole, reading);
    whole.splice(0, whole.length, ...ahead);
  }
  const called =
    plan.order === 'first' ? whole.filter(({ entry }) => saysBeside(entry.body, plan, first)) : [];
  if (called.length > 0) whole.splice(0, whole.length, ...called);
  // All that is on a topic is asked for by its name.
  const isTopicItself = ({ word, topics }: Plan['content'][number]) =>
    plan.asked === 'list' && topics.length > 0 && topics.every((id) => !context.names.isWordOf(word, id));
  // Where one says all the words itself, those that only share a topic say less.
  const [best] = whole;
  const isOwn = (one: Evidence) =>
    saysAll(one, { ...plan, content: plan.content.filter((content) => !isTopicItself(content)) });
  const told = best && isOwn(best) ? whole.filter(isOwn) : whole;
  const rows = told.slice(0, called.length > 0 ? 1 : 4).map((one, at) => ({
    entry: one.entry,
    text: quote(one, plan, desk, at === 0 ? roomFirst : roomMore),
    ...(at === 0 && plan.order === 'last' && { label: lastRecorded }),
    ...(at === 0 && plan.order === 'first' && called.length === 0 && { label: 'Earliest here' }),
  }));
  const officers = plan.offices.flatMap((all) =>
    officersIn((whole[0] as Evidence).entry.body, narrowed(all, plan, desk), desk),
  );
  const doing = officers.filter((id) => isSubject(id, (whole[0] as Evidence).entry.body, desk));
  const named = (plan.asked === 'who' || plan.asked === 'which') && doing.length > 0;
  const unsaid = onlyByTopic(whole, found, plan, desk);
  // Who did it, and why, is not told by what is only on the topic.
  if (unsaid && exact.has(plan.asked)) return nothing(plan, found, reading, context);
  return {
    outcome: 'ok',
    ...(unsaid && {
      says: `No entry says “${unsaid.word}”${unsaid.said ? ' with the rest' : ''}. On ${unsaid.topic}:`,
    }),
    ...(plan.order === 'first' && called.length === 0 && { says: 'No entry says which was the first.' }),
    ...(named && { says: `${inWords([...new Set(doing)].map((id) => nameOf(desk, 'people', id)))}.` }),
    rows,
    reading,
  };
}

/** None ahead, and the last; or what lies ahead. */
const isOfTimeAhead = ({ outcome, rows }: Answer, today: Day): boolean =>
  rows.length > 0 &&
  (outcome === 'ok' ? rows.every(({ entry }) => isAhead(entry, today)) : rows[0]?.label === lastRecorded);

/** What an entry itself calls the first needs no comparison; no list of events is complete. */
const first =
  /\b(?:opening|earliest)\b|(?<!\bat )\bfirst\b(?! (?:hours?|days?|weeks?|months?|years?|half|quarter|deputy|lady|president|vice)\b)/i;

const lastRecorded = 'Last recorded';

const isOfMonth = ({ entry: { earliest, latest }, words }: Evidence, month: number | undefined): boolean =>
  month === undefined ||
  words.includes(monthNames[month - 1]?.toLowerCase() ?? '') ||
  (earliest !== null &&
    earliest.slice(0, 7) === latest?.slice(0, 7) &&
    Number(earliest.slice(5, 7)) === month);

/** The first or last of what was asked goes first. */
function inOrder(all: Evidence[], plan: Plan, today: Day): Evidence[] {
  const { order, cues } = plan;
  if (!order) return all;
  // The last one is over.
  const isOver = (one: Evidence) => order !== 'last' || cues.has('planned') || !isAhead(one.entry, today);
  const whole = all.filter((one) => one.entry.earliest !== null && isOver(one));
  // What happened has a first and a last; a view or a state has only its day.
  const isView = cues.has('view') || cues.has('opinion');
  const events = isView ? [] : whole.filter(({ entry: { body } }) => isEventOf(body, plan));
  const dated = events.length > 0 ? events : whole;
  return dated.toSorted((a, b) =>
    (a.entry.earliest ?? '') < (b.entry.earliest ?? '') === (order === 'first') ? -1 : 1,
  );
}

/** A word that stands for a topic, and that no entry found says itself. */
const exact: ReadonlySet<Plan['asked']> = new Set(['who', 'why']);

function onlyByTopic(
  whole: readonly Evidence[],
  found: readonly Evidence[],
  plan: Plan,
  { definition }: AskContext['desk'],
) {
  for (const content of plan.content) {
    const topic = definition.topics.find(
      ({ id, words }) =>
        content.topics.includes(id) && words.some((word) => word.toLowerCase() === content.word),
    );
    const own = { ...plan, content: [content] };
    const says = (one: Evidence) => ownWords(one, own) > 0;
    if (topic && !isKindOfVote(content.word) && !whole.some(says))
      return { word: content.typed, topic: topic.name, said: found.some(says) };
  }
  return undefined;
}

/** What is asked as ahead lies behind: its last time. */
function noneAhead(whole: readonly Evidence[], reading: string): Answer {
  const isEvent = ({ entry: { body } }: Evidence) =>
    body.type === 'fact' && (body.kind === 'event' || body.kind === 'visit');
  const events = whole.filter(isEvent);
  const [last] = (events.length > 0 ? events : whole)
    .filter(({ entry }) => entry.earliest !== null)
    .toSorted((a, b) => ((a.entry.earliest ?? '') < (b.entry.earliest ?? '') ? 1 : -1));
  return {
    outcome: 'not_found',
    says: 'None ahead is recorded.',
    rows: last ? [{ entry: last.entry, label: lastRecorded }] : [],
    reading,
  };
}

/** A question for the holder of a post that the desk does not list. */
const lacksTitle = ({ asked, persons, content, countries, cues }: Plan): boolean =>
  (asked === 'who' ||
    (countries.length > 0 &&
      (asked === 'when' || asked === 'list') &&
      !cues.has('visit') &&
      !cues.has('meet'))) &&
  persons.length === 0 &&
  content.length > 0 &&
  content.every(({ word }) => titles.has(word));

/** Of several the spelling that they share: `president`. */
function officeInWords(ids: readonly string[], desk: Desk): string {
  const own = desk.definition.offices.filter(({ id }) => ids.includes(id));
  const [one, ...more] = own;
  const shared = one?.spellings.find((word) => more.every(({ spellings }) => spellings.includes(word)));
  return more.length > 0 && shared ? shared : (one?.name ?? '');
}

function readingOf(plan: Plan, { desk }: AskContext): string {
  return [
    ...plan.persons.map((ids) => ids.map((id) => nameOf(desk, 'people', id)).join(' or ')),
    ...plan.countries.map(({ id }) => countryName(desk, id)),
    ...(plan.region ? [desk.definition.name] : []),
    ...plan.places.map(({ label }) => label),
    ...plan.offices.map((ids) => officeInWords(narrowed(ids, plan, desk), desk)),
    ...plan.content.map(({ word }) => word),
    ...[plan.order, plan.extreme].flatMap((limit) => limit ?? []),
    ...rangeWords(plan),
  ].join(' · ');
}
