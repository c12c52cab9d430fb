import { LRUCache } from 'lru-cache';
import type { DeskDefinition } from '../domain/desk.ts';
import type { Name, NameIndex, NameKind } from '../domain/ports/names.ts';
import type { SearchLanguage, SearchQuery, SearchTerm, SearchToken } from '../domain/search/query.ts';
import { createHighlighter } from './highlight.ts';
import { glossAt } from './names/glossary.ts';
import { typingErrors } from './names/near.ts';
import { normalise, phoneticKey, readings } from './names/phonetic-key.ts';
import { deskRecords, otherCountries, spellingTokens } from './names/records.ts';
import { joinPlus, nameToken, stemOf, wordTokens } from './names/tokens.ts';
import { isEveryday, placesOfTheWorld } from './names/world.ts';

const nameKinds: readonly NameKind[] = ['country', 'person', 'organisation', 'topic', 'place', 'office'];
/** Only proper names: a common word that resembles another kind is usually just that word. */
const nearKinds: readonly NameKind[] = ['country', 'person', 'place'];
const mostNamesakes = 5;
/** More words than a question of a thousand characters has. */
const mostWords = 300;

/** Translates questions to one desk's index: names in any spelling, words in any form. */
export function createLanguage(definition: DeskDefinition, names: NameIndex): SearchLanguage {
  const spellings = spellingTokens(definition);
  const spoken = new Map<string, Name>();
  const topicsOf = topicWords(definition);
  const isHeard = heardIn(definition);

  function nameTokens(named: readonly Name[]): SearchToken[] {
    return named.map((name) => {
      const token = nameToken(name.kind, name.id);
      spoken.set(token, name);
      return { token, column: 'names' };
    });
  }

  /** An entry has a word by itself, or by a name that a run of words means. */
  function termsOf(words: readonly string[], named: readonly Name[]): Omit<SearchTerm, 'times'>[] {
    const tokens = nameTokens(named);
    const folded = words
      .flatMap((word) => normalise(joinPlus(word)).split(' '))
      .filter((word) => stemOf(word).length > 0);
    if (folded.length === 0) return tokens.length > 0 ? [{ word: words.join(' '), tokens }] : [];
    // The last word of a run stands for the whole, like a family name, so its other spellings count too.
    const [only] = named.length === 1 ? named : [];
    const others = only && only.kind !== 'topic' ? spellings(only).single : [];
    return folded.map((word, at) => {
      const stems = new Set([...stemOf(word), ...(at === folded.length - 1 ? others : [])]);
      const asked = [...stems].map((token): SearchToken => ({ token, column: 'words' }));
      return { word, tokens: [...tokens, ...asked] };
    });
  }

  /** The longest run of words from the first on that is a name, or the first word. */
  function readAt(typed: readonly string[]): { words: readonly string[]; named: Name[] } {
    const known = typed.slice(0, names.longest().words).map((word) => isHeard(word));
    for (let length = known[0] ? known.length : 1; length > 0; length -= 1) {
      const words = typed.slice(0, length);
      if (length > 1 && !known[length - 1]) continue;
      const named = exactly(words.join(' '));
      if (named.length > 0) return { words, named };
    }
    return { words: typed.slice(0, 1), named: [] };
  }

  function exactly(text: string): Name[] {
    const folded = normalise(text);
    if (folded.length < 2 || stemOf(folded).length === 0) return [];
    // For two people with one family name, both are searched.
    const found = names.exact(text, nameKinds);
    const isWord = (name: Name) => name.kind === 'topic' && topicsOf.words.get(folded)?.has(name.id);
    return found.filter((name) => !isWord(name)).slice(0, mostNamesakes);
  }

  function misspelt(word: string): Name | undefined {
    const folded = normalise(word);
    if (folded.length < 6 || /\d/.test(folded)) return undefined;
    const found = names.resolve(word, nearKinds);
    if (found.outcome !== 'found' || found.via !== 'near' || !listed(found.name)) return undefined;
    // A prefix of a name may be another word, middle names identify nobody, and the first letter is rarely wrong.
    const written = spellings(found.name).phrases.flatMap((words) => [words[0] ?? '', words.at(-1) ?? '']);
    if (written.some((part) => part.startsWith(folded) || isEnding(folded, part))) return undefined;
    const allowed = folded.length < 9 ? 1 : 2;
    const close = written.some((part) => part[0] === folded[0] && typingErrors(part, folded) <= allowed);
    return close ? found.name : undefined;
  }

  /** Countries that the desk does not list must be spelt exactly. */
  function listed({ kind, id }: Name): boolean {
    return kind !== 'country' || definition.countries.some((country) => country.id === id);
  }

  return {
    understand(asked, misread = new Map()) {
      const { words: said, phrases, without } = readSyntax(asked);
      const terms = new Map<string, SearchTerm>();
      const readAs = new Map<string, string>();
      const add = (more: readonly Omit<SearchTerm, 'times'>[]) => {
        for (const term of more) {
          const key = stemOf(term.word)[0] ?? term.word;
          const known = terms.get(key);
          const tokens = known ? together(known.tokens, term.tokens) : term.tokens;
          terms.set(key, { word: known?.word ?? term.word, tokens, times: (known?.times ?? 0) + 1 });
        }
      };
      let typed: readonly string[] = said.slice(0, mostWords);
      while (typed.length > 0) {
        const [word = ''] = typed;
        const gloss = glossAt(typed.slice(0, names.longest().words), definition, names);
        if (gloss) {
          readAs.set(typed.slice(0, gloss.used).join(' '), gloss.says);
          let meant: readonly string[] = gloss.says.split(' ');
          while (meant.length > 0) {
            const { words, named } = readAt(meant);
            add(termsOf(words, named));
            meant = meant.slice(words.length);
          }
          typed = typed.slice(gloss.used);
          continue;
        }
        const instead = misread.get(normalise(word));
        if (instead !== undefined) readAs.set(normalise(word), instead);
        const reading = instead === undefined ? readAt(typed) : readAt(instead.split(' '));
        add(termsOf(reading.words, reading.named));
        typed = typed.slice(instead === undefined ? reading.words.length : 1);
      }
      const topics = topicsOf.saidIn(said);
      const query: SearchQuery = {
        terms: [...terms.values()],
        phrases: phrases.map(wordTokens),
        without: without.flatMap((word) => termsOf([word], exactly(word)).flatMap(({ tokens }) => tokens)),
        related: topics.map(({ topic }) => ({ token: nameToken('topic', topic), column: 'names' })),
      };
      return { query, readAs: [...readAs].map(([word, label]) => ({ typed: word, label })), topics };
    },
    isWord: (word) =>
      isEveryday(normalise(word)) ||
      placesOfTheWorld(word).length > 0 ||
      names.exact(word, nearKinds).length > 0,
    misspelt,
    suggest(asked, limit) {
      const typed = asked.split(/[\s"“”„«»]+/).filter((word) => normalise(word).length > 3);
      const lines = typed.flatMap((word) => {
        if (names.exact(word, nameKinds).length > 0) return [];
        const near = likeliest(names.resolve(word, nameKinds));
        return near.filter(listed).map(({ label }) => asked.replace(word, () => label));
      });
      return [...new Set(lines)].slice(0, limit);
    },
    highlighter: createHighlighter(spellings, spoken, definition),
  };
}

function likeliest(resolved: ReturnType<NameIndex['resolve']>): readonly Name[] {
  switch (resolved.outcome) {
    case 'found':
      return [resolved.name];
    case 'ambiguous':
      return resolved.candidates;
    default:
      return resolved.suggestions.slice(0, 1);
  }
}

const together = (some: readonly SearchToken[], others: readonly SearchToken[]): SearchToken[] => [
  ...some,
  ...others.filter(
    (other) => !some.some(({ token, column }) => token === other.token && column === other.column),
  ),
];

/** `karimovs`: a name with a suffix, not a misspelling. */
function isEnding(word: string, part: string): boolean {
  return part.length > 3 && word.startsWith(part) && word.length - part.length <= 2;
}

/** Whether any name has the word, however it is written: looking for a name takes a hundred times as long. */
function heardIn(definition: DeskDefinition): (word: string) => boolean {
  let sounds: Set<string> | undefined;
  const known = new LRUCache<string, boolean>({ max: 2000 });
  const all = () => [...deskRecords(definition), ...otherCountries(definition)];
  return (word) => {
    const found = known.get(word);
    if (found !== undefined) return found;
    sounds ??= new Set(
      all().flatMap(({ spellings }) => spellings.flatMap((one) => phoneticKey(one).split(' '))),
    );
    const parts = normalise(word).split(' ');
    const heard =
      parts.some((part) => part.length < 2) ||
      readings(word).some((reading) => reading.split(' ').some((sound) => sounds?.has(sound)));
    known.set(word, heard);
    return heard;
  };
}

/** The words of topics, which stand in texts on them and are no names of theirs. */
function topicWords({ topics }: DeskDefinition) {
  const listed = topics.flatMap(({ id, words = [] }) =>
    words.map((word) => ({ topic: id, word, stems: ` ${wordTokens(word).join(' ')} ` })),
  );
  const words = new Map<string, Set<string>>();
  for (const { topic, word } of listed) {
    const folded = normalise(word);
    words.set(folded, new Set([...(words.get(folded) ?? []), topic]));
  }
  return {
    words,
    /** One for each topic. */
    saidIn(typed: readonly string[]): { word: string; topic: string }[] {
      const asked = ` ${typed.flatMap(wordTokens).join(' ')} `;
      const found = listed.filter(({ stems }) => stems.length > 2 && asked.includes(stems));
      const own = found.filter(({ topic }, at) => found.findIndex((one) => one.topic === topic) === at);
      return own.map(({ topic, word }) => ({ word, topic }));
    },
  };
}

const quoted = /["“”„«]([^"“”„«»]*)["“”»]/g;

/** Words, quoted phrases, which are made of words too, and words with a minus before them. */
function readSyntax(asked: string): { words: string[]; phrases: string[]; without: string[] } {
  const phrases = [...asked.matchAll(quoted)].map(([, phrase = '']) => phrase);
  const typed = asked
    // `C5 + 1` with spaces is one word.
    .replace(/(?<=\d) ?\+ ?(?=\d)/g, '+')
    .split(/[\s"“”„«»]+/)
    .filter((word) => normalise(word) !== '');
  const isExcluded = (word: string) => /^[-−]\p{L}/u.test(word);
  return {
    words: typed.filter((word) => !isExcluded(word)),
    phrases,
    without: typed.filter(isExcluded).map((word) => word.slice(1)),
  };
}
