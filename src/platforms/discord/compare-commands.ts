import type { CommandDefinition } from './command-definitions.ts';

export interface Difference {
  added: string[];
  changed: string[];
  removed: string[];
}

/** What would have to change for Discord to have exactly the commands that are wanted. */
export function compareCommands(wanted: readonly CommandDefinition[], registered: unknown): Difference {
  const known = new Map(
    (Array.isArray(registered) ? registered : []).map((command) => [String(command?.name), command]),
  );
  const difference: Difference = { added: [], changed: [], removed: [] };
  for (const command of wanted) {
    const old = known.get(command.name);
    known.delete(command.name);
    if (!old) difference.added.push(command.name);
    else if (normal(command) !== normal(sameParts(old, command))) difference.changed.push(command.name);
  }
  difference.removed.push(...known.keys());
  return difference;
}

/** Discord adds ids, versions and defaults to a command; only what we say ourselves is compared. */
function sameParts(registered: object, wanted: object): object {
  return Object.fromEntries(Object.entries(registered).filter(([key]) => key in wanted));
}

/** Text that is equal for equal commands: keys in order, nothing that is absent, false, null or empty. */
function normal(value: unknown): string {
  return JSON.stringify(value, (_, inner) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const entries = Object.entries(inner as Record<string, unknown>).filter(([, each]) => !isDefault(each));
    return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

function isDefault(value: unknown): boolean {
  return (
    value === null || value === undefined || value === false || (Array.isArray(value) && value.length === 0)
  );
}
