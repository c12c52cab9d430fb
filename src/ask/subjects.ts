import type { AskContext } from './plan.ts';

/** What a line asks of the desk itself, by words that tell. */
const telling = {
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
    'wrote written maintains maintain runs run behind owns own keeps made built writes edits editor editors responsible pay pays paid fund funds funded finances sponsor sponsors ведёт отвечает платит',
  sources:
    'source sources from references citations evidence based come comes coming taken gets откуда источник источники источников',
} as const;
export type Subject = keyof typeof telling;

const subjects = Object.keys(telling) as Subject[];
const told = new Map(
  subjects.flatMap((subject) => telling[subject].split(' ').map((word) => [word, subject] as const)),
);

/** Words that stand for the desk or for what it says. */
export const itself = new Set(
  'you your yours u ur me my this these that it its bot deskwire desk here site app вы ты ваши ваш эти этим этому это этот данные данным'.split(
    ' ',
  ),
);

/** What the desk holds, which stands for it where a line says nothing else. */
const held = new Set(
  'fact facts data info information record records entry entries articles summaries content база информация информацию данные факты'.split(
    ' ',
  ),
);

/** Words that tell nothing. */
export const small = new Set([
  ...(
    'them those people a an the of for in on to at by with and or so than as be is are was were am do does did has have had can could may should ' +
    'would will how what which where when who whose why whats hows i we me my us our they them all any there really actually ' +
    'exactly please pls hi hello much many get got use used using know say says tell date dates day time ' +
    'register registers go goes answer answers stuff numbers things cover covers covered have about ' +
    'daily weekly monthly every each morning evening monday tuesday wednesday thursday friday saturday sunday ' +
    'up next often only way through ли можно как кто что какие какой вам вас у вы этот мне сколько берёте берете'
  ).split(' '),
  ...held,
]);

/** Asked of one country, person or topic, too. */
const ofNames: ReadonlySet<Subject> = new Set(['fresh', 'gaps', 'reach', 'sources']);
/** Asked together, and asked of any answer. */
const beside: ReadonlySet<Subject> = new Set(['trust', 'sources', 'fresh']);

const named = new Set(
  'digest digests newsletter subscribe unsubscribe subscription дайджест рассылка подписаться отписаться'.split(
    ' ',
  ),
);
const writing = new Set(['wrote', 'written']);
const ofDesk = new Set(['entries', 'entry', 'facts', 'answers', 'summaries', 'articles', 'desk']);
const before = new Set(['it', 'its', 'that', 'these']);

/** What a line of nothing but such words asks of the desk; several where each may be asked beside the others. */
export function subjectsOf(all: readonly string[], { names }: AskContext): Subject[] {
  const isDigest = all.some((word) => named.has(word));
  const words = all.filter(
    (word) => told.has(word) || names.exact(word, ['country', 'topic', 'person']).length === 0,
  );
  const said = words.filter((word) => !small.has(word) && !itself.has(word));
  const found = new Set(said.map((word) => told.get(word)));
  // Only digests are of the desk by their name.
  const isOfNames = words.length < all.length && words.every((word) => origin.has(word) || small.has(word));
  if (!isDigest && !isOfNames && !words.some((word) => itself.has(word)) && !isOfHeld(words, found))
    return [];
  // `who wrote it` asks of an article.
  if (said.some((word) => writing.has(word)) && !words.some((word) => ofDesk.has(word))) return [];
  const asked = subjects.filter((one) => found.has(one));
  if (found.size !== asked.length) return [];
  if (isDigest) return ['digests'];
  if (words.length < all.length && !asked.every((one) => ofNames.has(one))) return [];
  // `who owns it` asks of something else that was told before.
  const isOfBefore =
    asked.every((one) => !beside.has(one)) &&
    words.every((word) => !itself.has(word) || before.has(word)) &&
    !words.some((word) => ofDesk.has(word));
  const mayJoin = asked.filter((one) => !beside.has(one)).every((one) => one === 'keeper');
  return (asked.length === 1 || mayJoin) && !isOfBefore ? asked : [];
}

const origin = new Set(
  'where source sources references citations откуда источник источники источников'.split(' '),
);

const counted = new Set(['many', 'сколько']);

/** `where does the information come from` */
const isOfHeld = (words: readonly string[], found: ReadonlySet<Subject | undefined>): boolean =>
  (words.some((word) => held.has(word)) &&
    (found.has('trust') || (found.has('sources') && words.some((word) => origin.has(word))))) ||
  // `how many sources`
  (words.some((word) => counted.has(word)) && words.every((word) => origin.has(word) || small.has(word)));
