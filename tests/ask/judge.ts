import { readFileSync } from 'node:fs';
import { answered } from '../../commands/ask.ts';
import type { Answer } from '../../src/ask/plan.ts';
import type { CommandContext } from '../../src/command/define.ts';
import { formatDay } from '../../src/domain/dates/day.ts';
import { eventDate, shortDate } from '../../src/domain/dates/event-date.ts';
import type { Desk } from '../../src/domain/desk.ts';
import { createLanguage } from '../../src/search/language.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';
import { type OpenDesk, openDesk, rows } from '../commands/desk.ts';

interface Question {
  q: string;
  answerable: boolean;
  any: string[][];
  cite: string[];
  trait: string[];
}

export type Verdict = 'answered' | 'missed' | 'wrong' | 'asked back' | 'refused';

export interface Judged {
  question: Question;
  verdict: Verdict;
  answer: Answer;
  desk: Desk;
  /** What the reader sees. */
  text: string;
  why: string;
}

const read = (file: string): Question[] =>
  readFileSync(`tests/ask/${file}`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => ({ any: [], cite: [], ...JSON.parse(line) }));

export const sets = [
  { file: 'questions.jsonl', briefs: 'briefs', id: 'centralasia' },
  { file: 'second-questions.jsonl', briefs: 'tests/ask/second-desk', id: 'lantern' },
] as const;

export function contextOf({ store, scope, service }: OpenDesk): CommandContext {
  const names = buildNameIndex(service.definition);
  const { entries, visits, searcher } = store;
  return {
    ...{ desk: service, scope, names, entries, visits, searcher },
    language: createLanguage(service.definition, names),
    ...{ commands: [], pageSize: 8, view: 'glance', line: () => '' },
  };
}

/** Asks every question of a set, each desk read once. */
export async function judge(set: (typeof sets)[number]): Promise<Judged[]> {
  const desk = await openDesk(set);
  try {
    const { service } = desk;
    const context = contextOf(desk);
    const judged: Judged[] = [];
    for (const question of read(set.file)) {
      const { answer, reply } = await answered(question.q, context);
      const text = rows(reply).join('\n');
      const rests = [
        ...answer.rows.map(({ entry }) => entry.body.id),
        ...(answer.counted ?? []).map(({ body }) => body.id),
        ...reply.citations.map(({ source }) => source),
      ];
      judged.push({ question, answer, desk: service, text, ...verdictOf(question, answer, text, rests) });
    }
    return judged;
  } finally {
    await desk.end();
  }
}

function verdictOf(
  { answerable, any, cite }: Question,
  answer: Answer,
  text: string,
  rests: string[],
): { verdict: Verdict; why: string } {
  if (answer.outcome === 'question') return { verdict: 'asked back', why: '' };
  if (answer.outcome !== 'ok') return { verdict: 'refused', why: '' };
  if (!answerable) return { verdict: 'wrong', why: 'states an answer where nothing is known' };
  const lacking = any.filter((group) => !group.some((needle) => holds(text, needle)));
  const says = answer.says ?? '';
  if (
    /^(none|no stop) recorded/i.test(says) &&
    !any.some((group) => group.some((needle) => holds('none recorded', needle) || holds('no stop', needle)))
  )
    return { verdict: any.length > 0 && lacking.length > 0 ? 'wrong' : 'answered', why: 'says none' };
  if (lacking.length > 0)
    return { verdict: 'missed', why: `lacks ${lacking.map(([first]) => first).join(' & ')}` };
  if (cite.length > 0 && !cite.some((id) => rests.includes(id)))
    return { verdict: 'missed', why: `rests on ${rests.slice(0, 4).join(' ')}` };
  return { verdict: 'answered', why: '' };
}

/** The boundary rule of README.md. */
export function holds(text: string, needle: string): boolean {
  const [low, sought] = [text.toLowerCase(), needle.toLowerCase()];
  for (let at = low.indexOf(sought); at >= 0; at = low.indexOf(sought, at + 1)) {
    const before = low[at - 1] ?? ' ';
    const after = low[at + sought.length] ?? ' ';
    const begins = !/[\p{L}\p{N}]/u.test(before);
    const ends = !(/\d$/.test(sought) && /\d/.test(after));
    if (begins && ends) return true;
  }
  return false;
}

/**
 * Names, dates and numbers of the answer's own sentence that no entry it rests on says. Numbers may also be those of the
 * rows that were counted; offices and their times come from the desk's own list.
 */
export function unsupported({ answer, desk }: Judged): string[] {
  if (answer.outcome !== 'ok') return [];
  const said = [answer.says ?? '', ...answer.rows.map(({ text }) => text ?? '')].join(' ');
  const entries = [...answer.rows.map(({ entry }) => entry), ...(answer.counted ?? [])];
  const { definition, sources } = desk;
  const bodies = entries.map(({ body }) => body);
  const ids = new Set(
    bodies.flatMap((body) => [
      ...[body.people, body.places, body.countries, body.organisations, body.topics].flat(),
    ]),
  );
  const listed = [
    ...definition.people,
    ...definition.places,
    ...definition.countries,
    ...definition.organisations,
    ...definition.topics,
  ];
  const dates = bodies.flatMap((body) => (body.type === 'fact' ? body.dates.map(({ edtf }) => edtf) : []));
  const words = [
    ...bodies.map((body) => JSON.stringify(body)),
    ...listed.filter(({ id }) => ids.has(id)).map(({ name }) => name),
    ...dates.flatMap((edtf) => [eventDate(edtf).text, shortDate(eventDate(edtf))]),
    ...sources.filter(({ id }) => answer.sources?.includes(id)).map((source) => JSON.stringify(source)),
    ...sources.flatMap(({ registers }) =>
      registers.map(({ until, since }) =>
        [until, since].map((edtf) => (edtf ? eventDate(edtf).text : '')).join(' '),
      ),
    ),
    ...definition.offices.map(({ name }) => name),
    ...(bodies.length === 0
      ? definition.people.flatMap(({ name, roles }) => [
          name,
          ...roles.flatMap(({ since, until }) =>
            [since, until].map((edtf) => (edtf ? eventDate(edtf).text : '')),
          ),
        ])
      : []),
    definition.name,
    answer.since ? formatDay(answer.since) : '',
  ].join(' ');
  const stops = (answer.counted ?? []).flatMap(({ body }) =>
    body.type === 'fact' && body.visit ? [body.visit] : [],
  );
  const counts = new Set<number>([answer.counted?.length ?? 0, answer.total ?? 0]);
  for (const of of [
    stops,
    ...Map.groupBy(stops, ({ visitor }) => visitor).values(),
    ...Map.groupBy(stops, ({ host }) => host).values(),
    ...Map.groupBy(stops, ({ from }) => from).values(),
  ]) {
    counts.add(of.length);
    for (const key of ['trip', 'visitor', 'host'] as const)
      counts.add(new Set(of.map((stop) => stop[key])).size);
  }
  const claims = said.match(/\p{Lu}[\p{L}’'-]{2,}|\d[\d,.]*/gu) ?? [];
  return claims
    .map((claim) => claim.replace(/[.,’'-]+$/, ''))
    .filter((claim) => !ours.has(claim) && !words.includes(claim) && !counts.has(Number(claim)));
}

/** Words with which the answers' own sentences begin. */
const ours = new Set(
  'Yes None First Last Visit Recorded New Most Fewest Planned All Nothing Not Travel The Opinion'.split(' '),
);

export type Tally = { of: number } & Partial<Record<Verdict, number>>;

export function tally(judged: readonly Judged[]): { answerable: Tally; unanswerable: Tally } {
  const of = (all: readonly Judged[]) =>
    Object.fromEntries(
      [...Map.groupBy(all, ({ verdict }) => verdict)].map(([verdict, own]) => [verdict, own.length]),
    );
  const [known, unknown] = [
    judged.filter(({ question }) => question.answerable),
    judged.filter(({ question }) => !question.answerable),
  ];
  return {
    answerable: { of: known.length, ...of(known) },
    unanswerable: { of: unknown.length, ...of(unknown) },
  };
}

if (import.meta.main) {
  const [only, long] = process.argv.slice(2);
  for (const set of sets) {
    if (only && only !== 'all' && !set.file.startsWith(only)) continue;
    const started = performance.now();
    const judged = await judge(set);
    console.log(set.file, JSON.stringify(tally(judged)), Math.round(performance.now() - started));
    for (const { question, verdict, text, why } of judged) {
      const right = question.answerable ? verdict === 'answered' : verdict === 'refused';
      if (right && long !== 'all') continue;
      console.log(
        `\n## ${question.answerable ? 'A' : '-'} ${verdict}: ${question.q}  [${why}] ${question.answerable ? JSON.stringify(question.any.map((g) => g.slice(0, 2))) : ''} ${question.cite.slice(0, 3)}`,
      );
      if (long)
        console.log(
          text
            .split('\n')
            .map((line) => `   ${line}`)
            .join('\n'),
        );
    }
  }
}
