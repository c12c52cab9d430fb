import { defineHouseCommand } from '../../src/command/define-house.ts';
import { factKinds, standings } from '../../src/domain/vocabulary.ts';
import { draftReply } from './draft-card.ts';
import { editBy, showing, type WritingNeeds } from './writing-needs.ts';
import { about, handled, named, oneOf, typed, valuesOf } from './writing-options.ts';

export const addFact = ({ editing }: WritingNeeds) =>
  defineHouseCommand({
    name: 'add fact',
    description: 'Write a dated, sourced statement',
    about: 'desk',
    role: 'editor',
    options: {
      title: typed('Title', 160),
      statement: typed('In our own words', 800),
      date: typed('When, such as May 2006', 100),
      ...about,
      kind: oneOf('Kind', factKinds),
      standing: oneOf('How sure', standings),
      office: named('A visitor’s office', 'office'),
      host: named('Country visited', 'country'),
      trip: typed('Id of the journey', 64),
      ...handled,
      note: typed('Must be known', 600),
    },
    bare: [],
    acts: true,
    examples: [
      { line: 'add fact', about: 'write a fact in a form' },
      {
        line: 'add fact title:"Cheney in Astana" statement:"Dick Cheney came to Astana." date:"May 2006" topic:visits source:…',
        about: 'all in one line',
      },
    ],
    async run(input, context) {
      const { desk, person } = editBy(context);
      const values = valuesOf(input);
      const begun = await editing.begin({ desk, act: 'add', type: 'fact', values, person });
      if (begun.outcome !== 'done') throw new Error('a new fact is about no entry');
      return draftReply(begun.view, showing(context));
    },
  });
