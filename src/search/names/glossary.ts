import type { DeskDefinition } from '../../domain/desk.ts';
import { caseStem, normalise } from './phonetic-key.ts';
import { stemOf } from './tokens.ts';

/** A word or phrase of readers, by its stems, and what entries say for it. */
interface Gloss {
  stems: readonly string[];
  says: string;
}

const made = new WeakMap<object, ReadonlyMap<string, readonly Gloss[]>>();

/** What entries say for the words at the beginning, by the desk's glossary, and how many words that is. */
export function glossAt(
  words: readonly string[],
  definition: DeskDefinition,
): { says: string; used: number } | undefined {
  const glossary = made.get(definition) ?? read(definition);
  const [first = ''] = words;
  const fits = (glossary.get(stemOfWord(first)) ?? []).filter(({ stems }) =>
    stems.every((stem, at) => words[at] !== undefined && stemOfWord(words[at]) === stem),
  );
  const [longest] = fits.toSorted((a, b) => b.stems.length - a.stems.length);
  return longest && { says: longest.says, used: longest.stems.length };
}

function read(definition: DeskDefinition) {
  const all = Object.entries(definition.glossary).flatMap(([says, readers]) =>
    readers.map((text): Gloss => ({ stems: text.split(/\s+/).map(stemOfWord), says })),
  );
  const glossary = Map.groupBy(all, ({ stems }) => stems[0] ?? '');
  made.set(definition, glossary);
  return glossary;
}

/** Without the endings of its cases. */
function stemOfWord(word: string): string {
  const cased = caseStem(word);
  // компаний, компании: the soft vowel of the stem goes with the ending.
  if (cased !== '') return cased.replace(/(?<=...)i$/, '');
  const folded = normalise(word);
  return stemOf(folded)[0] ?? folded;
}
