import { assertNever } from '../../../domain/errors.ts';
import type { CatalogueCommand, CatalogueDesk, CatalogueOption } from '../../../domain/ports/answerer.ts';
import { addToDesk, publicOption } from '../../../domain/ports/answerer.ts';
import { limits } from '../limits.ts';

export interface OptionDefinition {
  type: 1 | 2 | 3 | 4 | 5;
  name: string;
  description: string;
  required?: boolean;
  autocomplete?: boolean;
  choices?: { name: string; value: string }[];
  min_value?: number;
  max_value?: number;
  max_length?: number;
  options?: OptionDefinition[];
}

export interface CommandDefinition {
  /** 1: a slash command. 3: an action on a message, which has no description and no options. */
  type: 1 | 3;
  name: string;
  description?: string;
  options?: OptionDefinition[];
  /** 0: in servers. Global commands only; those of one server are there by nature. */
  contexts?: readonly [0];
  /** 0: installed to servers. */
  integration_types?: readonly [0];
}

export type Scope = 'global' | 'guild';

/** One slash command a desk, its commands as subcommands with typed options; and the action on a message. */
export function commandDefinitions(desks: readonly CatalogueDesk[], scope: Scope): CommandDefinition[] {
  const visible = scope === 'global' ? ({ contexts: [0], integration_types: [0] } as const) : {};
  const slashes = desks
    .filter((desk) => desk.commands.length > 0)
    .map(
      (desk): CommandDefinition => ({
        type: 1,
        name: desk.id,
        description: described(desk.about, desk.name),
        options: subcommands(desk),
        ...visible,
      }),
    );
  const adds = desks.some(({ commands }) => commands.some(({ name }) => name === 'add link'));
  return [...slashes, ...(adds ? [{ type: 3 as const, name: addToDesk, ...visible }] : [])];
}

/** A command named by two words stands in the group of the first. */
function subcommands({ app, commands, groups = {} }: CatalogueDesk): OptionDefinition[] {
  const shown: OptionDefinition[] = [];
  for (const command of commands) {
    const [first = '', second] = command.name.split(' ');
    const one = subcommand({ ...command, name: second ?? first }, !app);
    const group = shown.find(({ type, name }) => type === 2 && name === first);
    if (second === undefined) shown.push(one);
    else if (group) group.options?.push(one);
    else
      shown.push({
        type: 2,
        name: first,
        description: described(groups[first] ?? '', first),
        options: [one],
      });
  }
  return shown;
}

function subcommand(
  { name, description, options }: CatalogueCommand,
  mayBePublic: boolean,
): OptionDefinition {
  const given = options.filter((option) => option.name !== publicOption.name);
  const shown: OptionDefinition = { type: 5, ...publicOption };
  return {
    type: 1,
    name,
    description: described(description, name),
    // Discord wants required options first.
    options: [
      ...given.filter((option) => option.required).map(toOption),
      ...given.filter((option) => !option.required).map(toOption),
      ...(mayBePublic ? [shown] : []),
    ],
  };
}

function toOption({ name, description, required, ...option }: CatalogueOption): OptionDefinition {
  const shared = { name, description: described(description, name), ...(required && { required: true }) };
  switch (option.type) {
    case 'text': {
      const choices = option.choices ?? [];
      const listed = choices.length > 0 && choices.length <= limits.commandOptions.max;
      return {
        type: 3,
        ...shared,
        ...(listed && { choices: choices.map((choice) => ({ name: choice, value: choice })) }),
        ...(!listed && option.completes && { autocomplete: true }),
        ...(!listed && { max_length: Math.min(option.max ?? 500, limits.textOption.max) }),
      };
    }
    case 'number':
      return {
        type: 4,
        ...shared,
        ...(option.min !== undefined && { min_value: option.min }),
        ...(option.max !== undefined && { max_value: option.max }),
      };
    case 'flag':
      return { type: 5, ...shared };
    default:
      return assertNever(option.type);
  }
}

function described(text: string, otherwise: string): string {
  const given = text.trim() || otherwise;
  const { max } = limits.commandDescription;
  return given.length <= max ? given : `${given.slice(0, max - 1)}…`;
}

/** Characters that Discord counts against a command: names, descriptions and values, nested ones too. */
export function commandWeight(definition: CommandDefinition | OptionDefinition): number {
  const choices = 'choices' in definition ? (definition.choices ?? []) : [];
  const own = definition.name.length + (definition.description ?? '').length;
  const listed = choices.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  return (definition.options ?? []).reduce((sum, option) => sum + commandWeight(option), own + listed);
}
