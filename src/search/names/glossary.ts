import type { DeskDefinition } from '../../domain/desk.ts';
import type { NameIndex, NameKind } from '../../domain/ports/names.ts';
import { caseStem, normalise } from './phonetic-key.ts';
import { stemOf } from './tokens.ts';

/** A word or phrase of readers, by its stems, and what entries say for it. */
interface Gloss {
  stems: readonly string[];
  says: string;
}

/** What any desk's readers say for words that its entries use; a desk's own glossary comes before. */
const general = new Map(
  `
border: граница, границе
deal: договор
agreement: соглашение
telephone: звонок, звонил
call: разговор
law: закон
war: война
crash: аварии, авария
earthquake: землетрясение
embassy: посольство
parliament: парламент
invitation: приглашение
ban: запрет
died: погибли
dead: casualties, casualty, fatalities
population: население
president: pres, prez, präsident, президентом
prime minister: pm
foreign minister: fm, außenminister
election: wahl
elections: wahlen
presidents: präsidenten, президентов, президенты
chancellor: kanzler
`
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [says = '', readers = ''] = line.split(': ');
      return readers.split(', ').map((word): [string, string] => [normalise(word), says]);
    }),
);

const proper: readonly NameKind[] = ['person', 'place', 'country', 'organisation'];

const made = new WeakMap<object, ReadonlyMap<string, readonly Gloss[]>>();

/**
 * What entries say for the words at the beginning, and how many words that is: by the desk's glossary in any case form,
 * or by that of all desks, as it is written there and where it is the name of nobody and no place.
 */
export function glossAt(
  words: readonly string[],
  definition: DeskDefinition,
  names: Pick<NameIndex, 'exact'>,
): { says: string; used: number } | undefined {
  const glossary = made.get(definition) ?? read(definition);
  const [first = ''] = words;
  const fits = (glossary.get(stemOfWord(first)) ?? []).filter(({ stems }) =>
    stems.every((stem, at) => words[at] !== undefined && stemOfWord(words[at]) === stem),
  );
  const [longest] = fits.toSorted((a, b) => b.stems.length - a.stems.length);
  if (longest) return { says: longest.says, used: longest.stems.length };
  const says = names.exact(first, proper).length > 0 ? undefined : general.get(normalise(first));
  return says === undefined ? undefined : { says, used: 1 };
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
