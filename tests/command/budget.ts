import { type CommandShape, type OptionDefinition, offeredIn } from '../../src/command/define.ts';

/** Discord's limits on one slash command: https://discord.com/developers/docs/interactions/application-commands */
const limits = {
  subcommands: 25,
  'commands of a group': 25,
  options: 25,
  choices: 25,
  description: 100,
  characters: 8000,
};
const namePattern = /^[-_'\p{Ll}\p{Lo}\p{N}]{1,32}$/u;

export interface Budget {
  /** With groups, each counted as one. */
  subcommands: number;
  /** Of the subcommand with the most. */
  options: number;
  /** All names, descriptions and choices of the command with its subcommands. */
  characters: number;
  /** What Discord would refuse, and what leaves less than the wanted share to spare. */
  faults: string[];
}

/**
 * What one slash command with these subcommands takes of Discord's limits. `spare` is the share of each count that
 * is to stay free for commands to come.
 */
export function budgetOf(
  desk: { id: string; about: string; groups?: Readonly<Record<string, string>> },
  commands: readonly CommandShape[],
  spare = 0.2,
): Budget {
  const options = Math.max(0, ...commands.map((command) => offeredIn(command.options).length));
  const groups = Object.entries(desk.groups ?? {});
  const own = (group: string) => commands.filter(({ name }) => name.startsWith(`${group} `));
  const characters =
    groups.reduce((sum, [group, about]) => sum + group.length + about.length, 0) +
    desk.id.length +
    cut(desk.about).length +
    commands.reduce((sum, command) => sum + lengthOf(command), 0);
  const faults = [
    ...groups.flatMap(([group, about]) => nameFaults(group, group, about)),
    ...commands.flatMap(faultsOf),
  ];
  const inGroups = groups.flatMap(([group]) => own(group));
  for (const { name } of commands) {
    const known = groups.some(([group]) => name === group);
    if (known) faults.push(`${name}: a group is no command itself`);
  }
  const within = (what: 'subcommands' | 'commands of a group' | 'options' | 'characters', taken: number) => {
    const wanted = Math.floor(limits[what] * (1 - spare));
    if (taken > wanted) faults.push(`${what}: ${taken} of ${limits[what]}, wanted at most ${wanted}`);
  };
  const subcommands = commands.length - inGroups.length + groups.length;
  within('subcommands', subcommands);
  within('commands of a group', Math.max(0, ...groups.map(([group]) => own(group).length)));
  within('options', options);
  within('characters', characters);
  return { subcommands, options, characters, faults };
}

function faultsOf({ name: whole, description, options }: CommandShape): string[] {
  const name = wordOf(whole);
  return [
    ...nameFaults(whole, name, description),
    ...offeredIn(options).flatMap(([option, definition]) => [
      ...nameFaults(`${name} ${option}`, option, definition.description),
      ...choiceFaults(`${name} ${option}`, definition),
    ]),
  ];
}

function nameFaults(where: string, name: string, description: string): string[] {
  const faults: string[] = [];
  if (!namePattern.test(name)) faults.push(`${where}: a name is 1 to 32 small letters, digits, - or _`);
  if (description.length < 1 || description.length > limits.description) {
    faults.push(`${where}: a description has 1 to ${limits.description} characters`);
  }
  return faults;
}

function choiceFaults(where: string, { kind }: OptionDefinition): string[] {
  // What grows is completed while it is typed.
  if (kind.type !== 'choice' || kind.grows) return [];
  const values = Object.keys(kind.choices);
  const faults = values.length > limits.choices ? [`${where}: more than ${limits.choices} choices`] : [];
  return values.some((value) => value.length > 100) ? [...faults, `${where}: a choice is too long`] : faults;
}

/** A choice counts with its name and its value, which are the same here. */
function lengthOf({ name, description, options }: CommandShape): number {
  return offeredIn(options).reduce((sum, [option, { description: about, kind }]) => {
    const choices = kind.type === 'choice' && !kind.grows ? Object.keys(kind.choices).join('').length * 2 : 0;
    return sum + option.length + about.length + choices;
  }, wordOf(name).length + description.length);
}

/** `grant` of `roles grant`: its group has the rest. A name that is neither stays as it is, to be found wrong. */
function wordOf(name: string): string {
  return name.replace(/^[a-z][a-z0-9-]* (?=[a-z][a-z0-9-]*$)/, '');
}

/** A desk may say more of itself than fits; what is registered is cut. */
function cut(text: string): string {
  return text.slice(0, limits.description);
}
