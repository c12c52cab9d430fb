import { z } from 'zod';
import { textOption } from '../../src/command/define.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { formatDay } from '../../src/domain/day.ts';
import type { Desk } from '../../src/domain/desk.ts';
import { inWords } from '../../src/domain/desk-names.ts';
import type { EntryBody } from '../../src/domain/entry.ts';
import type { DraftView } from '../../src/domain/ports/editing.ts';
import { editedReply } from './edited-reply.ts';
import { editBy, showing, type WritingNeeds } from './writing-needs.ts';

export const draftApprove = ({ editing, ledger }: WritingNeeds) =>
  defineHouseCommand({
    name: 'draft approve',
    description: 'Publish what a draft says',
    about: 'desk',
    role: 'reviewer',
    options: {
      draft: { ...textOption('Its id, or that of an entry in review', 80), required: true },
      seen: {
        description: 'Its version',
        kind: { type: 'number', min: 1, max: 1_000_000 },
        schema: z.coerce.number().int(),
      },
    },
    bare: ['draft'],
    acts: true,
    examples: [{ line: 'draft approve k3f9a', about: 'publish it, for reviewers' }],
    async run({ draft: id, seen }, context) {
      const by = editBy(context);
      const draft = await editing.approve(id, by, seen);
      const edited = draft.outcome === 'not_found' ? await editing.approveFiled(id, by, seen) : draft;
      if (edited.outcome !== 'not_found') {
        const at = showing(context);
        const channels = edited.outcome === 'done' ? await shownIn(edited.view, at.desk, ledger) : [];
        return editedReply(edited, id, at, (view, publication) =>
          publication === undefined
            ? approved(view)
            : [approved(view, publication), putRight(channels)].filter(Boolean).join(' '),
        );
      }
      return refusal(
        'not_found',
        `No draft and no entry ${id} is in review here; it may be published by now.`,
      );
    },
  });

/** Where it stands in what was posted. What a newer entry takes the place of was right when it was. */
async function shownIn(
  { draft, body }: DraftView,
  { definition }: Desk,
  ledger: WritingNeeds['ledger'],
): Promise<string[]> {
  if (!body || draft.act === 'supersede') return [];
  const shown = await ledger.shownIn(definition.id, [body.id]);
  return [...(shown.get(body.id) ?? [])].toSorted();
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
  const { body } = view;
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

function became({ draft: { act }, before }: DraftView, { id }: EntryBody): string {
  if (act !== 'undo') return `${id} is published`;
  return before?.state === 'retracted'
    ? `${id} is no longer retracted`
    : `the last change of ${id} is taken back`;
}
