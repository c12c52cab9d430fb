import { countryName, type Desk } from '../domain/desk.ts';
import type { EntryBody } from '../domain/entry.ts';
import { normalise } from '../search/names/phonetic-key.ts';
import { stemOf } from '../search/names/tokens.ts';
import { holdsWord, textsOf } from './evidence.ts';
import type { Plan } from './plan.ts';
import { hasNumber } from './quote.ts';

const prices = new Set(['price', 'prices', 'cost', 'costs', 'fee', 'fees']);
const paid = /\b(?:prices?|cost\w*|fees?|pay\w*|paid|worth|sells?|sold|charge[sd]?)\b/i;
const money =
  /[$€£¥]|\b(?:dollars?|euros?|pounds?|roubles?|rubles?|tenge|soms?|soums?|somoni|manats?|yuan|yen|crowns?)\b/i;

/** `price of gas`, `gas price`; a price among other words, as in `fuel price protests`, is only a word. */
export const asksPrice = ({ asked, cues, content }: Plan): boolean =>
  cues.has('price') ||
  ((asked === 'list' || asked === 'what' || asked === 'amount') &&
    content.length > 1 &&
    prices.has(content.at(-1)?.word ?? ''));

/** A sum of money beside what it is the price of. */
export function tellsPrice(body: EntryBody, { content }: Plan): boolean {
  const things = content.filter(({ word }) => !prices.has(word));
  const untagged = { ...body, topics: [], organisations: [] };
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

const mainText = (body: EntryBody) =>
  [body.title, ...(body.type === 'fact' ? [body.statement] : textsOf(body))].join(' ');

const segmenter = new Intl.Segmenter('en-GB', { granularity: 'sentence' });

const sentencesOf = (body: EntryBody): string[] =>
  [body.title, ...textsOf(body)].flatMap((text) =>
    [...segmenter.segment(text)].map(({ segment }) => segment),
  );
