import { defineHouseCommand } from '../../src/command/define-house.ts';
import { beginAct } from './begin-act.ts';
import type { WritingNeeds } from './writing-needs.ts';
import { entry, typed } from './writing-options.ts';

export const retract = (needs: WritingNeeds) =>
  defineHouseCommand({
    name: 'retract',
    description: 'Take an entry back; its id stays and says why',
    about: 'desk',
    role: 'editor',
    options: { entry, reason: typed('Why, for readers', 400) },
    bare: ['entry'],
    acts: true,
    examples: [
      { line: 'retract ENTRY reason:"The source withdrew it."', about: 'say that it does not hold' },
    ],
    run: ({ entry: id, reason }, context) => {
      const values: Record<string, string> = reason ? { reason } : {};
      return beginAct(needs, { act: 'retract', entry: id, values, submits: reason !== undefined }, context);
    },
  });
