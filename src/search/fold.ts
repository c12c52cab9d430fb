import anyAscii from 'any-ascii';

/** Written-out forms that any-ascii gives without a hint of their sound, or as quotes. */
const beforeLatin: Record<string, string> = { ё: 'yo', Ё: 'Yo', ь: '', Ь: '', ъ: '', Ъ: '' };

const plain = /^[a-z0-9]+(?: [a-z0-9]+)*$/;
const beyondAscii = /[^\0-\x7f]/;
const special = /[ёЁьЬъЪ]/g;
/** Apostrophes belong to the word around them: Côte d’Ivoire, Oʻzbekiston. Modifier letters are among them. */
const apostrophes = /['`´‘’‛ʹʻʼʽˈʿʾ＇]/g;
/** Soft hyphens, zero-width spaces and joiners, direction marks: they are seen by nobody. */
const invisible = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

/**
 * The spelling that all ways of writing a text share: Latin letters `a-z`, digits and single spaces. Scripts are
 * transliterated, accents and apostrophes dropped, punctuation becomes a space. Folding twice changes nothing.
 */
export function fold(text: string): string {
  if (plain.test(text)) return text;
  const latin = beyondAscii.test(text) ? toLatin(text) : text;
  return latin
    .toLowerCase()
    .replace(/['`]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

function toLatin(text: string): string {
  const composed = text.normalize('NFKC').replace(invisible, '').replace(apostrophes, '');
  return anyAscii(composed.replace(special, (letter) => beforeLatin[letter] ?? letter));
}
