import { z } from 'zod';
import { answer, choices, deskLine, heading, list, notice, text } from '../src/command/answer/blocks.ts';
import { commandHelp, tryThese } from '../src/command/answer/command-help.ts';
import { defineCommand } from '../src/command/define.ts';
import { closest } from '../src/command/parse/grammar.ts';
import { house } from '../src/domain/ports/answerer.ts';

/** Commands whose first example a newcomer should see, the most useful first. */
const firstToTry = ['visits', 'latest', 'country', 'search', 'upcoming'];

export const help = defineCommand({
  name: 'help',
  description: 'What this desk answers, and how to ask',
  role: 'reader',
  options: {
    command: {
      description: 'A command to explain, such as visits',
      kind: { type: 'words', of: 'commands' },
      schema: z.string().trim().max(100),
    },
  },
  bare: ['command'],
  examples: [
    { line: 'help', about: 'every command in a line', shows: 'visits' },
    { line: 'help visits', about: 'one command with its options', shows: 'Office held at the time' },
  ],
  async run({ command: asked }, context) {
    const { commands, desk, names } = context;
    const at = { slash: deskLine(context, '').trim(), names };
    const name = asked?.toLowerCase().replace(/^\/\S+\s+/, '');
    const found = commands.find((command) => command.name === name);
    if (found) return answer(context, { blocks: commandHelp(found, at) });
    if (name) {
      const near = closest(
        name,
        commands.map((command) => command.name),
      );
      return answer(context, {
        outcome: 'invalid',
        blocks: [
          heading('Help'),
          notice('warning', `There is no command “${name}”.`),
          ...choices(
            'Did you mean',
            near.map((command) => ({
              label: `Explain ${command}`,
              command: deskLine(context, `help ${command}`),
            })),
          ),
        ],
      });
    }
    const examples = firstToTry.flatMap((first) => {
      const found = commands.find((command) => command.name === first);
      return found ? [{ examples: found.examples.slice(0, 1) }] : [];
    });
    return answer(context, {
      blocks: [
        heading(`${at.slash}: ${desk.definition.name}`),
        text(desk.definition.about),
        ...list(commands.map(({ name, description }) => `${name}: ${description}`)),
        text(`Ask ${deskLine(context, 'help COMMAND')} for what a command takes.`),
        text(`Digests of what is new, writing, review and roles: /${house} help.`),
        ...tryThese(examples, at),
      ],
    });
  },
});
