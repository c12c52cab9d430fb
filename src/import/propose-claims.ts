import { parseEventDate } from '../domain/event-date.ts';
import { knownDate } from '../domain/known-date.ts';
import type { Name, NameIndex, NameKind } from '../domain/ports/names.ts';
import type { FactKind } from '../domain/vocabulary.ts';
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
  const told: Told[] = [];
  let partly = false;
  let read = 0;
  reading: for (const [index, text] of article.paragraphs.entries())
    for (const sentence of sentencesOf(text, article.language)) {
      if (read === mostSentences || enough()) {
        partly = true;
        break reading;
      }
      read += 1;
      if (!isClutter(sentence)) told.push(readSentence(sentence, index + 1, { names, written }));
    }
  const certain = told
    .flatMap(({ found }) => found.filter(isCertain))
    .map(({ candidates: [name] }) => name?.id ?? '');
  const known = new Set(certain);
  const claims = told
    .map((one) => settled(one, known))
    .filter(worthProposing)
    .sort((a, b) => b.score - a.score);
  return { claims, partly };
}

/** What a sentence says by itself: whom its names mean may be told by the others. */
interface Told
  extends Pick<Claim, 'sentence' | 'paragraph' | 'dates' | 'numbers' | 'named' | 'quotes' | 'standing'> {
  found: FoundName[];
  kinds: { withPerson: FactKind; without: FactKind };
}

const isCertain = ({ candidates }: FoundName) => candidates.length === 1;

/** The days the article may have appeared on; none where that is not known to the year. */
function writtenOn(dated: string | undefined): Written | undefined {
  const parsed = dated === undefined ? undefined : parseEventDate(dated);
  if (!parsed?.ok) return undefined;
  const { earliest, latest } = parsed.date;
  return earliest !== null && latest !== null ? { earliest, latest } : undefined;
}

function readSentence(
  sentence: string,
  paragraph: number,
  { names, written }: { names: NameIndex; written: Written | undefined },
): Told {
  const dates = findDates(sentence, written);
  const found = findNames(sentence, names);
  const past = dates.some((date) => hasBeen(date, written));
  return {
    ...{ sentence, paragraph, dates, found, standing: standingOf(sentence) },
    kinds: {
      withPerson: kindOf(sentence, { person: true, past }),
      without: kindOf(sentence, { person: false, past }),
    },
    numbers: findNumbers(without(sentence, dates)),
    named: findTitles(sentence, found),
    quotes: findQuotes(sentence),
  };
}

function settled({ found, kinds, ...told }: Told, known: ReadonlySet<string>): Claim {
  const named = settleNames(found, known);
  const certain = named.filter(isCertain).flatMap(({ candidates }) => candidates);
  const people = idsOf(certain, 'person');
  const claim = {
    ...told,
    kind: people.length > 0 ? kinds.withPerson : kinds.without,
    people,
    countries: [...new Set([...idsOf(certain, 'country'), ...countriesOf(certain)])],
    places: idsOf(certain, 'place'),
    organisations: idsOf(certain, 'organisation'),
    unclear: named.filter((name) => !isCertain(name)),
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
