import type { DeskDefinition } from '../domain/desk.ts';
import type { Name } from '../domain/ports/names.ts';
import type { Span } from '../domain/reply.ts';
import type { SearchLanguage, SearchQuery } from '../domain/search/query.ts';
import { normalise } from './names/phonetic-key.ts';
import type { NameSpellings } from './names/records.ts';
import { deskRecords } from './names/records.ts';
import { nameToken, stemOf } from './names/tokens.ts';

interface Word {
  start: number;
  end: number;
  folded: string;
}

/** A word with its combining marks and apostrophes; never cuts within a letter. */
const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’ʻʼ`][\p{L}\p{N}\p{M}]+)*/gu;

/** Marks the words of a text that a query matches, including all spellings of its names. */
export function createHighlighter(
  spellings: (name: Name) => NameSpellings,
  spoken: ReadonlyMap<string, Name>,
  definition: DeskDefinition,
): SearchLanguage['highlighter'] {
  let known: Map<string, Name> | undefined;
  const nameOf = (token: string): Name | undefined => {
    if (spoken.has(token)) return spoken.get(token);
    known ??= new Map(deskRecords(definition).map(({ name }) => [nameToken(name.kind, name.id), name]));
    return known.get(token);
  };
  const phrasesOf = ({ terms }: SearchQuery): string[][] =>
    terms
      .flatMap(({ tokens }) => tokens)
      .flatMap(({ token, column }) => {
        const name = column === 'names' ? nameOf(token) : undefined;
        return name ? spellings(name).phrases : [];
      });

  return (query) => {
    const asked = query.terms.flatMap(({ tokens }) => tokens);
    const stems = new Set(asked.filter(({ column }) => column === 'words').map(({ token }) => token));
    const phrases = Map.groupBy(phrasesOf(query), ([first = '']) => first);
    return (text) => {
      const words = wordsOf(text);
      const matched = words.map(({ folded }) => stemOf(folded).some((stem) => stems.has(stem)));
      markPhrases(words, phrases, matched);
      return toSpans(text, words, matched);
    };
  };
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(wordPattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    folded: normalise(match[0]).replaceAll(' ', ''),
  }));
}

/** `phrases`: by their first word. */
function markPhrases(
  words: readonly Word[],
  phrases: ReadonlyMap<string, readonly string[][]>,
  matched: boolean[],
): void {
  words.forEach((word, at) => {
    for (const phrase of phrases.get(word.folded) ?? []) {
      if (phrase.every((part, offset) => words[at + offset]?.folded === part)) {
        matched.fill(true, at, at + phrase.length);
      }
    }
  });
}

/** Joins adjacent matched words, with the space or hyphen between them, into one span. */
function toSpans(text: string, words: readonly Word[], matched: readonly boolean[]): Span[] {
  const spans: Span[] = [];
  let done = 0;
  let at = 0;
  while (at < words.length) {
    if (!matched[at]) {
      at += 1;
      continue;
    }
    let last = at;
    while (matched[last + 1] && /^[\s-]$/.test(text.slice(words[last]?.end, words[last + 1]?.start)))
      last += 1;
    const [start, end] = [words[at]?.start ?? 0, words[last]?.end ?? 0];
    if (start > done) spans.push({ text: text.slice(done, start) });
    spans.push({ text: text.slice(start, end), style: 'mark' });
    done = end;
    at = last + 1;
  }
  if (done < text.length || spans.length === 0) spans.push({ text: text.slice(done) });
  return spans;
}
