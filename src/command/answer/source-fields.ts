import { formatDay } from '../../domain/day.ts';
import type { Desk } from '../../domain/desk.ts';
import { theCountry } from '../../domain/desk-names.ts';
import { knownDate } from '../../domain/known-date.ts';
import { asSentence, officesInWords } from '../../domain/reach-words.ts';
import type { Block } from '../../domain/reply.ts';
import type { Register, Source } from '../../domain/source.ts';
import { gradeMeanings } from '../../domain/vocabulary.ts';
import { fields, heading } from './blocks.ts';

/** One source with all that tells a reader how far to trust it. */
export function sourceBlocks(desk: Desk, source: Source, number: number): Block[] {
  return [
    heading(`${number}. ${source.title}`, 2),
    ...fields([
      ['Publisher', source.author ? `${source.publisher}; author ${source.author}` : source.publisher],
      ['Kind and grade', `${source.kind}; ${source.grade}, ${gradeMeanings[source.grade]}`],
      ['Dated', source.dated && knownDate(source.dated).text],
      ['Reaches to', knownDate(source.until).text],
      ['Lists completely', source.registers.map((register) => registerInWords(desk, register)).join(' ')],
      ['Note', source.note],
      ['Kept', `added ${formatDay(source.added)} by ${source.by}; last checked ${formatDay(source.checked)}`],
      ['Address', source.url ? { text: new URL(source.url).host, href: source.url } : undefined],
    ]),
  ];
}

function registerInWords(
  desk: Desk,
  { offices, direction, counterpart, since, until, gaps = [] }: Register,
): string {
  const other = counterpart ? theCountry(desk, counterpart) : 'any country';
  const way = direction === 'to-region' ? `from ${other} to the region` : `from the region to ${other}`;
  const begins = since ? `from ${knownDate(since).text} ` : '';
  const lacks = gaps.map(({ says }) => ` ${asSentence(says)}`).join('');
  return `${officesInWords(desk, offices)}, ${way}, ${begins}to ${knownDate(until).text}.${lacks}`;
}
