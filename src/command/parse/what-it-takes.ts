import type { Reader } from './reader.ts';

/** What follows a text of one word is most likely the rest of it. */
export function quotes({ grammar: { options, bare }, values }: Reader, typed: string): string | undefined {
  const last = Object.keys(values).at(-1);
  const option = options.find((one) => one.name === last && one.kind.type === 'text' && !bare.includes(one));
  if (!option) return undefined;
  return `A text of several words has quotes around it: ${option.name}:"${values[option.name]} ${typed}".`;
}

/** `Write a person, for example /centralasia who tokayev; also as-of: with a value after it.` */
export function takes({ grammar: { options, bare, example }, command, head }: Reader): string {
  if (options.length === 0) return `${command} takes no words.`;
  const words = bare.map(({ name, kind }) =>
    kind.type === 'text'
      ? name
      : withArticle(kind.type === 'name' ? (kind.kinds[0] ?? name) : kind.type === 'day' ? 'day' : name),
  );
  const labelled = options.filter(({ name }) => !bare.some((one) => one.name === name));
  const line = example && `for example ${head.split(' ')[0]} ${example}`;
  const also =
    labelled.length > 0 && `also ${inWords(labelled.map(({ name }) => `${name}:`))} with a value after it`;
  const first = words.length > 0 && [`Write ${inWords(words)}`, line].filter(Boolean).join(', ');
  return `${[first, also].filter(Boolean).join('; ')}.`.replace(/^a/, 'A');
}

function inWords(all: readonly string[]): string {
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}

function withArticle(noun: string): string {
  return `${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
