import type { DeskDefinition } from '../domain/desk.ts';
import type { Name } from '../domain/ports/names.ts';
import { fold } from './fold.ts';
import { deskRecords } from './name-record.ts';
import { joinPlus, nameToken, stemOf } from './tokens.ts';

/** How a name's spellings show in running text. */
export interface NameSpellings {
  /** Stems, each of which alone stands for the name: one-word spellings and family names. */
  single: string[];
  /** All spellings as folded words, the longest first, for marking them. */
  phrases: string[][];
}

/** By name token. Made once for a desk; a country of the rest of the world is asked for by its label alone. */
export function spellingTokens(definition: DeskDefinition): (name: Name) => NameSpellings {
  let all: Map<string, NameSpellings> | undefined;
  return ({ kind, id, label }) => {
    all ??= new Map(
      deskRecords(definition).map(({ name, spellings }) => [
        nameToken(name.kind, name.id),
        spellingsOf(spellings, name.kind === 'person'),
      ]),
    );
    return all.get(nameToken(kind, id)) ?? spellingsOf([label], false);
  };
}

function spellingsOf(spellings: readonly string[], person: boolean): NameSpellings {
  const phrases = spellings.map((spelling) => fold(spelling).split(' ')).filter(([first]) => first !== '');
  const family = person ? phrases.slice(0, 1).map((words) => words.slice(-1)) : [];
  const alone = [...phrases.filter(({ length }) => length === 1), ...family];
  const joined = spellings
    .filter((one) => joinPlus(one) !== one)
    .map((one) => fold(joinPlus(one)).split(' '));
  const words = [...alone, ...joined.filter(({ length }) => length === 1)];
  return {
    single: [...new Set(words.flatMap(([word = '']) => (word.length > 1 ? stemOf(word) : [])))],
    phrases: phrases.sort((a, b) => b.length - a.length),
  };
}
