const controlSequence = String.raw`(?:\u{1B}\[|\u{9B})[0-?]*[ -\/]*[@-~]`;
const commandString = String.raw`(?:\u{1B}[\]P_^X]|[\u{9D}\u{90}\u{9E}\u{9F}])[^\u{7}\u{1B}\u{90}\u{9C}-\u{9F}]*(?:\u{7}|\u{1B}\\|\u{9C})`;
/** Whole sequences go, so that pasted colour leaves no litter. Node's own pattern is quadratic on hostile text. */
const sequence = new RegExp(`${controlSequence}|${commandString}`, 'gu');

/** Four marks on a letter are more than any living script stacks; beyond that text climbs over its neighbours. */
const pileOfMarks = /(\p{M}{4})\p{M}+/gu;

/** The longest emoji in use, a kiss with two skin tones, has ten code points. */
const maxClusterPoints = 16;

/** Joiners and variation selectors that make one emoji of several characters. */
const inEmoji = String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{FE0F}])\u{200D}(?=\p{Extended_Pictographic})|(?<=[\p{Extended_Pictographic}0-9#*])[\u{FE0E}\u{FE0F}]`;
/** Joiners that decide the shape of letters, as in Persian and Hindi. */
const inWords = String.raw`(?<=[\p{scx=Arabic}\p{scx=Devanagari}])[\u{200C}\u{200D}](?=[\p{scx=Arabic}\p{scx=Devanagari}])`;
/** Everything invisible; what may stay is in the group. */
const invisible = new RegExp(
  `(${inEmoji}|${inWords})|[\\p{Default_Ignorable_Code_Point}\\p{Cf}\\p{Cc}]`,
  'gv',
);

/** Everything beyond Latin, Greek, Cyrillic and punctuation can form clusters of any length. */
const mayCluster = /[\u{530}-\u{1DFF}\u{2070}-\u{10FFFF}]/u;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * One line of text that shows what it says and does nothing else: no control characters or escape sequences, no
 * line breaks, nothing that reorders, hides or piles up. Runs of spaces become one; the ends are not trimmed,
 * since a span may end in the space before the next.
 */
export function cleanText(text: string): string {
  const visible = text
    .replace(sequence, '')
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\u{202F}]/gu, '\u00a0')
    .replace(/[[\s\u{85}\u{2800}]--[\u{A0}\u{FEFF}]]/gv, ' ')
    .replace(invisible, '$1')
    .replace(/[\p{Co}\p{Cn}]/gu, '\ufffd')
    .replace(pileOfMarks, '$1')
    .replace(/[ \u{A0}]{2,}/gu, ' ');
  return mayCluster.test(visible) ? cutClusters(visible) : visible;
}

/** A line of a text as it was typed or pasted: its blanks are part of what it says, as in YAML and in tables. */
export const cleanTyped = (line: string): string =>
  line
    .replace(sequence, '')
    .split(/([ \t]+)/)
    .map((part) => (/^[ \t]*$/.test(part) ? part : cleanText(part)))
    .join('');

/** Text to be copied, made clean line by line: its line breaks and blanks are part of what it says. */
function cleanCode(text: string): string {
  const clean = (part: string) => (part.trim() === '' ? part.replace(/[^ ]/g, ' ') : cleanText(part));
  const lines = text.trimEnd().split(/\r?\n/);
  return lines
    .map((line) =>
      line
        .split(/( {2,})/)
        .map(clean)
        .join(''),
    )
    .join('\n');
}

/** Every text of a document made clean, whatever its shape: a field added later cannot be forgotten here. */
export function cleanAll<T>(value: T): T {
  if (typeof value === 'string') return cleanText(value) as T;
  if (Array.isArray(value)) return value.map(cleanAll) as T;
  if (value === null || typeof value !== 'object') return value;
  if ('type' in value && value.type === 'code' && 'text' in value)
    return { ...value, text: cleanCode(String(value.text)) };
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, cleanAll(held)])) as T;
}

/** A cluster takes one place on a line, so an endless one could not be wrapped. What is cut is seen to be cut. */
function cutClusters(text: string): string {
  let cut = '';
  for (const { segment } of segmenter.segment(text)) {
    const points = Array.from(segment);
    cut += points.length > maxClusterPoints ? `${points.slice(0, maxClusterPoints).join('')}\ufffd` : segment;
  }
  return cut;
}
