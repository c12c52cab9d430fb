import { createForms } from '../commands/deskwire/writing-forms.ts';
import type { WritingNeeds } from '../commands/deskwire/writing-needs.ts';
import { createEntryCheck } from './content/check-entry.ts';
import type { Clock } from './domain/ports/clock.ts';
import type { Forms } from './domain/ports/forms.ts';
import type { Log } from './domain/ports/log.ts';
import type { Role } from './domain/roles.ts';
import { createEditing } from './editing/editing.ts';
import { FactMemory } from './editing/fact-memory.ts';
import type { DeskNamed } from './editing/look.ts';
import { newErrorId } from './error-id.ts';
import { isNearCopy } from './import/near-copy.ts';
import { readDate } from './import/read-date.ts';
import type { Store } from './store/store.ts';

export interface WiredWriting {
  /** What the commands work with. */
  needs: WritingNeeds;
  /** What the platforms open and hand in. */
  forms: Forms;
}

/** Hands writing and review what they need of the store and of the desks. */
export function wireWriting({
  store,
  desks,
  refresh,
  roleOf,
  clock,
  log,
}: {
  store: Store;
  desks(): readonly DeskNamed[];
  refresh(): Promise<void>;
  roleOf(person: string, desk: string): Promise<Role>;
  clock: Clock;
  log: Log;
}): WiredWriting {
  const { drafts, revisions, sources, audit, reports, content, once } = store;
  const known = async (desk: string, ids: readonly string[]) => {
    const found = await Promise.all(ids.map(async (id) => (await revisions.of(desk, id)).at(-1)?.own?.id));
    return new Set(found.filter((id) => id !== undefined));
  };
  const editing = createEditing({
    ...{ drafts, revisions, sources, clock, refresh },
    facts: new FactMemory(store.entries, store.recordState),
    check: createEntryCheck(known),
    deskOf: (id) => desks().find(({ desk }) => desk.definition.id === id),
    readDate,
    isNearCopy,
  });
  const named = () => desks().map(({ desk }) => desk);
  return {
    needs: { editing, drafts, audit, reports, content },
    forms: createForms({ editing, drafts, once, desks: named, roleOf, clock, log, newErrorId }),
  };
}
