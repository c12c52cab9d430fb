import { defineHouseCommand } from '../../src/command/define-house.ts';
import { typedReply } from './typed-reply.ts';
import { editBy, type WritingNeeds } from './writing-needs.ts';
import { draft } from './writing-options.ts';

export const draftDiscard = (needs: WritingNeeds) =>
  defineHouseCommand({
    name: 'draft discard',
    description: 'Give a draft up',
    about: 'desk',
    role: 'editor',
    options: { draft },
    bare: ['draft'],
    acts: true,
    examples: [{ line: 'draft discard k3f9a', about: 'give it up' }],
    run: async ({ draft: id }, context) =>
      typedReply(needs, await needs.editing.discard(id, editBy(context)), id, context, () => 'Discarded.'),
  });
