import type { CatalogueCommand, CatalogueOption } from '../domain/ports/answerer.ts';
import type { CommandShape, OptionDefinition } from './define.ts';

/** What a platform needs to register a command and to help with its options. */
export function catalogueCommand({ name, description, options, examples }: CommandShape): CatalogueCommand {
  return {
    name,
    description,
    options: Object.entries(options).map(([option, definition]) => catalogueOption(option, definition)),
    examples: examples.map(({ line, about }) => ({ line, about })),
  };
}

function catalogueOption(
  name: string,
  { description, required = false, kind }: OptionDefinition,
): CatalogueOption {
  const completes =
    kind.type === 'name' ||
    kind.type === 'entry' ||
    (kind.type === 'choice' && !!kind.grows) ||
    (kind.type === 'text' && !!kind.names);
  const base = { name, description, required, completes };
  switch (kind.type) {
    case 'number':
      return { ...base, type: 'number', min: kind.min, max: kind.max };
    case 'flag':
      return { ...base, type: 'flag' };
    case 'choice':
      return { ...base, type: 'text', ...(!kind.grows && { choices: Object.keys(kind.choices) }) };
    case 'text':
      return { ...base, type: 'text', verbatim: true, max: kind.max };
    default:
      return { ...base, type: 'text' };
  }
}
