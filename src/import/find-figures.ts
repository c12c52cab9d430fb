/** A number has at most so many digits: "1.1.1.1…" would otherwise be read again from each of its digits. */
const figure =
  /(?:[$€£₽₸]|US\$) ?\d[\d.,]{0,30}(?: ?(?:million|billion|trillion|bn|m)\b)?|\b\d[\d.,]{0,30}(?: ?(?:%|per ?cent\b)| (?:million|billion|trillion)\b(?: [a-z]{3,}s\b)?| (?:[a-z-]+ )?[a-z]{3,}s\b(?! ago\b))/g;
/** From the mark that opens last, so that none is read to its end for each mark before it. */
const quote = /“([^“”]{3,600})”|"([^"]{3,600})"|«([^«»]{3,600})»/g;
const fewestQuoted = 3;

/** Amounts, shares and counted things: `$1 billion`, `12 per cent`, `75 countries`. Years and days are no figures. */
export function findNumbers(sentence: string): string[] {
  return [...sentence.matchAll(figure)].map(([text]) => text.replace(/[.,]$/, ''));
}

/** What stands between quotation marks, of three words or more: fewer are a name or a term. */
export function findQuotes(sentence: string): string[] {
  return [...sentence.matchAll(quote)]
    .map((match) => (match[1] ?? match[2] ?? match[3] ?? '').trim())
    .filter((text) => text.split(/\s+/).length >= fewestQuoted);
}
