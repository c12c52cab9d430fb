import { defineHouseCommand } from '../../src/command/define-house.ts';
import { briefKinds } from '../../src/domain/vocabulary.ts';
import { draftReply } from './draft-card.ts';
import { editBy, showing, type WritingNeeds } from './writing-needs.ts';
import { about, handled, oneOf, typed, valuesOf } from './writing-options.ts';

export const addBrief = ({ editing }: WritingNeeds) =>
  defineHouseCommand({
    name: 'add brief',
    description: 'Write the summary of an article',
    about: 'desk',
    role: 'editor',
    options: {
      title: typed('Title', 160),
      ...about,
      kind: oneOf('Kind', briefKinds),
      author: typed('Author', 120),
      dated: typed('When it appeared', 100),
      ...handled,
    },
    bare: [],
    acts: true,
    examples: [{ line: 'add brief', about: 'summarise an article in a form' }],
    async run(input, context) {
      const { desk, person } = editBy(context);
      const begun = await editing.begin({ desk, act: 'add', type: 'brief', values: valuesOf(input), person });
      if (begun.outcome !== 'done') throw new Error('a new brief is about no entry');
      return draftReply(begun.view, showing(context));
    },
  });
