import type { Block } from '../../domain/reply.ts';
import type { CommandContext, CommandDefinition, OptionDefinition } from '../define.ts';
import { choices, deskLine, fields, heading, text } from './blocks.ts';

/** One command explained from its definition alone: what it takes, and lines to try. */
export function commandHelp(command: CommandDefinition, context: CommandContext): Block[] {
  const options = Object.entries(command.options);
  const usage = options.map(([name, { required }]) => (required ? `<${name}>` : `[${name}]`));
  return [
    heading(deskLine(context, command.name)),
    text(command.description),
    text(deskLine(context, [command.name, ...usage].join(' ')), 'code'),
    ...howToWrite(command, context),
    ...fields(options.map(([name, option]) => [name, optionInWords(option)] as const)),
    ...tryThese(command.examples, context),
  ];
}

/** Most words need no key: what is named tells which option it fills. */
function howToWrite({ name, options, bare }: CommandDefinition, context: CommandContext): Block[] {
  const example = bare
    .map((option) => [option, options[option]?.kind] as const)
    .find(([, kind]) => kind?.type === 'name');
  const [option, kind] = example ?? [];
  const value = kind?.type === 'name' && context.names.complete('', kind.kinds, 1)[0]?.label;
  if (!value) return [];
  return [
    text(
      `${deskLine(context, `${name} ${value}`)} and ${deskLine(context, `${name} ${option}:${value.includes(' ') ? `"${value}"` : value}`)} ask the same.`,
    ),
  ];
}

/** Examples as lines that can be run as they are. */
export function tryThese(examples: CommandDefinition['examples'], context: CommandContext): Block[] {
  return choices(
    'Try',
    examples.map(({ line, about }) => ({
      label: about,
      command: deskLine(context, line),
    })),
  );
}

function optionInWords({ description, kind, aliases = [] }: OptionDefinition): string {
  const values = kind.type === 'choice' ? [`one of ${Object.keys(kind.choices).join(', ')}`] : [];
  const quoted = aliases.map((alias) => `“${alias}”`).join(' or ');
  const also = aliases.length > 0 ? [`${quoted} before it says the same`] : [];
  return `${[description, ...values, ...also].join('; ')}.`;
}
