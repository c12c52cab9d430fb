import { z } from 'zod';
import {
  atAGlance,
  deskLine,
  heading,
  inForms,
  list,
  onlyIn,
  privately,
  text,
} from '../src/command/answer/blocks.ts';
import { examplesOf, firstClause, helpOn, tryThese } from '../src/command/answer/command-help.ts';
import { defineCommand } from '../src/command/define.ts';
import { groupOf } from '../src/command/line.ts';
import { allows } from '../src/domain/identity.ts';
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
  forms: true,
  asked: true,
  options: { command: command('A command to explain, such as visits') },
  bare: ['command'],
  examples: [
    { line: 'help', about: 'all commands, one per line' },
    { line: 'help facts', about: 'one command with its options' },
  ],
  async run({ command: asked }, context) {
    const { commands, desk, names } = context;
    const at = { slash: deskLine(context, '').trim(), names };
    if (asked) return atAGlance(context, helpOn(asked, [{ ...at, commands }]));
    const examples = firstToTry.flatMap((first) => {
      const found = commands.find((one) => one.name === first);
      return found ? [{ examples: found.examples.slice(0, 1) }] : [];
    });
    const options = text(`Options of a command: ${deskLine(context, 'help COMMAND')}`);
    const writing = allows(context.scope.role, 'editor')
      ? [text(`Write what you know: ${editLine('add fact')}; from an article: ${editLine('import ADDRESS')}`)]
      : [];
    return atAGlance(context, {
      blocks: [
        heading(`${at.slash}: ${desk.definition.name}`),
        ...onlyIn('glance', [
          ...list(commands.map((one) => `${one.name}: ${firstClause(one.description)}`)),
          options,
          ...writing,
        ]),
        ...onlyIn('details', [
          text(desk.definition.about),
          ...list(commands.map((one) => `${one.name}: ${one.description}`)),
          options,
          text(
            `Digests, settings and roles: ${manageLine('help')}. Writing and review: ${editLine('help')}.`,
          ),
          ...writing,
          ...tryThese(examples, at),
        ]),
      ],
      narrower: examplesOf(examples, at),
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
    forms: true,
    async run({ command: asked }, context) {
      const { slash, slashes } = context;
      const guides = [...slashes]
        .sort((a, b) => Number(b.id === slash) - Number(a.id === slash))
        .map((one) => ({ ...one, slash: `/${one.id}` }));
      const [own, ...others] = guides;
      if (asked || !own) return inForms(context, privately(helpOn(asked ?? '', guides)));
      const groups = Object.entries(own.groups);
      const single = own.commands.filter((one) => groupOf(one) === undefined);
      const blocks = [
        heading(own.slash),
        ...onlyIn('glance', [
          ...list([
            ...groups.map(([name, about]) => `${name} …: ${small(firstClause(about))}`),
            ...single
              .filter(({ name }) => name !== 'help')
              .map((one) => `${one.name}: ${small(firstClause(one.description))}`),
          ]),
          text(`Options: ${own.slash} help COMMAND`),
        ]),
        ...onlyIn('details', [
          text(`${own.about}.`),
          ...list([
            ...groups.map(([name, about]) => `${name} …: ${about}`),
            ...single.map(({ name, description }) => `${name}: ${description}`),
          ]),
          text(`Options of a command: ${own.slash} help COMMAND`),
          ...others.map(({ about, slash: other }) => text(`${about}: ${other} help.`)),
          text('To add Deskwire to a chat platform: README.md, “Bring it to your team”.'),
        ]),
      ];
      const narrower = groups.map(([name]) => ({
        label: `help ${name}`,
        command: `${own.slash} help ${name}`,
      }));
      return inForms(context, privately({ blocks }), narrower);
    },
  });

const small = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);
