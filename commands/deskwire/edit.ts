import { z } from 'zod';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { beginAct } from './begin-act.ts';
import { asked, draftReply } from './draft-card.ts';
import { editedReply } from './edited-reply.ts';
import { editBy, showing, type WritingNeeds } from './writing-needs.ts';
import { entry } from './writing-options.ts';

/** The form is opened although nothing is wrong: whoever types this wants to change something. */
export const edit = (needs: WritingNeeds) =>
  defineHouseCommand({
    name: 'edit',
    description: 'Change an entry silently, or a draft',
    about: 'desk',
    role: 'editor',
    options: {
      entry: { ...entry, description: 'Entry or draft' },
      still: { description: 'It is still true', kind: { type: 'flag' }, schema: z.boolean() },
    },
    bare: ['entry'],
    acts: true,
    examples: [{ line: 'edit ENTRY', about: 'change an entry in a form' }],
    async run({ entry: id, still }, context) {
      const by = editBy(context);
      const at = showing(context);
      if (still)
        return beginAct(needs, { act: 'edit', entry: id, values: { still: 'yes' }, submits: true }, context);
      const known = await needs.editing.view(id, by);
      if (known) {
        // Also brings it up to date with an entry that changed meanwhile.
        const filled = await needs.editing.fill(id, {}, by);
        if (filled.outcome !== 'done') return editedReply(filled, id, at);
        const { form } = filled.view;
        return { ...draftReply(filled.view, at), ...(form && { form: asked(form) }) };
      }
      return beginAct(needs, { act: 'edit', entry: id, values: {} }, context);
    },
  });
