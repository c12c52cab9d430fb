import { z } from 'zod';
import { answer, choices, deskLine, heading, list, privately, text } from '../src/command/answer/blocks.ts';
import { helpOn, tryThese } from '../src/command/answer/command-help.ts';
import { defineCommand } from '../src/command/define.ts';
import { groupOf } from '../src/command/line.ts';
import { appCommand } from '../src/domain/ports/answerer.ts';

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
    if (asked) return answer(context, helpOn(asked, { ...at, commands }));
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
        text(`Digests of what is new, writing, review and roles: /${appCommand} help.`),
        ...tryThese(examples, at),
      ],
    });
  },
});

const slash = `/${appCommand}`;

/** Help of the app: single commands, and one line for each group. */
export const appHelp = defineCommand({
  scope: 'app',
  name: 'help',
  description: `What ${slash} does, and how to write it`,
  about: 'app',
  options: { command: command('A command or a group to explain, such as roles') },
  bare: ['command'],
  examples: [
    { line: 'help', about: 'every command in a line' },
    { line: 'help roles', about: 'the commands of one group' },
  ],
  async run({ command: asked }, { commands, groups }) {
    if (asked) return privately(helpOn(asked, { slash, commands, groups }));
    const single = commands.filter((one) => groupOf(one) === undefined);
    return privately({
      blocks: [
        heading(`${slash}: what belongs to no single desk`),
        ...list([
          ...Object.entries(groups).map(([group, about]) => `${group} …: ${about}`),
          ...single.map(({ name, description }) => `${name}: ${description}`),
        ]),
        text(`For the options of a command: ${slash} help COMMAND`),
        text('To add Deskwire to a chat platform: README.md, “Bring it to your team”.'),
        ...choices(
          'Look into',
          Object.entries(groups).map(([group, about]) => ({ label: about, command: `${slash} ${group}` })),
        ),
      ],
    });
  },
});
