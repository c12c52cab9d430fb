import { z } from 'zod';
import { answer, choices, deskLine, heading, list, privately, text } from '../src/command/answer/blocks.ts';
import { helpOn, tryThese } from '../src/command/answer/command-help.ts';
import { defineCommand } from '../src/command/define.ts';
import { groupOf } from '../src/command/line.ts';
import { editLine, manageLine } from '../src/domain/ports/answerer.ts';

/** Commands whose first example a newcomer should see, the most useful first. */
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
  description: 'What this desk answers, and how to ask',
  role: 'reader',
  options: { command: command('A command to explain, such as visits') },
  bare: ['command'],
  examples: [
    { line: 'help', about: 'every command in a line', shows: 'visits' },
    { line: 'help visits', about: 'one command with its options', shows: 'Office held at the time' },
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
        text(`Ask ${deskLine(context, 'help COMMAND')} for what a command takes.`),
        text(`Digests, settings and roles: ${manageLine('help')}. Writing and review: ${editLine('help')}.`),
        ...tryThese(examples, at),
      ],
    });
  },
});

/** Help of a slash command of the app: single commands, a line for each group, and what the other one is for. `group`: one of its own, for examples. */
export const appHelp = (group: string) =>
  defineCommand({
    scope: 'app',
    name: 'help',
    description: 'What can be typed here, and how to write it',
    about: 'app',
    options: { command: command(`A command or a group to explain, such as ${group}`) },
    bare: ['command'],
    examples: [
      { line: 'help', about: 'every command in a line' },
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
          text(`For the options of a command: ${own.slash} help COMMAND`),
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
