/**
 * Postings are kept in blocks: what one word has in 8,192 revisions in a row is one value of the database, of numbers
 * of 16 bits. A change appends to the last block of each of its words, so that writing reads nothing, and searching
 * reads few rows.
 */
const blockBits = 13;
const placeMask = (1 << blockBits) - 1;
export const blockOf = (rev: number) => rev >> blockBits;
const revsIn = (blocks: number) => blocks << blockBits;

/** What searches read of a desk. `search_words`: words as they are written, for those who misspell them. */
export interface IndexSchema {
  postings: { desk: string; word: string; block: number; data: Uint8Array };
  search_words: { desk: string; word: string };
}

/** What the database has of one word. */
export type Blocks = readonly { block: number; data: Uint8Array }[];

/** How often a word stands in the title and in the text, in three bits where that is usual. */
const usual = [
  [0, 1],
  [0, 2],
  [1, 0],
  [1, 1],
  [1, 2],
  [0, 3],
  [2, 0],
] as const;
/** Says that the counts are the next number. */
const unusual = 7;
const [mostInTitle, mostInText] = [63, 1023];
const packed = (inTitle: number, inText: number) =>
  (Math.min(inTitle, mostInTitle) << 10) | Math.min(inText, mostInText);
const [titleOf, textOf] = [0, 1].map((field) =>
  Uint8Array.from(usual, (counts) => counts[field] as number),
) as [Uint8Array, Uint8Array];
const codes = new Map(usual.map(([inTitle, inText], code) => [packed(inTitle, inText), code]));

/** Appends one posting to the numbers of its block. */
export function appendPosting(block: number[], rev: number, inTitle: number, inText: number): void {
  const counts = packed(inTitle, inText);
  const code = codes.get(counts) ?? unusual;
  block.push((code << blockBits) | (rev & placeMask));
  if (code === unusual) block.push(counts);
}

/** Calls with each revision of a block that has the word, and how often its title and its text have it. */
export function eachPosting(
  block: number,
  data: Uint8Array,
  posting: (rev: number, inTitle: number, inText: number) => void,
): void {
  const numbers = fromBytes(data);
  const first = block << blockBits;
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at] as number;
    const rev = first + (number & placeMask);
    const code = number >> blockBits;
    if (code === unusual) {
      at += 1;
      const counts = numbers[at] as number;
      posting(rev, counts >> 10, counts & mostInText);
    } else {
      posting(rev, titleOf[code] as number, textOf[code] as number);
    }
  }
}

/** What is known of a revision without reading it. Days are numbers such as 20260228. */
export interface Known {
  rev: number;
  /** Who may see it, see `audienceOf`. */
  audience: number;
  /** Words of its title and of its text. */
  inTitle: number;
  inText: number;
  from: number;
  to: number;
  published: number;
  /** Place among the standings, the firmest first. */
  standing: number;
}

/** In place of an audience: the revision is no longer current. */
const replaced = 7;
const [mostTitleWords, mostTextWords] = [255, 65_535];

export function appendKnown(block: number[], known: Known): void {
  const { rev, audience, inTitle, inText, from, to, published, standing } = known;
  block.push((audience << blockBits) | (rev & placeMask), Math.min(inText, mostTextWords));
  block.push((standing << 8) | Math.min(inTitle, mostTitleWords));
  for (const day of [from, to, published]) block.push(day & 0xffff, day >>> 16);
}

export function appendReplaced(block: number[], rev: number): void {
  block.push((replaced << blockBits) | (rev & placeMask));
}

/** All revisions of a desk, in columns by revision number. */
export class KnownRevisions {
  /** One more than the audience; 0: not current, or of another desk. */
  readonly audience: Uint8Array;
  readonly inTitle: Uint8Array;
  readonly inText: Uint16Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly published: Uint32Array;
  readonly standing: Uint8Array;

  constructor(blocks: Blocks) {
    const size = revsIn(Math.max(-1, ...blocks.map(({ block }) => block)) + 1);
    this.audience = new Uint8Array(size);
    this.inTitle = new Uint8Array(size);
    this.inText = new Uint16Array(size);
    this.from = new Uint32Array(size);
    this.to = new Uint32Array(size);
    this.published = new Uint32Array(size);
    this.standing = new Uint8Array(size);
    for (const { block, data } of blocks) this.#read(block << blockBits, fromBytes(data));
  }

  get size(): number {
    return this.audience.length;
  }

  #read(first: number, numbers: Uint16Array): void {
    let at = 0;
    const next = () => numbers[at++] as number;
    const day = () => next() + next() * 0x1_0000;
    while (at < numbers.length) {
      const number = next();
      const rev = first + (number & placeMask);
      const audience = number >> blockBits;
      if (audience === replaced) {
        this.audience[rev] = 0;
        continue;
      }
      this.audience[rev] = audience + 1;
      this.inText[rev] = next();
      const rest = next();
      this.standing[rev] = rest >> 8;
      this.inTitle[rev] = rest & 0xff;
      this.from[rev] = day();
      this.to[rev] = day();
      this.published[rev] = day();
    }
  }
}

/** `2026-02-28` as 20260228. */
export const dayNumber = (day: string) => Number(day.replaceAll('-', ''));

/** As the database keeps them: every platform of Node has the lower byte first. */
export function toBytes(numbers: readonly number[]): Uint8Array {
  return new Uint8Array(Uint16Array.from(numbers).buffer);
}

/** A value may begin at an odd place of what it was read into. */
function fromBytes(data: Uint8Array): Uint16Array {
  const even = data.byteOffset % 2 === 0 ? data : Uint8Array.from(data);
  return new Uint16Array(even.buffer, even.byteOffset, even.byteLength >> 1);
}
