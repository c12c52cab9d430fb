import { knownDate } from '../dates/date-range.ts';
import { type Desk, inWords } from '../desk.ts';
import type { Citation, Fact } from '../entry.ts';
import type { ReplyCitation, Span } from '../reply.ts';
import { type Source, sourcesById } from '../sources/source.ts';
import { capital } from '../text.ts';

/**
 * Numbers the sources of an answer in the order of first citation. One number per address: rows of one page share it
 * and are named in it.
 */
export class CitationList {
  readonly #sources: ReadonlyMap<string, Source>;
  readonly #cited = new Map<string, { n: number; citation: Citation; places: string[] }>();

  readonly #placesNamed: number;
  readonly #before: Map<string, number>;
  readonly #first: number;

  /**
   * `placesNamed`: places within one source that a citation names before it only counts them. `after`: citations of a
   * message that this one extends; they keep their numbers and are not listed again.
   */
  constructor(
    desk: Desk,
    { placesNamed = 3, after = [] }: { placesNamed?: number; after?: readonly ReplyCitation[] } = {},
  ) {
    this.#placesNamed = placesNamed;
    this.#before = new Map(after.map(({ n, source, url }) => [`${source} ${url ?? ''}`, n]));
    this.#first = Math.max(0, ...after.map(({ n }) => n)) + 1;
    this.#sources = sourcesById(desk.sources);
  }

  /** Number of the source, from 1, or continuing `after`. */
  cite(citation: Citation): number {
    const key = `${citation.id} ${citation.url ?? this.#sources.get(citation.id)?.url ?? ''}`;
    const before = this.#before.get(key);
    if (before !== undefined) return before;
    const known = this.#cited.get(key) ?? { n: this.#first + this.#cited.size, citation, places: [] };
    if (citation.at && !known.places.includes(citation.at)) known.places.push(citation.at);
    this.#cited.set(key, known);
    return known.n;
  }

  citeAll(citations: readonly Citation[]): number[] {
    return [...new Set(citations.map((citation) => this.cite(citation)))];
  }

  /** `[n]`, which opens the page of the source where that is known. */
  link(n: number): Span {
    const url = this.list().find((one) => one.n === n)?.url;
    return { text: `[${n}]`, ...(url && /^https?:/.test(url) && { href: url }) };
  }

  list(): ReplyCitation[] {
    return [...this.#cited.values()].map(({ n, citation, places }) => {
      const source = this.#sources.get(citation.id);
      const url = citation.url ?? source?.url;
      const more = places.length - this.#placesNamed;
      const at = [...places.slice(0, this.#placesNamed), ...(more > 0 ? [`${more} more`] : [])].join('; ');
      return {
        n,
        source: citation.id,
        title: `${source?.retraction === undefined ? '' : 'Retracted: '}${source?.title ?? citation.id}`,
        ...(source?.kind === 'opinion' && source.author && { by: source.author }),
        publisher: source?.publisher ?? 'publisher not known',
        date: source ? sourceDate(source) : 'date not known',
        ...(at && { at }),
        ...(url && { url }),
      };
    });
  }
}

/** A register has its coverage end, a page its date. */
function sourceDate(source: Source): string {
  if (source.registers.length > 0) return `reaches to ${knownDate(source.until).text}`;
  return source.dated ? knownDate(source.dated).text : `not dated; to ${knownDate(source.until).text}`;
}

/** Who speaks in a source: the author of an opinion piece, otherwise the publisher. */
export function speakerOf(desk: Desk, sourceId: string): string {
  const source = desk.sources.find(({ id }) => id === sourceId);
  return (source?.kind === 'opinion' ? source.author : undefined) ?? source?.publisher ?? sourceId;
}

/** Who speaks in the sources, without duplicates. */
export function speakersOf(desk: Desk, sourceIds: readonly string[]): string {
  return inWords([...new Set(sourceIds.map((id) => speakerOf(desk, id)))]);
}

/**
 * Prefix of a statement that is not the desk's own: `Opinion of Bruce Pannier: `. Opinion and speculation are never
 * shown without their author or publisher.
 */
export function attribution(desk: Desk, fact: Fact): string | undefined {
  const { author, publisher } = claimant(desk, fact) ?? {};
  if (author) return fact.standing === 'opinion' ? `Opinion of ${author}: ` : `Speculation by ${author}: `;
  return publisher && `${capital(fact.standing)}, reported by ${publisher}: `;
}

/** Who makes an opinion or speculation: its author, or if unknown the publisher. */
export function claimant(desk: Desk, fact: Fact): { author?: string; publisher: string } | undefined {
  if (fact.standing !== 'opinion' && fact.standing !== 'speculation') return undefined;
  const [cited] = fact.sources;
  const source = desk.sources.find(({ id }) => id === cited?.id);
  return {
    publisher: source?.publisher ?? 'an unknown source',
    ...(source?.author && { author: source.author }),
  };
}

/** Whether the text names its author by last name. */
export function namesAuthor(desk: Desk, fact: Fact, text: string): boolean {
  const surname = claimant(desk, fact)?.author?.split(' ').at(-1);
  return surname !== undefined && text.includes(surname);
}
