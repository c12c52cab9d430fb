import type { DeskDefinition } from '../domain/desk.ts';
import type { SearchLanguage, SearchToken } from '../domain/ports/entries.ts';
import type { Name, NameIndex, NameKind } from '../domain/ports/names.ts';
import { createHighlighter } from './highlight.ts';
import { typos } from './names/near.ts';
import { normalise } from './names/phonetic-key.ts';
import { spellingTokens } from './names/records.ts';
import { joinPlus, nameToken, stemOf } from './names/tokens.ts';

const nameKinds: readonly NameKind[] = ['country', 'person', 'organisation', 'topic', 'place', 'office'];
/** Only proper names: a common word that resembles another kind is usually just that word. */
const nearKinds: readonly NameKind[] = ['country', 'person', 'place'];
const longestName = 7;
const mostNamesakes = 5;
/** More words do not narrow a search. */
const mostWords = 30;

/** What one word of a question is looked for by. */
interface Group {
  word: string;
  tokens: SearchToken[];
}

interface RunReading {
  names: Name[];
  words: string[];
  near: boolean;
}

/** Translates questions to one desk's index: names in any spelling, words in any form. */
export function createLanguage(definition: DeskDefinition, names: NameIndex): SearchLanguage {
  const spellings = spellingTokens(definition);
  const spoken = new Map<string, Name>();

  /** Every word must match: by itself, or as part of a name that a run of words means. */
  function groupsOf({ names: named, words }: RunReading, last: boolean): Group[] {
    const tokens = named.map((name): SearchToken => {
      const token = nameToken(name.kind, name.id);
      spoken.set(token, name);
      return { token, column: 'names' };
    });
    const folded = words
      .flatMap((word) => normalise(joinPlus(word)).split(' '))
      .filter((word) => stemOf(word).length > 0);
    if (folded.length === 0) return tokens.length > 0 ? [{ word: words.join(' '), tokens }] : [];
    // The last word of a run stands for the whole, like a family name, so its other spellings count too. Not for
    // topics, whose spellings are related words: uranium must not find lithium.
    const [only] = named.length === 1 ? named : [];
    const others = only && only.kind !== 'topic' ? spellings(only).single : [];
    return folded.map((word, at) => {
      const final = at === folded.length - 1;
      const stems = new Set([...stemOf(word), ...(final ? others : [])]);
      const asked = [...stems].map((token): SearchToken => ({ token, column: 'words' }));
      const begun = last && final && named.length === 0 && word.length > 3 && !/\d/.test(word);
      const prefix = begun ? [{ token: word, column: 'words' as const, prefix: true }] : [];
      return { word, tokens: [...tokens, ...asked, ...prefix] };
    });
  }

  function readAt(typed: readonly string[]): RunReading {
    for (let length = Math.min(longestName, typed.length); length > 0; length -= 1) {
      const words = typed.slice(0, length);
      const named = exactly(words.join(' '));
      if (named.length > 0) return { names: named, words, near: false };
    }
    const [word = ''] = typed;
    const near = nearly(word);
    return { names: near ? [near] : [], words: [word], near: near !== undefined };
  }

  function exactly(text: string): Name[] {
    const folded = normalise(text);
    if (folded.length < 2 || stemOf(folded).length === 0) return [];
    // For two people with one family name, both are searched.
    return names.exact(text, nameKinds).slice(0, mostNamesakes);
  }

  function nearly(word: string): Name | undefined {
    const folded = normalise(word);
    if (folded.length < 6 || /\d/.test(folded)) return undefined;
    const found = names.resolve(word, nearKinds);
    if (found.outcome !== 'found' || found.via !== 'near' || !listed(found.name)) return undefined;
    // A prefix of a name may be another word, middle names identify nobody, and the first letter is rarely wrong.
    const written = spellings(found.name).phrases.flatMap((words) => [words[0] ?? '', words.at(-1) ?? '']);
    if (written.some((part) => part.startsWith(folded) || isEnding(folded, part))) return undefined;
    const allowed = folded.length < 9 ? 1 : 2;
    const close = written.some((part) => part[0] === folded[0] && typos(part, folded) <= allowed);
    return close ? found.name : undefined;
  }

  /** Countries that the desk does not list must be spelt exactly. */
  function listed({ kind, id }: Name): boolean {
    return kind !== 'country' || definition.countries.some((country) => country.id === id);
  }

  return {
    understand(asked) {
      const groups: Group[] = [];
      const readAs: { typed: string; label: string }[] = [];
      // `C5 + 1` with spaces is one word.
      let typed = asked
        .replace(/(?<=\d) ?\+ ?(?=\d)/g, '+')
        .split(/[\s"“”„«»]+/)
        .filter((word) => normalise(word) !== '')
        .slice(0, mostWords);
      while (typed.length > 0) {
        const reading = readAt(typed);
        const { names: named, words, near } = reading;
        typed = typed.slice(words.length);
        groups.push(...groupsOf(reading, typed.length === 0));
        if (near && named[0]) readAs.push({ typed: words.join(' '), label: named[0].label });
      }
      return {
        query: { groups: groups.map(({ tokens }) => tokens) },
        words: groups.map(({ word }) => word),
        readAs,
      };
    },
    suggest(asked, limit) {
      const typed = asked.split(/[\s"“”„«»]+/).filter((word) => normalise(word).length > 3);
      const lines = typed.flatMap((word) => {
        if (names.exact(word, nameKinds).length > 0) return [];
        const found = names.resolve(word, nameKinds);
        const near =
          found.outcome === 'found' ? [found.name] : found.outcome === 'ambiguous' ? found.candidates : [];
        return near.filter(listed).map(({ label }) => asked.replace(word, () => label));
      });
      return [...new Set(lines)].slice(0, limit);
    },
    highlight: createHighlighter(spellings, spoken, definition),
  };
}

/** `karimovs`: a name with a suffix, not a misspelling. */
function isEnding(word: string, part: string): boolean {
  return part.length > 3 && word.startsWith(part) && word.length - part.length <= 2;
}
