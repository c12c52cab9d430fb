import { parseEventDate } from '../domain/event-date.ts';
import { knownDate } from '../domain/known-date.ts';
import type { Name, NameIndex, NameKind } from '../domain/ports/names.ts';
import type { Article } from './article.ts';
import type { Claim } from './claim.ts';
import { kindOf } from './claim-kind.ts';
import { isClutter, scoreOf, worthProposing } from './claim-score.ts';
import { standingOf } from './claim-standing.ts';
import { type FoundDate, findDates, type Written } from './find-dates.ts';
import { findNumbers, findQuotes } from './find-figures.ts';
import { type FoundName, findNames, settleNames } from './find-names.ts';
import { findTitles } from './find-titles.ts';
import { sentencesOf } from './sentences.ts';

const mostSentences = 2000;

export interface Proposals {
  /** The likeliest first. */
  claims: Claim[];
  /** The article was longer than is read, or `enough` ended it. */
  partly: boolean;
}

/**
 * Claims in an article. Plain rules over its sentences: no model, no network. `enough` is asked before each sentence, and
 * ends the reading with what was found; the work for one sentence is bounded, so that all of it grows with the text.
 */
export function proposeClaims(article: Article, names: NameIndex, enough = () => false): Proposals {
  const written = writtenOn(article.dated);
  const told: { sentence: string; paragraph: number; found: FoundName[] }[] = [];
  let partly = false;
  let read = 0;
  reading: for (const [index, text] of article.paragraphs.entries())
    for (const sentence of sentencesOf(text, article.language)) {
      if (read === mostSentences || enough()) {
        partly = true;
        break reading;
      }
      read += 1;
      if (!isClutter(sentence))
        told.push({ sentence, paragraph: index + 1, found: findNames(sentence, names) });
    }
  const certain = told
    .flatMap(({ found }) => found.filter(isCertain))
    .map(({ candidates: [name] }) => name?.id ?? '');
  const known = new Set(certain);
  const claims = told
    .map(({ sentence, paragraph, found }) =>
      readClaim(sentence, paragraph, settleNames(found, known), written),
    )
    .filter(worthProposing)
    .sort((a, b) => b.score - a.score);
  return { claims, partly };
}

const isCertain = ({ candidates }: FoundName) => candidates.length === 1;

/** The days the article may have appeared on; none where that is not known to the year. */
function writtenOn(dated: string | undefined): Written | undefined {
  const parsed = dated === undefined ? undefined : parseEventDate(dated);
  if (!parsed?.ok) return undefined;
  const { earliest, latest } = parsed.date;
  return earliest !== null && latest !== null ? { earliest, latest } : undefined;
}

function readClaim(sentence: string, paragraph: number, found: FoundName[], written?: Written): Claim {
  const dates = findDates(sentence, written);
  const certain = found.filter(isCertain).flatMap(({ candidates }) => candidates);
  const people = idsOf(certain, 'person');
  const claim = {
    sentence,
    paragraph,
    kind: kindOf(sentence, { person: people.length > 0, past: dates.some((date) => hasBeen(date, written)) }),
    standing: standingOf(sentence),
    dates,
    people,
    countries: [...new Set([...idsOf(certain, 'country'), ...countriesOf(certain)])],
    places: idsOf(certain, 'place'),
    organisations: idsOf(certain, 'organisation'),
    unclear: found.filter((name) => !isCertain(name)),
    numbers: findNumbers(without(sentence, dates)),
    named: findTitles(sentence, found),
    quotes: findQuotes(sentence),
  };
  return { ...claim, score: scoreOf(claim) };
}

const idsOf = (names: readonly Name[], kind: NameKind) => [
  ...new Set(names.filter((name) => name.kind === kind).map(({ id }) => id)),
];

const countriesOf = (names: readonly Name[]) =>
  names.flatMap(({ kind, country }) => (kind === 'place' && country ? [country] : []));

/** The sentence with its dates blanked, so that "27 February" counts nothing. */
function without(sentence: string, dates: readonly FoundDate[]): string {
  return dates.reduce((left, { text }) => left.replace(text, ' '), sentence);
}

function hasBeen({ edtf }: FoundDate, written: Written | undefined): boolean {
  const { latest, earliest } = knownDate(edtf);
  if (!written) return latest !== null;
  return (latest ?? earliest ?? '9999') <= written.latest;
}
