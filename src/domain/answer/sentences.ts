const segmenter = new Intl.Segmenter('en-GB', { granularity: 'sentence' });

/** The first sentences of a text; what is left out shows as an ellipsis, so that nothing is cut silently. */
export function firstSentences(text: string, most: number): string {
  const all = [...segmenter.segment(text)].map(({ segment }) => segment);
  if (all.length <= most) return text;
  return `${all.slice(0, most).join('').trimEnd()} …`;
}
