import type { EntryItem, Reply } from '../../../src/domain/reply.ts';

/** A visit as the register shows it. */
export const visit: EntryItem = {
  id: 'visit-blinken-astana-2023',
  type: 'visit',
  flags: ['KZ', 'US'],
  when: '28 February 2023',
  headline: [{ text: 'Antony Blinken in Astana' }],
  lines: [[{ text: 'Secretary of State. Met President Tokayev; C5+1 ministerial.' }]],
  standing: 'confirmed',
  remarks: [],
  cites: [1],
};

/** What `/centralasia visits kazakhstan` might answer. */
export const visits: Reply = {
  version: 1,
  outcome: 'ok',
  visibility: 'private',
  desk: 'centralasia',
  blocks: [
    { type: 'heading', level: 1, text: 'Visits to Kazakhstan' },
    { type: 'entries', items: [visit] },
    {
      type: 'notice',
      tone: 'gap',
      spans: [{ text: 'the record reaches to February 2025; later visits are not covered.' }],
    },
  ],
  citations: [
    {
      n: 1,
      source: 'state-travels',
      title: 'Travels of the Secretary of State',
      publisher: 'Office of the Historian',
      date: 'reaches to February 2025',
      url: 'https://history.state.gov/departmenthistory/travels/secretary',
    },
  ],
  paging: {
    page: 2,
    pages: 3,
    total: 23,
    unit: 'stops',
    previous: '/centralasia visits kazakhstan page 1',
    next: '/centralasia visits kazakhstan page 3',
  },
};

/** A line that was not understood, with what may have been meant. */
export const question: Reply = {
  version: 1,
  outcome: 'question',
  visibility: 'private',
  desk: 'centralasia',
  blocks: [
    {
      type: 'choices',
      prompt: 'There is no “kazakstan”. Did you mean:',
      options: [{ label: 'Kazakhstan', command: '/centralasia visits kazakhstan' }],
    },
  ],
  citations: [],
};

export const said = (text: string, outcome: Reply['outcome'] = 'ok'): Reply => ({
  version: 1,
  outcome,
  visibility: 'private',
  desk: 'centralasia',
  blocks: [{ type: 'text', spans: [{ text }] }],
  citations: [],
});
