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
    ...fields(options.map(([name, option]) => [name, optionInWords(option)] as const)),
    ...tryThese(command.examples, context),
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
  const also = aliases.length > 0 ? [`also written ${aliases.join(', ')}`] : [];
  return [description, ...values, ...also].join('; ');
}
