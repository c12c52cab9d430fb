import { type Chance, chanceOf } from '../tests/crash/chance.ts';

/** True for this share of the times. */
export const likely = (chance: Chance, share: number): boolean => chance.next() < share;

/**
 * Picks of `items` as texts use their words and desks their countries: the nth most frequent about 1/n as often as the
 * first (Zipf's law, with Mandelbrot's `shift` that flattens its beginning). The order of the items is their rank.
 */
export function zipf<T>(items: readonly T[], { exponent = 1, shift = 0 } = {}): (random: Chance) => T {
  const sums = new Float64Array(items.length);
  let sum = 0;
  for (let rank = 0; rank < items.length; rank++) {
    sum += 1 / (rank + 1 + shift) ** exponent;
    sums[rank] = sum;
  }
  return (random) => {
    const at = random.next() * sum;
    let [low, high] = [0, items.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    return items[low] as T;
  };
}

const commonest =
  'the of and in to a for on with by that its as at from was is will between after under over into has been have which their this were than not more also other two three new first last year years month day week since until before during against among within through both all most some such only no each per or but if while where who it be'.split(
    ' ',
  );

/** So many words at the head of the vocabulary carry no meaning of their own: nobody looks for them. */
export const wordsWithoutMeaning = commonest.length;

/** What a desk of this kind writes about, roughly by how often. */
const ofTheDesk =
  'president minister government trade agreement talks foreign energy gas security countries regional region border oil project cooperation state investment meeting summit transport power visit deal joint export railway water development corridor pipeline economic company bank sector million billion percent signed announced discussed plans officials visa labour market transit import price share council parliament law election court police military exercise base troops terrorism drug customs duty tariff union membership uranium copper gold lithium tungsten mineral mine plant reactor nuclear grid electricity hydropower dam reservoir glacier drought climate harvest wheat cotton textile loan grant debt budget bond fund tender contract consortium airline airport port terminal cargo container road bridge tunnel migration remittance passport embassy delegation envoy consul treaty protocol memorandum declaration roadmap committee commission forum dialogue census school university hospital vaccine language media internet telecom satellite digital cyber startup tourism heritage festival sanction'.split(
    ' ',
  );

const [begins, middles, ends] = [
  'b br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sc sh sl sp st str t th tr v w'.split(' '),
  'a e i o u ai ea ee ie oa ou'.split(' '),
  'n r s t l nd nt st ck rm ng rd ss th sh x'.split(' '),
];

/** As many different words as English texts of a few million words have. */
const wordsInAll = 30_000;

/** Words from the commonest to the rarest. What a real dictionary lacks is made of syllables. */
export function vocabularyOf(seed: number): readonly string[] {
  const random = chanceOf(seed);
  const words = new Set([...commonest, ...ofTheDesk]);
  while (words.size < wordsInAll) {
    const syllables = 1 + Number(likely(random, 0.8)) + Number(likely(random, 0.3));
    let word = '';
    for (let at = 0; at < syllables; at++)
      word += random.pick(begins) + random.pick(middles) + (likely(random, 0.3) ? random.pick(ends) : '');
    words.add(word);
  }
  return [...words];
}

/** Texts whose words are as frequent as those of English ones. */
export function writerOf(vocabulary: readonly string[]) {
  const word = zipf(vocabulary, { exponent: 1.05, shift: 2.7 });
  return {
    word,
    /** A sentence of about so many words that names `named`. */
    sentence(random: Chance, length: number, named: readonly string[]): string {
      const words = Array.from({ length }, () => word(random));
      for (const name of named) words.splice(random.whole(words.length), 0, name);
      const text = words.join(' ');
      return text.charAt(0).toUpperCase() + text.slice(1);
    },
  };
}

export type Writer = ReturnType<typeof writerOf>;
