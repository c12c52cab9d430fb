/** Words that end in a dot without ending a sentence. */
const abbreviation =
  /^(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Gov|Sen|Rep|Amb|Hon|Rev|St|Jr|Sr|vs|No|Nos|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|ca|cf|e\.g|i\.e|Ph\.D|(?:\p{Lu}\.)*\p{Lu})\.$/u;
/** Letters with dots end a sentence as well as a name: they do not, where these words go on. */
const initials = /^(?:\p{Lu}\.){2,}$/u;
const beforeWord = new Set([' ', '\t', '\n', '(', '“', '"', "'"]);
const openers =
  /^(The|This|That|These|Those|It|Its|He|She|They|We|But|And|In|On|At|As|For|With|While|After|Before|However|Moreover|Since|When|Other|No)\b/;
const longestQuote = 1500;
/** What is put together ends here: the next piece is another sentence, whatever it goes on with. */
const longestSentence = 4000;
/** Characters before a possible end that say whether it is one: more than any abbreviation has. */
const longestEnding = 60;

/** What is open of a sentence, as far as the next piece asks of it. */
interface Open {
  length: number;
  ending: string;
  /** Curly quotation marks that open, less those that close. */
  curly: number;
  straight: number;
}

const nothing: Open = { length: 0, ending: '', curly: 0, straight: 0 };

/**
 * Sentences of a paragraph, trimmed, one at a time. `Intl.Segmenter` finds where one may end; what ends in an
 * abbreviation, goes on in a small letter or stands within an open quotation is put together again. Each piece is looked
 * at once, so that the work grows with the text and not with its square.
 */
export function* sentencesOf(paragraph: string, language = 'en'): Generator<string> {
  let text = '';
  let open = nothing;
  for (const { segment } of segmenterOf(language).segment(paragraph)) {
    if (open.length >= longestSentence || !goesOn(open, segment.trimStart())) {
      if (text.trim() !== '') yield text.trim();
      text = '';
      open = nothing;
    }
    text += segment;
    open = withPiece(open, segment);
  }
  if (text.trim() !== '') yield text.trim();
}

export const sentences = (paragraph: string, language?: string): string[] => [
  ...sentencesOf(paragraph, language),
];

function withPiece({ length, ending, curly, straight }: Open, piece: string): Open {
  const marks = piece.match(/[“”"]/g) ?? [];
  const count = (mark: string) => marks.filter((one) => one === mark).length;
  return {
    length: length + piece.length,
    ending: (ending + piece).slice(-longestEnding),
    curly: curly + count('“') - count('”'),
    straight: straight + count('"'),
  };
}

function goesOn({ length, ending, curly, straight }: Open, next: string): boolean {
  const before = ending.trimEnd();
  if (/^\p{Ll}/u.test(next) && !/[?!…]$/.test(before)) return true;
  // Curly quotes tell; a straight one opens where it is the odd one out.
  if ((curly > 0 || straight % 2 === 1) && length < longestQuote) return true;
  if (!before.endsWith('.')) return false;
  const word = lastWord(before);
  return initials.test(word) ? !openers.test(next) : abbreviation.test(word);
}

function lastWord(text: string): string {
  let from = text.length;
  while (from > 0 && !beforeWord.has(text.charAt(from - 1))) from -= 1;
  return text.slice(from);
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string): Intl.Segmenter {
  const known = segmenters.get(language);
  if (known) return known;
  const made = new Intl.Segmenter(language, { granularity: 'sentence' });
  // Languages come from pages: without a bound they would fill the memory one by one.
  if (segmenters.size < 20) segmenters.set(language, made);
  return made;
}
