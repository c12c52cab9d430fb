import type { CatalogueCommand, CatalogueDesk, CatalogueOption } from '../domain/ports/answerer.ts';
import {
  type AppSlash,
  type CommandShape,
  type DeskCommand,
  type DeskService,
  type OptionDefinition,
  offeredIn,
} from './define.ts';
import { deskMeant, withDesk } from './desk-option.ts';
import { withExamples } from './examples.ts';

/** A desk's slash command with its commands. */
export interface DeskSlash {
  scope: 'desk';
  id: string;
  commands: readonly DeskCommand[];
  service: DeskService;
}

export type Slash = DeskSlash | AppSlash;

/** All slash commands, for one set of desks. */
export interface Slashes {
  desks: readonly DeskService[];
  apps: readonly AppSlash[];
  all: readonly Slash[];
  catalogue: CatalogueDesk[];
}

/** Built once per set of desks; a changed set is a new array. */
export function slashesOf(
  commands: readonly DeskCommand[],
  apps: readonly AppSlash[],
  serving: () => readonly DeskService[],
): () => Slashes {
  let known: Slashes | undefined;
  return () => {
    const desks = serving();
    if (known?.desks !== desks) known = makeSlashes(commands, apps, desks);
    return known;
  };
}

function makeSlashes(
  commands: readonly DeskCommand[],
  apps: readonly AppSlash[],
  desks: readonly DeskService[],
): Slashes {
  const ofDesks = desks.map(
    (service): DeskSlash => ({
      scope: 'desk',
      id: service.desk.definition.id,
      service,
      commands: commands.map((command) => withExamples(command, service.examples)),
    }),
  );
  const ofApp = apps.map(
    (app): AppSlash => ({
      ...app,
      commands: app.commands.map((command) =>
        withDesk(withExamples(command, desks[0]?.examples ?? {}), desks),
      ),
    }),
  );
  const catalogue = [
    ...ofDesks.map(({ commands: own, service }) => {
      const { id, name, about } = service.desk.definition;
      return { id, name, about, commands: own.map(catalogueCommand) };
    }),
    ...ofApp.map(({ id, about, commands: own, groups }) => {
      return { id, app: true as const, name: 'Deskwire', about, commands: own.map(catalogueCommand), groups };
    }),
  ];
  return { desks, apps: ofApp, all: [...ofDesks, ...ofApp], catalogue };
}

/** Commands accepted after a slash command; for the app, also those of its other one. */
export const readAfter = (slash: Slash, apps: readonly AppSlash[]): readonly CommandShape[] =>
  slash.scope === 'desk'
    ? slash.commands
    : [...slash.commands, ...apps.filter(({ id }) => id !== slash.id).flatMap(({ commands }) => commands)];

/** The desk of a line; `said`: its option `desk`. */
export const serviceOf = (
  slash: Slash,
  said: string | undefined,
  desks: readonly DeskService[],
): DeskService | undefined => (slash.scope === 'desk' ? slash.service : deskMeant(said, desks));

/** What a platform needs to register a command and complete its options. */
export function catalogueCommand({ name, description, options, examples }: CommandShape): CatalogueCommand {
  return {
    name,
    description,
    options: offeredIn(options).map(([option, definition]) => catalogueOption(option, definition)),
    examples: examples.map(({ line, about }) => ({ line, about })),
  };
}

function catalogueOption(
  name: string,
  { description, required = false, kind }: OptionDefinition,
): CatalogueOption {
  const completes =
    kind.type === 'name' ||
    kind.type === 'entry' ||
    (kind.type === 'choice' && !!kind.grows) ||
    (kind.type === 'text' && !!kind.names);
  const base = { name, description, required, completes };
  switch (kind.type) {
    case 'number':
      return { ...base, type: 'number', min: kind.min, max: kind.max };
    case 'flag':
      return { ...base, type: 'flag' };
    case 'choice':
      return { ...base, type: 'text', ...(!kind.grows && { choices: Object.keys(kind.choices) }) };
    case 'text':
      return { ...base, type: 'text', verbatim: true, max: kind.max };
    default:
      return { ...base, type: 'text' };
  }
}
