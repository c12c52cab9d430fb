import { z } from 'zod';
import { answer, choices, deskLine, heading, list, privately, text } from '../src/command/answer/blocks.ts';
import { helpOn, tryThese } from '../src/command/answer/command-help.ts';
import { defineCommand } from '../src/command/define.ts';
import { groupOf } from '../src/command/line.ts';
import { editLine, manageLine } from '../src/domain/ports/answerer.ts';

/** Commands whose first example a newcomer sees, most useful first. */
const firstToTry = ['visits', 'latest', 'country', 'search', 'upcoming'];

const command = (description: string) =>
  ({
    description,
    kind: { type: 'words', of: 'commands' },
    schema: z.string().trim().max(100),
  }) as const;

export const help = defineCommand({
  scope: 'desk',
  name: 'help',
  description: 'List the commands of this desk, or explain one',
  role: 'reader',
  options: { command: command('A command to explain, such as visits') },
  bare: ['command'],
  examples: [
    { line: 'help', about: 'all commands, one per line' },
    { line: 'help facts', about: 'one command with its options' },
  ],
  async run({ command: asked }, context) {
    const { commands, desk, names } = context;
    const at = { slash: deskLine(context, '').trim(), names };
    if (asked) return answer(context, helpOn(asked, [{ ...at, commands }]));
    const examples = firstToTry.flatMap((first) => {
      const found = commands.find((one) => one.name === first);
      return found ? [{ examples: found.examples.slice(0, 1) }] : [];
    });
    return answer(context, {
      blocks: [
        heading(`${at.slash}: ${desk.definition.name}`),
        text(desk.definition.about),
        ...list(commands.map(({ name, description }) => `${name}: ${description}`)),
        text(`Options of a command: ${deskLine(context, 'help COMMAND')}`),
        text(`Digests, settings and roles: ${manageLine('help')}. Writing and review: ${editLine('help')}.`),
        ...tryThese(examples, at),
      ],
    });
  },
});

/**
 * Help of an app command: its single commands, one line per group, and the purpose of the other app command. `group`: one
 * of its groups, for the examples.
 */
export const appHelp = (group: string) =>
  defineCommand({
    scope: 'app',
    name: 'help',
    description: 'List these commands, or explain one',
    about: 'app',
    options: { command: command(`A command or a group to explain, such as ${group}`) },
    bare: ['command'],
    examples: [
      { line: 'help', about: 'all commands, one per line' },
      { line: `help ${group}`, about: 'the commands of one group' },
    ],
    async run({ command: asked }, { slash, slashes }) {
      const guides = [...slashes]
        .sort((a, b) => Number(b.id === slash) - Number(a.id === slash))
        .map((one) => ({ ...one, slash: `/${one.id}` }));
      const [own, ...others] = guides;
      if (asked || !own) return privately(helpOn(asked ?? '', guides));
      const groups = Object.entries(own.groups);
      const single = own.commands.filter((one) => groupOf(one) === undefined);
      return privately({
        blocks: [
          heading(`${own.slash}: ${small(own.about)}`),
          ...list([
            ...groups.map(([name, about]) => `${name} …: ${about}`),
            ...single.map(({ name, description }) => `${name}: ${description}`),
          ]),
          text(`Options of a command: ${own.slash} help COMMAND`),
          ...others.map(({ about, slash: other }) => text(`${about}: ${other} help.`)),
          text('To add Deskwire to a chat platform: README.md, “Bring it to your team”.'),
          ...choices(
            'Look into',
            groups.map(([name, about]) => ({ label: about, command: `${own.slash} ${name}` })),
          ),
        ],
      });
    },
  });

const small = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);
