import { defineHouseCommand } from '../../src/command/define-house.ts';
import { beginAct, noEntry } from './begin-act.ts';
import { editBy, type WritingNeeds } from './writing-needs.ts';
import { entry } from './writing-options.ts';

/** What is written is the newer entry: it says which one it replaces. */
export const supersede = (needs: WritingNeeds) =>
  defineHouseCommand({
    name: 'supersede',
    description: 'Let a newer entry take the place of an older one',
    about: 'desk',
    role: 'editor',
    options: {
      entry: { ...entry, description: 'The older one' },
      by: { ...entry, description: 'The newer one' },
    },
    bare: ['entry', 'by'],
    acts: true,
    examples: [{ line: 'supersede OLD by NEW', about: 'the second one holds now' }],
    async run({ entry: older, by: newer }, context) {
      const { desk } = editBy(context);
      if ((await needs.editing.history(desk, older)).length === 0) return noEntry(older, context);
      return beginAct(
        needs,
        { act: 'supersede', entry: newer, values: { supersedes: older }, submits: true },
        context,
      );
    },
  });
