import { createForms } from '../commands/deskwire/writing-forms.ts';
import type { WritingNeeds } from '../commands/deskwire/writing-needs.ts';
import type { Editing } from './domain/ports/editing.ts';
import type { Forms } from './domain/ports/forms.ts';
import type { RoleOf } from './domain/ports/role-of.ts';
import { newErrorId } from './error-id.ts';
import type { EditingSetting } from './open-editing.ts';

export interface WiredWriting {
  /** What the commands work with. */
  needs: WritingNeeds;
  /** What the platforms open and hand in. */
  forms: Forms;
}

/** Hands the commands and the forms that write and review what they need. */
export function wireWriting(
  setting: EditingSetting & { roleOf: RoleOf; access: WritingNeeds['access'] },
): WiredWriting {
  const { store, desks, roleOf, access, clock, log } = setting;
  const { drafts, audit, reports, content, once, feedItems, reviewChannels, ledger } = store;
  const editing = whenAsked(setting);
  const named = () => desks().map(({ desk }) => desk);
  return {
    needs: { editing, drafts, audit, reports, content, feedItems, reviewChannels, ledger, access },
    forms: createForms({ editing, drafts, once, desks: named, roleOf, clock, log, newErrorId }),
  };
}

/** What writing takes is imported when somebody writes: a start and a reader's answer do not wait for it. */
function whenAsked(setting: EditingSetting): Editing {
  let opened: Promise<Editing> | undefined;
  const editing = () => {
    opened ??= import('./open-editing.ts').then(({ openEditing }) => openEditing(setting));
    return opened;
  };
  return {
    begin: async (beginning) => (await editing()).begin(beginning),
    view: async (id, by) => (await editing()).view(id, by),
    fill: async (id, values, by) => (await editing()).fill(id, values, by),
    submit: async (id, by) => (await editing()).submit(id, by),
    approve: async (id, by, seen) => (await editing()).approve(id, by, seen),
    approveFiled: async (entry, by, seen) => (await editing()).approveFiled(entry, by, seen),
    sendBack: async (id, reason, by) => (await editing()).sendBack(id, reason, by),
    discard: async (id, by) => (await editing()).discard(id, by),
    contradictions: async (desk) => (await editing()).contradictions(desk),
    history: async (desk, entry) => (await editing()).history(desk, entry),
  };
}
