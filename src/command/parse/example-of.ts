import { aheadHint } from './day-ahead.ts';
import type { Option } from './grammar.ts';
import { dayHint } from './period.ts';
import type { Reader } from './reader.ts';

/** What to write for an option, in a sentence. */
export function exampleOf(reader: Reader, { name, kind }: Option): string {
  switch (kind.type) {
    case 'name': {
      const some = reader.names.complete('', kind.kinds, 1)[0];
      return some ? `For example ${name}:"${some.label}".` : `Write a name after ${name}.`;
    }
    case 'choice':
      return `It is one of ${Object.keys(kind.choices).join(', ')}.`;
    case 'day':
      return `For a date ${kind.ahead ? aheadHint : dayHint}.`;
    case 'number':
      return `For example ${name}:${kind.min}.`;
    case 'entry':
      return `Write the id of an entry after ${name}, as answers show it.`;
    default:
      return `Write it after ${name}, in quotes when it has spaces.`;
  }
}
