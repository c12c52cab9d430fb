import { heading, notice, privately } from '../../../src/command/answer/blocks.ts';
import { defineCommand } from '../../../src/command/define.ts';
import { textOption } from '../../../src/command/options.ts';
import { refusal } from '../../../src/command/refusals.ts';
import { CitationList } from '../../../src/domain/answer/citations.ts';
import { formatDay } from '../../../src/domain/dates/day.ts';
import { type Desk, inWords } from '../../../src/domain/desk.ts';
import type { Draft } from '../../../src/domain/draft.ts';
import type { EntryBody } from '../../../src/domain/entry.ts';
import type { DraftView, EditBy, Edited } from '../../../src/domain/ports/drafts.ts';
import type { Reply } from '../../../src/domain/reply.ts';
import type { Listed } from '../../../src/domain/sources/listed.ts';
import { draftTitle, rowLine } from './draft-card.ts';
import { editedReply } from './edited-reply.ts';
import { editBy, type Showing, showing, type WritingDeps } from './options.ts';

/** A draft, or an entry whose file sets it to review, in the version that somebody saw. */
interface Seen {
  id: string;
  version: number | undefined;
}

/** `k3f9a@3` in a line, for each of several. */
export const seenAs = (id: string, version: number): string => `${id}@${version}`;

const seenIn = (typed: string): Seen[] =>
  typed
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((word) => {
      const [, id = word, version] = /^(.+)@(\d{1,7})$/.exec(word) ?? [];
      return { id, version: version === undefined ? undefined : Number(version) };
    });

export function draftApprove({ editing, ledger }: WritingDeps) {
  return defineCommand({
    scope: 'app',
    name: 'draft approve',
    description: 'Publish a draft, or several',
    about: 'desk',
    role: 'reviewer',
    options: {
      draft: { ...textOption('Ids of drafts, or of an entry in review', 200), required: true },
      seen: { ...textOption('Version you saw', 7, [], /^\d+$/), older: true, keyed: true },
    },
    bare: ['draft'],
    acts: true,
    examples: [{ line: 'draft approve k3f9a', about: 'publish it (reviewers)' }],
    async run({ draft: typed, seen }, context) {
      const by = editBy(context);
      const at = showing(context);
      const [first, ...others] = seenIn(typed);
      const one = first && { ...first, version: first.version ?? (seen ? Number(seen) : undefined) };
      if (!one) return refusal('invalid', 'Write the id of a draft, such as k3f9a.');
      if (others.length > 0) return several([one, ...others], by, at);
      const draft = await editing.approve(one.id, by, one.version);
      const edited =
        draft.outcome === 'not_found' ? await editing.approveFiled(one.id, by, one.version) : draft;
      if (edited.outcome === 'not_found')
        return refusal(
          'not_found',
          `No draft and no entry ${one.id} is in review here; it may be published by now.`,
        );
      const channels = edited.outcome === 'done' ? await shownIn(edited.view, at.desk) : [];
      return editedReply(edited, one.id, at, (view, publication) =>
        publication === undefined
          ? approved(view)
          : [approved(view, publication), putRight(channels)].filter(Boolean).join(' '),
      );
    },
  });

  /** Each with what became of it: one that is refused holds up none of the others. */
  async function several(wanted: readonly Seen[], by: EditBy, at: Showing): Promise<Reply> {
    const seen = new Map(wanted.flatMap(({ id, version }) => (version === undefined ? [] : [[id, version]])));
    const ids = [...new Set(wanted.map(({ id }) => id))];
    const all = await editing.approveAll(ids, by, seen);
    const citations = new CitationList(at.desk);
    const done = all.filter(({ outcome }) => outcome === 'done').length;
    const told = all.flatMap((edited, index) => outcomeBlocks(edited, ids[index] ?? '', at, citations));
    return privately({
      outcome: done > 0 ? 'ok' : 'invalid',
      blocks: [heading(`Approved: ${done} of ${ids.length}`), ...told],
      citations,
    });
  }

  /** Where it stands in what was posted. What a newer entry takes the place of was right when it was. */
  async function shownIn({ draft, body }: DraftView, { definition }: Desk): Promise<string[]> {
    if (!body || draft.act === 'supersede') return [];
    const shown = await ledger.shownIn(definition.id, [body.id]);
    return [...(shown.get(body.id) ?? [])].toSorted();
  }
}

function outcomeBlocks(edited: Edited, id: string, at: Showing, citations: CitationList) {
  if (edited.outcome !== 'done') return editedReply(edited, id, at).blocks;
  const { view, publication } = edited;
  return [
    heading(draftTitle(view.draft), 2),
    ...rowLine(view, at, citations),
    notice('info', approved(view, publication)),
  ];
}

/** Channels named; the others are counted. */
const mostNamed = 5;

function putRight(channels: readonly string[]): string {
  const [only, ...others] = channels;
  if (only === undefined) return '';
  if (others.length === 0) return `It is put right in the one channel that shows it: ${only}.`;
  const named = channels.slice(0, mostNamed);
  const more = channels.length - named.length;
  const all = inWords([...named, ...(more > 0 ? [`${more} more`] : [])]);
  return `It is put right in the ${channels.length} channels that show it: ${all}.`;
}

/** Readers are told by the next digest, and by a correction of what was posted; of a silent edit they are not. */
function approved(view: DraftView, publication?: number): string {
  const { body, listed } = view;
  if (listed) return approvedListed(view.draft, listed);
  if (!body) return 'Approved.';
  const { id, embargo, handling, state, supersedes } = body;
  if (state === 'retracted')
    return publication === undefined
      ? `Approved: ${id} is retracted.`
      : `Approved: ${id} is retracted; it says so and why, and digests that told it are put right.`;
  if (view.draft.act === 'supersede')
    return `Approved: ${id} takes the place of ${supersedes}, which is marked as superseded.`;
  if (publication !== undefined) return `Approved: ${became(view, body)}, and digests tell of it.`;
  if (embargo !== undefined && handling !== 'restricted')
    return `Approved. Readers see ${id} from ${formatDay(embargo.slice(0, 10))}, ${embargo.slice(11, 16)} UTC.`;
  if (handling === 'restricted') return `Approved. ${id} is restricted: readers do not see it.`;
  return `Approved. ${id} says so now; readers are not told of the change.`;
}

function approvedListed({ act }: Draft, { kind, body: { id, retraction } }: Listed): string {
  const use = kind === 'source' ? 'cite' : 'name';
  if (retraction !== undefined)
    return `Approved. The ${kind} ${id} is retracted: no further entry can ${use} it.`;
  return act === 'add'
    ? `Approved. Entries can name the ${kind} ${id} now.`
    : `Approved. The ${kind} ${id} says so now.`;
}

function became({ draft: { act }, before }: DraftView, { id }: EntryBody): string {
  if (act !== 'undo') return `${id} is published`;
  return before?.state === 'retracted'
    ? `${id} is no longer retracted`
    : `the last change of ${id} is taken back`;
}
