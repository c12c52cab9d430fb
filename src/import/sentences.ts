/** Words that end in a dot without ending a sentence. */
const abbreviation =
  /(?:^|[\s(“"'])(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Gov|Sen|Rep|Amb|Hon|Rev|St|Jr|Sr|vs|No|Nos|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|ca|cf|e\.g|i\.e|Ph\.D|(?:\p{Lu}\.)*\p{Lu})\.$/u;
/** Letters with dots end a sentence as well as a name: they do not, where these words go on. */
const initials = /(?:^|[\s(“"'])(?:\p{Lu}\.){2,}$/u;
const openers =
  /^(The|This|That|These|Those|It|Its|He|She|They|We|But|And|In|On|At|As|For|With|While|After|Before|However|Moreover|Since|When|Other|No)\b/;
const longestQuote = 1500;
/** What is put together ends here: the next piece is another sentence, whatever it goes on with. */
const longestSentence = 4000;

/**
 * Sentences of a paragraph, trimmed, one at a time. `Intl.Segmenter` finds where one may end; what ends in an
 * abbreviation, goes on in a small letter or stands within an open quotation is put together again.
 */
export function* sentencesOf(paragraph: string, language = 'en'): Generator<string> {
  let open = '';
  for (const { segment } of segmenterOf(language).segment(paragraph)) {
    const goes = open.length < longestSentence && goesOn(open.trimEnd(), segment.trimStart());
    if (open !== '' && !goes) {
      if (open.trim() !== '') yield open.trim();
      open = '';
    }
    open += segment;
  }
  if (open.trim() !== '') yield open.trim();
}

export const sentences = (paragraph: string, language?: string): string[] => [
  ...sentencesOf(paragraph, language),
];

function goesOn(before: string, next: string): boolean {
  if (/^\p{Ll}/u.test(next) && !/[?!…]$/.test(before)) return true;
  if (isQuoteOpen(before) && before.length < longestQuote) return true;
  if (initials.test(before)) return !openers.test(next);
  return abbreviation.test(before);
}

/** Curly quotes tell; a straight one opens where it is the odd one out. */
function isQuoteOpen(text: string): boolean {
  const count = (mark: string) => text.split(mark).length - 1;
  return count('“') > count('”') || count('"') % 2 === 1;
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
