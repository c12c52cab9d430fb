import type { Role } from '../../domain/identity.ts';
import type { NameIndex } from '../../domain/ports/names.ts';
import type { Block, Choice, Span } from '../../domain/reply.ts';
import { type CommandShape, type OptionDefinition, offeredIn } from '../define.ts';
import { groupOf } from '../line.ts';
import { closest } from '../parse/grammar.ts';
import { meantLines } from '../refusals.ts';
import { type AnswerParts, choices, fields, heading, list, notice, onlyIn, text } from './blocks.ts';
import { fitBlocks } from './fitted.ts';

/** What is explained: the slash command, such as `/horn`, and the names that its examples may use. */
export interface Explained {
  slash: string;
  names?: NameIndex;
}

interface Guide extends Explained {
  commands: readonly (CommandShape & { role?: Role })[];
  /** What each group of commands is about, by its name. */
  groups?: Readonly<Record<string, string>>;
}

/** The command or the group that was asked about, in the first guide that has it, or those whose names are like it. */
export function helpOn(asked: string, guides: readonly Guide[]): AnswerParts {
  const name = nameIn(asked, guides);
  const explained = guides.map((guide) => explain(name, guide)).find((blocks) => blocks !== undefined);
  if (explained) return { blocks: explained };
  const lines = guides.flatMap(({ slash, commands }) => {
    const known = commands.flatMap((command) => [command.name, groupOf(command) ?? []].flat());
    const near = closest(name, [...new Set(known)]);
    return near.map((one) => ({ label: `Explain ${one}`, command: `${slash} help ${one}` }));
  });
  return {
    outcome: 'invalid',
    blocks: [heading('Help'), notice('warning', `There is no command “${name}”.`), ...meantLines(lines)],
  };
}

/** The command asked about, without its slash command. */
function nameIn(asked: string, guides: readonly Guide[]): string {
  const typed = asked.toLowerCase();
  const named = guides.find(({ slash }) => typed.startsWith(`${slash.slice(1)} `));
  return named ? typed.slice(named.slash.length) : typed.replace(/^\/\S+\s+/, '');
}

function explain(name: string, guide: Guide): Block[] | undefined {
  const found = guide.commands.find((command) => command.name === name);
  if (found) return commandHelp(found, guide);
  const own = guide.commands.filter((command) => groupOf(command) === name);
  return own.length > 0 ? groupHelp(name, guide.groups?.[name] ?? '', own, guide) : undefined;
}

function groupHelp(group: string, about: string, own: readonly CommandShape[], at: Explained): Block[] {
  const title = heading(`${at.slash} ${group}`);
  const lines = own.map(({ name, description }) => `${name}: ${description}`);
  const options = text(`Options of a command: ${at.slash} help ${own[0]?.name}`);
  return [
    title,
    ...onlyIn('glance', [
      ...list(
        own.map(({ name, description }) => `${name.slice(group.length + 1)}: ${firstClause(description)}`),
      ),
      options,
    ]),
    ...onlyIn('details', [text(about), ...list(lines), options, ...tryThese(own, at)]),
  ];
}

/** Help on one command, from its definition: options and example lines. */
function commandHelp(command: CommandShape & { role?: Role }, at: Explained): Block[] {
  const options = offeredIn(command.options);
  const usage = options.map(([name, { required }]) => (required ? `<${name}>` : `[${name}]`));
  const title = heading(`${at.slash} ${command.name}`);
  const written = fields(options.map(([name, option]) => [name, option.description] as const));
  return [
    title,
    ...onlyIn(
      'glance',
      fitBlocks(
        [
          title,
          text(command.description),
          ...forWhom(command.role),
          ...typedExamples([command], at),
          ...written,
        ],
        helpRoom,
      ).slice(1),
    ),
    ...onlyIn('details', [
      text(command.description),
      text([at.slash, command.name, ...usage].join(' '), 'code'),
      ...forWhom(command.role),
      ...howToWrite(command, at),
      ...fields(options.map(([name, option]) => [name, optionInWords(option)] as const)),
    ]),
    ...tryThese([command], at),
  ];
}

const helpRoom = { lines: 22, characters: 1100 };

/** `Country profile` of a longer description. */
export const firstClause = (description: string): string => (description.split(/[,:;(]/)[0] ?? '').trim();

const forWhom = (role: Role | undefined): Block[] =>
  role && role !== 'reader'
    ? [text(role === 'admin' ? 'For admins.' : `For the role ${role} and above.`)]
    : [];

/** Shows that a value may be written with or without its option name. */
function howToWrite({ name, options, bare }: CommandShape, { slash, names }: Explained): Block[] {
  const example = bare
    .map((option) => [option, options[option]?.kind] as const)
    .find(([, kind]) => kind?.type === 'name');
  const [option, kind] = example ?? [];
  const value = kind?.type === 'name' && names?.complete('', kind.kinds, 1)[0]?.label;
  if (!value) return [];
  return [
    text(
      `${slash} ${name} ${value} and ${slash} ${name} ${option}:${value.includes(' ') ? `"${value}"` : value} are the same.`,
    ),
  ];
}

type Shown = Pick<CommandShape, 'examples' | 'acts'>;

/** Examples as buttons that run them; for commands that change something, as lines to type. */
export function tryThese(commands: readonly Shown[], at: Explained): Block[] {
  return [...onlyIn('details', typedExamples(commands, at)), ...choices('', examplesOf(commands, at))];
}

/** A button says the line that it runs. */
export const examplesOf = (commands: readonly Shown[], { slash }: Explained): Choice[] =>
  commands
    .filter(({ acts }) => !acts)
    .flatMap(({ examples }) => examples)
    .map(({ line }) => ({ label: line, command: `${slash} ${line}` }));

function typedExamples(commands: readonly Shown[], { slash }: Explained): Block[] {
  const acting = commands.filter(({ acts }) => acts).flatMap(({ examples }) => examples);
  const items = acting.map(({ line, about }): Span[] => [
    { text: `${slash} ${line}`, style: 'code' },
    { text: `: ${about}` },
  ]);
  return items.length > 0 ? [{ type: 'list', items }] : [];
}

function optionInWords({ description, kind, aliases = [] }: OptionDefinition): string {
  const values =
    kind.type === 'choice' && !kind.grows ? [`one of ${Object.keys(kind.choices).join(', ')}`] : [];
  const also = aliases.length > 0 ? ` Aliases: ${aliases.join(', ')}` : '';
  return `${[description, ...values].join('; ')}.${also}`;
}
