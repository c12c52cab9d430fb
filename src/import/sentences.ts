/** Words that end in a dot without ending a sentence. */
const abbreviation =
  /(?:^|[\s(“"'])(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Gov|Sen|Rep|Amb|Hon|Rev|St|Jr|Sr|vs|No|Nos|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|ca|cf|e\.g|i\.e|Ph\.D|(?:\p{Lu}\.)*\p{Lu})\.$/u;
/** Letters with dots end a sentence as well as a name: they do not, where these words go on. */
const initials = /(?:^|[\s(“"'])(?:\p{Lu}\.){2,}$/u;
const openers =
  /^(The|This|That|These|Those|It|Its|He|She|They|We|But|And|In|On|At|As|For|With|While|After|Before|However|Moreover|Since|When|Other|No)\b/;
const longestQuote = 1500;

/**
 * Sentences of a paragraph, trimmed. `Intl.Segmenter` finds where one may end; what ends in an abbreviation, goes on in
 * a small letter or stands within an open quotation is put together again.
 */
export function sentences(paragraph: string, language = 'en'): string[] {
  const pieces = [...segmenterOf(language).segment(paragraph)].map(({ segment }) => segment);
  const whole: string[] = [];
  let open = '';
  pieces.forEach((piece, index) => {
    open += piece;
    const next = pieces[index + 1]?.trimStart();
    if (next !== undefined && goesOn(open.trimEnd(), next)) return;
    if (open.trim() !== '') whole.push(open.trim());
    open = '';
  });
  return whole;
}

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
