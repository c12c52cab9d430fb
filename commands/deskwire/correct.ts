import { defineHouseCommand } from '../../src/command/define-house.ts';
import { beginAct } from './begin-act.ts';
import type { WritingNeeds } from './writing-needs.ts';
import { entry, typed } from './writing-options.ts';

export const correct = (needs: WritingNeeds) =>
  defineHouseCommand({
    name: 'correct',
    description: 'Correct an entry with a note to readers',
    about: 'desk',
    role: 'editor',
    options: { entry, note: typed('For readers', 400) },
    bare: ['entry'],
    acts: true,
    examples: [
      { line: 'correct ENTRY note:"It was May, not March."', about: 'put right what readers were told' },
    ],
    run: ({ entry: id, note }, context) =>
      beginAct(needs, { act: 'correct', entry: id, values: note ? { correction: note } : {} }, context),
  });
