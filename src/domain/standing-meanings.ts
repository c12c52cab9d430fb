import type { Standing } from './vocabulary.ts';

/** What a standing tells a reader, in a few words. */
export const standingMeanings: Record<Standing, string> = {
  confirmed: 'a primary source or two independent ones say so',
  reported: 'a source says so; not checked further',
  disputed: 'sources contradict each other',
  opinion: "its author's view, not a finding of the desk",
  speculation: "its author's guess about what is not known",
};
