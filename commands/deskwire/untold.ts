import { formatDay } from '../../src/domain/day.ts';
import type { Brief, EntryBody, Fact } from '../../src/domain/entry.ts';
import type { Block } from '../../src/domain/reply.ts';

/** All of a new entry that neither a list of entries nor the card around it shows: nobody approves what they have not seen. */
export function untold(body: EntryBody): Block[] {
  const { why, owner, related, supersedes, corrections, reviewed, retraction } = body;
  return [
    ...(body.type === 'brief' ? ofBrief(body) : ofFact(body)),
    ...told('Why it matters', why),
    ...told('Takes the place of', supersedes),
    ...told('Belongs with', related.join(', ')),
    ...corrections.flatMap(({ on, note }) => told('Corrected', `${formatDay(on)}: ${note}`)),
    ...told('Retracted', retraction),
    ...told('Kept by', owner),
    ...told('Looked at last', reviewed && formatDay(reviewed)),
    ...closer(body),
  ];
}

const ofBrief = ({ summary, points, argues, reports }: Brief): Block[] => [
  ...told('What it says', summary),
  ...points.flatMap((point) => told('Key point', point)),
  ...argues.flatMap((point) => told('The author argues', point)),
  ...reports.flatMap((point) => told('The author reports', point)),
];

const ofFact = ({ title, visit, outcome, dates: [date, ...others] }: Fact): Block[] => [
  // A visit is listed by who went where.
  ...told('Title', visit && title),
  ...told('On the date', others.length === 0 ? date?.note : undefined),
  ...told('Outcome', outcome),
];

const closer = ({ sources }: EntryBody): Block[] =>
  sources.flatMap(({ id, url }) => told(`Closer address of ${id}`, url));

const told = (label: string, says: string | undefined): Block[] =>
  says ? [{ type: 'text', spans: [{ text: `${label}: `, style: 'emphasis' }, { text: says }] }] : [];
