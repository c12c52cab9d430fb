import { defineHouseCommand } from '../../src/command/define-house.ts';
import { sourceAdded } from './add-source.ts';
import { waits } from './begin-act.ts';
import { typedReply } from './typed-reply.ts';
import { editBy, type WritingNeeds } from './writing-needs.ts';
import { draft } from './writing-options.ts';

export const draftSubmit = (needs: WritingNeeds) =>
  defineHouseCommand({
    name: 'draft submit',
    description: 'Send a draft to review',
    about: 'desk',
    role: 'editor',
    options: { draft },
    bare: ['draft'],
    acts: true,
    examples: [{ line: 'draft submit k3f9a', about: 'let a reviewer look at it' }],
    run: async ({ draft: id }, context) =>
      typedReply(
        needs,
        await needs.editing.submit(id, editBy(context)),
        id,
        context,
        (view) => sourceAdded(view) ?? waits(view),
      ),
  });
