import { defineHouseCommand } from '../../src/command/define-house.ts';
import { beginAct } from './begin-act.ts';
import type { WritingNeeds } from './writing-needs.ts';
import { entry } from './writing-options.ts';

/** An undo is a change like any other: it is reviewed, kept, and can be undone. */
export const undo = (needs: WritingNeeds) =>
  defineHouseCommand({
    name: 'undo',
    description: 'Take back the last change of an entry',
    about: 'desk',
    role: 'editor',
    options: { entry },
    bare: ['entry'],
    acts: true,
    examples: [{ line: 'undo ENTRY', about: 'what it said before, as a new revision' }],
    run: ({ entry: id }, context) =>
      beginAct(needs, { act: 'undo', entry: id, values: {}, submits: true }, context),
  });
