import { defineHouseCommand } from '../../src/command/define-house.ts';
import { grades, sourceKinds } from '../../src/domain/vocabulary.ts';
import { draftReply } from './draft-card.ts';
import { editedReply } from './edited-reply.ts';
import { editBy, showing, type WritingNeeds } from './writing-needs.ts';
import { oneOf, typed, valuesOf } from './writing-options.ts';

/** A source says nothing to readers until an entry cites it, and that entry is reviewed: it needs no review of its own. */
export const addSource = ({ editing }: WritingNeeds) =>
  defineHouseCommand({
    name: 'add source',
    description: 'Add a source for entries to cite',
    about: 'desk',
    role: 'editor',
    options: {
      title: typed('Title', 200),
      publisher: typed('Publisher', 120),
      kind: oneOf('Kind', sourceKinds),
      grade: oneOf('A (reliable) to F', grades),
      url: typed('Address', 300),
      author: typed('Author', 120),
      dated: typed('When it appeared', 100),
      until: typed('How far it reaches', 100),
    },
    bare: [],
    acts: true,
    examples: [{ line: 'add source', about: 'add a source in a form' }],
    async run(input, context) {
      const by = editBy(context);
      const { desk, person } = by;
      const begun = await editing.begin({
        desk,
        act: 'source',
        type: 'fact',
        values: valuesOf(input),
        person,
      });
      if (begun.outcome !== 'done') throw new Error('a new source is about no entry');
      const { view } = begun;
      if (view.faults.length > 0) return draftReply(view, showing(context));
      return editedReply(
        await editing.submit(view.draft.id, by),
        view.draft.id,
        showing(context),
        sourceAdded,
      );
    },
  });

export const sourceAdded = ({ source }: { source?: { id: string } }) =>
  source && `Added. Entries can cite it as ${source.id}.`;
