import { z } from 'zod';
import type { AppContext, DeskService } from '../../../src/command/define.ts';
import { textOption } from '../../../src/command/options.ts';
import { type Day, dayIn } from '../../../src/domain/dates/day.ts';
import { type Desk, inWords } from '../../../src/domain/desk.ts';
import type { Draft } from '../../../src/domain/draft.ts';
import { newNamesIn } from '../../../src/domain/form.ts';
import { allows, mayApprove } from '../../../src/domain/identity.ts';
import { editLine } from '../../../src/domain/ports/answerer.ts';
import type { ReviewChannels } from '../../../src/domain/ports/cards.ts';
import type { Gaps, OpenReports } from '../../../src/domain/ports/chat.ts';
import type { ContentStore } from '../../../src/domain/ports/content.ts';
import type { DigestPlaces } from '../../../src/domain/ports/digests.ts';
import type {
  Drafts,
  DraftView,
  EditBy,
  Editing,
  NearFacts,
  Proposal,
} from '../../../src/domain/ports/drafts.ts';
import type { FeedItems } from '../../../src/domain/ports/feeds.ts';
import type { Imports } from '../../../src/domain/ports/imports.ts';
import type { Ledger } from '../../../src/domain/ports/ledger.ts';
import type { NameKind } from '../../../src/domain/ports/names.ts';
import type { Audit } from '../../../src/domain/ports/publishing.ts';
import type { Choice } from '../../../src/domain/reply.ts';
import {
  briefKinds,
  factKinds,
  grades,
  handlings,
  sourceKinds,
  standings,
  weights,
} from '../../../src/domain/vocabulary.ts';

/** What commands that write and review work with. */
export interface WritingDeps {
  editing: Editing;
  drafts: Pick<Drafts, 'list' | 'count'>;
  /** The desk as it serves now: writing may have added a source to it. */
  deskNow(id: string): Desk | undefined;
  /** What contradicts what among published facts. */
  near: Pick<NearFacts, 'contradictions' | 'contradicting'>;
  audit: Audit;
  reports: OpenReports;
  gaps: Gaps;
  content: Pick<ContentStore, 'conflicts'>;
  feedItems: Pick<FeedItems, 'waiting' | 'reopen'>;
  imports: Pick<Imports, 'get'>;
  reviewChannels: Pick<ReviewChannels, 'set'>;
  /** Where what was posted shows an entry. */
  ledger: Pick<Ledger, 'shownIn'>;
  /** Whether the bot could post in a channel; `problem` says what to do. */
  access: DigestPlaces['access'];
}

/** Where a draft is shown. */
export interface Showing {
  desk: Desk;
  today: Day;
  /** A line on `/deskwire-edit` that means this desk, also when it is pressed where another is usual. */
  line(rest: string): string;
  /** Who looks. */
  by: EditBy;
  /** A channel looks on, which may be more than the desk's editors. */
  inChannel?: boolean;
}

export type DeskContext = AppContext & { service: DeskService };

/** The line that is asked again says whether the desk must be named. */
export function showing(context: DeskContext): Showing {
  const { service, now, line } = context;
  return showingOn(service.desk, editBy(context), { now, isOneOfSeveral: / desk:/.test(line({})) });
}

export function showingOn(
  desk: Desk,
  by: EditBy,
  { now, isOneOfSeveral }: { now: Date; isOneOfSeveral: boolean },
): Showing {
  const { id, zone } = desk.definition;
  const of = isOneOfSeveral ? ` desk:${id}` : '';
  return { desk, by, today: dayIn(zone, now), line: (rest) => editLine(`${rest}${of}`) };
}

export const editBy = ({ service, person, role }: DeskContext): EditBy => ({
  desk: service.desk.definition.id,
  person,
  reviews: allows(role, 'reviewer'),
});

/** Kept as it is typed: what it means is asked about in the form, where nothing that was typed is lost. */
export const named = (description: string, kind: NameKind) =>
  ({
    description,
    kind: { type: 'text', max: 300, names: [kind], keeps: true },
    schema: z.string(),
  }) as const;

/** Longer than it may be, it is kept all the same, and the form says so: nothing that was typed is lost. */
export const typed = (description: string, max: number) =>
  ({ description, kind: { type: 'text', max, keeps: true }, schema: z.string() }) as const;

/** One of a few words. Completed rather than listed: a list counts twice against what Discord takes. */
export const oneOf = (description: string, words: readonly string[]) =>
  ({
    description,
    kind: { type: 'choice', choices: Object.fromEntries(words.map((word) => [word, []])), grows: true },
    schema: z.string(),
  }) as const;

export const draft = { ...textOption('Id, such as k3f9a', 5), required: true } as const;

export const entry = {
  description: 'Entry id',
  kind: { type: 'entry' },
  required: true,
  schema: z.string().max(80),
} as const;

/** What entries of both types are about, and how they are handled. */
export const about = {
  topic: named('Topics', 'topic'),
  source: typed('Sources, separated by ;', 300),
  country: named('Countries', 'country'),
  person: named('People', 'person'),
  place: named('Places', 'place'),
  organisation: named('Organisations', 'organisation'),
};

const weight = oneOf('1 to 5; 5 leads the digest', weights);

export const handled = {
  why: typed('Why it matters', 400),
  weight,
  handling: oneOf('Who may see it', handlings),
  embargo: typed('Hidden until', 30),
};

/** Of an office, where its line does not say it. */
export const term = {
  since: typed('When it began', 60),
  until: typed('When it ended', 60),
};

/** What a line may change of an entry that there is. */
export const changed = {
  title: typed('Title', 160),
  statement: typed('Statement', 800),
  date: typed('Date', 100),
  ...about,
  kind: oneOf('Kind', [...new Set([...factKinds, ...briefKinds, ...sourceKinds])]),
  standing: oneOf('Reliability', standings),
  weight,
  // Of a name, and then of a source; Discord offers 25 options, and the form asks for the rest.
  name: typed('Name', 100),
  office: named('Office of a person', 'office'),
  since: { ...term.since, older: true as const },
  until: { ...term.until, older: true as const },
  spellings: { ...typed('Other spellings', 400), older: true as const },
  words: { ...typed('Words of a topic’s texts', 400), older: true as const },
  publisher: typed('Publisher', 120),
  grade: oneOf('A to F', grades),
  url: { ...typed('Address', 300), older: true as const },
  dated: { ...typed('When it appeared', 100), older: true as const },
};

/** What was said, as values of the form; the dates of an office stand in its line. */
export function valuesOf(input: Record<string, unknown>): Record<string, string> {
  const { since, until, ...others } = Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
  if (since === undefined && until === undefined) return others;
  const dates = [since && `since ${since}`, until && `until ${until}`];
  return { ...others, office: [others.office, ...dates].filter(Boolean).join(' ') };
}

/** What may follow, the likeliest first. What is at fault is offered to nobody for approval. */
export function nextSteps(view: DraftView, { line, desk, by }: Showing): Choice[] {
  const { draft, form, faults } = view;
  const { id, state, act } = draft;
  const instead = insteadOf(view, line);
  const edit = form ? [{ label: 'Edit', command: line(`edit ${id}`) }] : [];
  const discard = { label: 'Discard', command: line(`draft discard ${id}`) };
  switch (state) {
    case 'draft':
    case 'returned': {
      const label = act === 'source' ? 'Add it' : 'Submit for review';
      const submit = faults.length === 0 ? [{ label, command: line(`draft submit ${id}`) }] : [];
      return [...submit, ...asOffered(view, line), ...instead, ...edit, discard];
    }
    case 'in review':
      return [
        ...instead,
        ...(faults.length === 0 && by.reviews && mayApprove(desk.definition, draft, by.person, true)
          ? [{ label: 'Approve', command: line(`draft approve ${id} seen:${draft.version}`) }]
          : []),
        ...(by.reviews ? [{ label: 'Return', command: line(`draft return ${id}`) }] : []),
        ...edit,
        ...(draft.author === by.person || (by.reviews && view.namesake) ? [discard] : []),
      ];
    case 'published':
    case 'discarded':
      return [];
  }
}

/** What is only unknown is added with the draft at a press, and a slip is put right. */
function asOffered({ draft, offered = {} }: DraftView, line: Showing['line']): Choice[] {
  const values = Object.entries(offered).map(
    ([name, value]) => [name, value.replaceAll('\n', '; ')] as const,
  );
  const added = values.flatMap(([, value]) => newNamesIn(value));
  if (values.length === 0) return [];
  const says = values.map(([, value]) => value).join('; ');
  const label = added.length > 0 ? `Add ${inWords(added)}` : `Write ${says}`;
  return pressed({ label, values: Object.fromEntries(values) }, draft, line);
}

/** Of a name that the desk has already, the change to that one. */
function insteadOf({ namesake }: DraftView, line: Showing['line']): Choice[] {
  if (!namesake) return [];
  const { id, spellings } = namesake;
  const written = spellings?.join(', ');
  if (written === undefined || written.includes('"'))
    return [{ label: `Edit ${id}`, command: line(`edit ${id}`) }];
  return [{ label: `Add its spellings to ${id}`, command: line(`edit ${id} spellings:"${written}"`) }];
}

/** What its statement says and the draft leaves out is put right by its author at a press. */
export function proposedSteps({ draft, proposed = [] }: DraftView, { line, by }: Showing): Choice[] {
  if (draft.author !== by.person || draft.state === 'published' || draft.state === 'discarded') return [];
  return proposed.flatMap((one) => pressed(one, draft, line));
}

function pressed({ label, values }: Proposal, { id }: Draft, line: Showing['line']): Choice[] {
  const all = Object.entries(values);
  if (all.some(([, value]) => value.includes('"'))) return [];
  const written = all.map(([name, value]) => `${name}:"${value}"`).join(' ');
  return [{ label, command: line(`edit ${id} ${written}`) }];
}
