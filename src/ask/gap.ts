import { countryName, type Desk, nameOf } from '../domain/desk.ts';
import type { Unanswered } from '../domain/ports/chat.ts';
import type { Answer, Plan } from './plan.ts';
import { rangeWords } from './visits/words.ts';

/** Of the reading, which may hold every word of the question. */
const longestKey = 300;

/** Mentions, ids, addresses and long numbers: a question with one is about somebody in private, and is not kept. */
const isPrivate = /<[@#!]|\b[a-z]+:[A-Z0-9]+:|\S@\S|@\w|https?:|www\.|\b[UWT][A-Z0-9]{7,}\b|\d{7,}|\+\d/;

/** A question that has no answer, as it is counted; undefined if it has one, or is not to be kept. */
export function gapOf(question: string, plan: Plan, answer: Answer, desk: Desk): Unanswered | undefined {
  if (answer.outcome !== 'not_found' && answer.outcome !== 'not_covered') return undefined;
  if (isPrivate.test(question)) return undefined;
  const key = (answer.reading || question).toLowerCase().slice(0, longestKey).toWellFormed();
  return { key, question, about: aboutOf(plan, desk) };
}

/** What the question says for certain, as values of the form in which a fact is written. */
function aboutOf(plan: Plan, desk: Desk): Record<string, string> {
  const { persons, countries, places, content, range } = plan;
  const one = <T>(all: readonly T[]): T[] => (all.length === 1 ? [...all] : []);
  const lists = {
    country: countries.map(({ id }) => countryName(desk, id)),
    person: persons.flatMap((ids) => one(ids)).map((id) => nameOf(desk, 'people', id)),
    place: places.map(({ id }) => nameOf(desk, 'places', id)),
    organisation: content
      .flatMap(({ organisations }) => one(organisations))
      .map((id) => nameOf(desk, 'organisations', id)),
    topic: content.flatMap(({ topics }) => one(topics)).map((id) => nameOf(desk, 'topics', id)),
    date: range.since && range.until ? rangeWords(plan).filter((words) => !words.includes(' to ')) : [],
  };
  return Object.fromEntries(
    Object.entries(lists).flatMap(([name, values]) => {
      const said = [...new Set(values)].join(', ');
      return said === '' ? [] : [[name, said]];
    }),
  );
}
