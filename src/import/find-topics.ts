import type { NameIndex } from '../domain/ports/names.ts';

const longestRun = 3;
const mostWords = 100;
const mostTopics = 3;

/** Topics of the desk whose names or spellings stand in a sentence; a guess, for an editor to look over. */
export function findTopics(sentence: string, names: NameIndex): string[] {
  const words = sentence.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}+-]*/gu)?.slice(0, mostWords) ?? [];
  const found = new Set<string>();
  for (let from = 0; from < words.length; from++)
    for (let run = 1; run <= longestRun && from + run <= words.length; run++) {
      const [topic, other] = names.exact(words.slice(from, from + run).join(' '), ['topic']);
      if (topic && !other) found.add(topic.id);
    }
  return [...found].slice(0, mostTopics);
}
