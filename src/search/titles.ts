/** Words before a person's name that say nothing of who it is. */
const titles = new Set(
  (
    'president presidents vice first former ex late mr mrs ms dr sir madam lady his her excellency hon honourable ' +
    'honorable secretary of state us american minister prime foreign premier senator governor general ambassador ' +
    'chairman leader prezident prezidenti gospodin gossekretar'
  ).split(' '),
);

export function isTitle(word: string): boolean {
  return titles.has(word);
}

/** `president karimov` -> `karimov`: titles stand before a name. Nothing but titles is left as it is. */
export function withoutTitles(words: readonly string[]): string[] {
  const first = words.findIndex((word) => !titles.has(word));
  return words.slice(Math.max(first, 0));
}
