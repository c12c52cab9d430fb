import type { Claim } from './claim.ts';

const fewestWords = 5;
const mostCharacters = 1200;

/** What surrounds an article: captions, notes on the author, calls to subscribe, questions to the reader. */
const clutter =
  /^(image|photo|picture|source|credit|caption|about the author|read (more|also|next)|related|see also|follow|subscribe|sign up|share|click|copyright|©|all rights|advertisement|tags?|topics?|filed under|editor['’]s note|the views expressed|this (article|story|piece) (was|is|has)|join|support|comments?|cookies?|we use)\b|\b(follow (him|her|them|us) on|subscribe to|newsletter|sign up for|terms of use|privacy policy|cookies|all rights reserved|click here)\b/i;

export function isClutter(sentence: string): boolean {
  const words = sentence.split(' ').length;
  return (
    words < fewestWords ||
    sentence.length > mostCharacters ||
    sentence.endsWith('?') ||
    clutter.test(sentence)
  );
}

type Scored = Omit<Claim, 'score'>;

/** One for each thing that can be looked up, more for what makes a fact: a date, a person, something that happened. */
export function scoreOf(claim: Scored): number {
  const { dates, people, countries, places, organisations, named, numbers, quotes, kind, standing } = claim;
  const names = Math.min(countries.length + places.length + organisations.length, 4);
  const written = dates.some((date) => date.written);
  return (
    (written ? 3 : dates.length > 0 ? 2 : 0) +
    Math.min(people.length, 3) * 2 +
    names +
    Math.min(named.length, 1) +
    Math.min(numbers.length, 2) +
    Math.min(quotes.length, 1) +
    { visit: 3, event: 2, plan: 2, status: 1, view: 0 }[kind] -
    (standing === 'speculation' ? 1 : 0)
  );
}

/** Something to look up: the rest only carries the story on. */
export function worthProposing(claim: Claim): boolean {
  const { dates, people, countries, places, organisations, unclear, named, numbers, quotes } = claim;
  return [dates, people, countries, places, organisations, unclear, named, numbers, quotes].some(
    (all) => all.length > 0,
  );
}
