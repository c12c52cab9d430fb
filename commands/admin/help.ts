import { z } from 'zod';
import { defineHouseCommand, type HouseCommand, type HouseContext } from '../../src/command/admin/define.ts';
import { choices, heading, list, notice, privately, text } from '../../src/command/answer/blocks.ts';
import { commandHelp, tryThese } from '../../src/command/answer/command-help.ts';
import { groupOf } from '../../src/command/line.ts';
import { closest } from '../../src/command/parse/grammar.ts';
import { house } from '../../src/domain/ports/answerer.ts';
import type { Block } from '../../src/domain/reply.ts';

const slash = `/${house}`;

export const help = defineHouseCommand({
  name: 'help',
  description: `What ${slash} does, and how to write it`,
  about: 'house',
  options: {
    command: {
      description: 'A command or a group to explain, such as roles',
      kind: { type: 'words', of: 'commands' },
      schema: z.string().trim().max(100),
    },
  },
  bare: ['command'],
  examples: [
    { line: 'help', about: 'every command in a line' },
    { line: 'help roles', about: 'the commands of one group' },
  ],
  async run({ command: asked }, context) {
    const { commands } = context;
    const name = asked?.toLowerCase().replace(/^\/?deskwire\s+/, '');
    if (!name) return privately({ blocks: everything(context) });
    const found = commands.find((command) => command.name === name);
    if (found) return privately({ blocks: commandHelp(found, { slash }) });
    const own = commands.filter((command) => groupOf(command) === name);
    if (own.length > 0) return privately({ blocks: groupHelp(name, own, context) });
    const known = commands.flatMap((command) => [command.name, groupOf(command) ?? []].flat());
    const near = closest(name, [...new Set(known)]);
    return privately({
      outcome: 'invalid',
      blocks: [
        heading('Help'),
        notice('warning', `There is no command “${name}”.`),
        ...choices(
          'Did you mean',
          near.map((one) => ({ label: `Explain ${one}`, command: `${slash} help ${one}` })),
        ),
      ],
    });
  },
});

/** Single commands, and one line for each group. */
function everything({ commands, groups }: HouseContext): Block[] {
  const single = commands.filter((command) => groupOf(command) === undefined);
  return [
    heading(`${slash}: what belongs to no single desk`),
    ...list([
      ...Object.entries(groups).map(([group, about]) => `${group} …: ${about}`),
      ...single.map(({ name, description }) => `${name}: ${description}`),
    ]),
    text(`Ask ${slash} help COMMAND for what one takes.`),
    ...choices(
      'Look into',
      Object.entries(groups).map(([group, about]) => ({ label: about, command: `${slash} ${group}` })),
    ),
  ];
}

function groupHelp(group: string, own: readonly HouseCommand[], { groups }: HouseContext): Block[] {
  return [
    heading(`${slash} ${group}`),
    text(groups[group] ?? ''),
    ...list(own.map(({ name, description }) => `${name}: ${description}`)),
    text(`Ask ${slash} help ${own[0]?.name} for what one takes.`),
    ...tryThese(own, { slash }),
  ];
}
