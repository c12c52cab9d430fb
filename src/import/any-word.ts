/** Whole words, in any case; each may be a piece of a regular expression. */
export const anyWord = (...words: string[]) => new RegExp(`\\b(?:${words.join('|')})\\b`, 'i');
