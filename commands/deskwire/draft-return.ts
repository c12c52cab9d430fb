import { textOption } from '../../src/command/define.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { editedReply } from './edited-reply.ts';
import { returnForm } from './return-form.ts';
import { typedReply } from './typed-reply.ts';
import { editBy, showing, type WritingNeeds } from './writing-needs.ts';
import { draft } from './writing-options.ts';

export const draftReturn = (needs: WritingNeeds) =>
  defineHouseCommand({
    name: 'draft return',
    description: 'Give a draft back with a reason',
    about: 'desk',
    role: 'reviewer',
    options: { draft, reason: textOption('What is to be done', 400) },
    bare: ['draft'],
    acts: true,
    examples: [{ line: 'draft return k3f9a reason:"Which page?"', about: 'ask its author for more' }],
    async run({ draft: id, reason }, context) {
      const by = editBy(context);
      const at = showing(context);
      if (reason) return typedReply(needs, await needs.editing.sendBack(id, reason, by), id, context);
      const view = await needs.editing.view(id, by);
      if (!view) return typedReply(needs, { outcome: 'not_found' }, id, context);
      if (view.draft.state !== 'in review')
        return editedReply({ outcome: 'decided', draft: view.draft }, id, at);
      const how = at.line(`draft return ${id} reason:"…"`);
      const asked = refusal('question', `Why is draft ${id} returned? Its author reads it. ${how}`);
      return { ...asked, form: returnForm(view.draft) };
    },
  });
