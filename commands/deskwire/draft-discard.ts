import { defineHouseCommand } from '../../src/command/define-house.ts';
import { editedReply } from './edited-reply.ts';
import { editBy, showing, type WritingNeeds } from './writing-needs.ts';
import { draft } from './writing-options.ts';

export const draftDiscard = ({ editing }: WritingNeeds) =>
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
      editedReply(await editing.discard(id, editBy(context)), id, showing(context), () => 'Discarded.'),
  });
