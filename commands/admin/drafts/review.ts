import { z } from 'zod';
import { choices, heading, notice, privately } from '../../../src/command/answer/blocks.ts';
import { pageOf, readPage } from '../../../src/command/answer/paging.ts';
import { defineCommand } from '../../../src/command/define.ts';
import { page } from '../../../src/command/options.ts';
import { refusal } from '../../../src/command/refusals.ts';
import { CitationList } from '../../../src/domain/answer/citations.ts';
import { count } from '../../../src/domain/dates/day.ts';
import { inWords } from '../../../src/domain/desk.ts';
import { mayApprove } from '../../../src/domain/identity.ts';
import type { Block, Reply } from '../../../src/domain/reply.ts';
import { seenAs } from './approve.ts';
import { type DeskContext, type Showing, showing, type WritingDeps } from './options.ts';
import { reviewCard } from './review-card.ts';
import { type Waiting, waitingOn } from './review-queue.ts';

/** Each has its own buttons, and a platform takes few of them in one message. */
const cardsAPage = 3;

export const review = (deps: WritingDeps) =>
  defineCommand({
    scope: 'app',
    name: 'review',
    description: 'List what needs review',
    about: 'desk',
    role: 'editor',
    options: {
      page,
      post: {
        description: 'Post review cards in this channel (admins)',
        kind: { type: 'choice', choices: { here: [], nowhere: [] } },
        schema: z.enum(['here', 'nowhere']),
      },
    },
    bare: [],
    acts: true,
    examples: [
      { line: 'review', about: 'the review queue' },
      { line: 'review post:here', about: 'post review cards in this channel (admins)' },
    ],
    async run({ page: asked, post }, context) {
      if (post) return setChannel(deps, post === 'here', context);
      const waiting = await waitingOn(deps, { ...context, oldestFirst: true });
      const at = showing(context);
      const fed = await fromFeeds(deps, at);
      if (waiting.length === 0) {
        const nothing = refusal('ok', 'Nothing waits for review.');
        return { ...nothing, blocks: [...nothing.blocks, ...fed] };
      }
      const few = { ...context, pageSize: Math.min(cardsAPage, context.pageSize) };
      const citations = new CitationList(at.desk);
      const { items, paging, notices } = await readPage(few, asked, 'cards', pageOf(waiting));
      const cards = await Promise.all(items.map((one) => reviewCard(deps, one, at, citations)));
      const title = heading(`Review: ${at.desk.definition.name}`);
      const submitted = await deps.drafts.count({ desk: at.desk.definition.id, states: ['in review'] });
      const contradiction = await deps.near.contradicting(at.desk.definition.id);
      const whole = { draft: submitted, contradiction };
      const sum = { type: 'text' as const, spans: [{ text: `${summary(waiting, whole)}.` }] };
      const all = await approveShown(deps, items, at);
      return privately({
        blocks: [title, sum, ...fed, ...notices, ...cards.flat(), ...all],
        citations,
        paging,
      });
    },
  });

/** The drafts of a page in one press, where whoever looks may approve several of them. */
async function approveShown(
  { editing }: Pick<WritingDeps, 'editing'>,
  items: readonly Waiting[],
  { by, desk, line }: Showing,
): Promise<Block[]> {
  const shown = items.flatMap((one) => (one.kind === 'draft' ? [one.draft.id] : []));
  const views = await Promise.all(shown.map((id) => editing.view(id, by)));
  const mine = views.filter(
    (view) =>
      view !== undefined &&
      view.faults.length === 0 &&
      by.reviews &&
      mayApprove(desk.definition, view.draft, by.person, true),
  );
  if (mine.length < 2) return [];
  const ids = mine.flatMap((view) => (view ? [seenAs(view.draft.id, view.draft.version)] : []));
  return choices('All of these', [
    { label: `Approve these ${ids.length}`, command: line(`draft approve draft:"${ids.join(',')}"`) },
  ]);
}

/** What feeds brought is for editors to look through, and no card of its own. */
async function fromFeeds({ feedItems }: WritingDeps, { desk, line }: Showing): Promise<Block[]> {
  const { total } = await feedItems.waiting(desk.definition.id, { limit: 1, offset: 0 });
  if (total === 0) return [];
  const says = `From feeds, ${count(total, 'article waits', 'articles wait')}.`;
  return [
    notice('info', says),
    ...choices('Look at', [{ label: 'What feeds brought', command: line('feeds items') }]),
  ];
}

/** Whoever is in the channel reads the cards; what they may do with one is asked when they press. */
async function setChannel(
  { reviewChannels, access }: Pick<WritingDeps, 'reviewChannels' | 'access'>,
  on: boolean,
  { channel, person, service, now, refuse }: DeskContext,
): Promise<Reply> {
  const { id, name } = service.desk.definition;
  if (!channel)
    return refusal(
      'invalid',
      'Cards are posted in channels of Slack and Discord: type it there, in the one that is meant.',
    );
  const refused = refuse('admin');
  if (refused) return refused;
  const reached = on ? await access(channel) : { ok: true as const };
  if (!reached.ok) return refusal('invalid', reached.problem);
  const changed = await reviewChannels.set(id, channel, on, person, now);
  if (!on) return refusal('ok', `No card of ${name} is posted here${changed ? ' any more' : ''}.`);
  const marks =
    'Of what is internal a shared channel is told only that it waits, of what is restricted every channel.';
  const old = 'What waits already stands in /deskwire-edit review.';
  return refusal(
    'ok',
    `${changed ? 'From now on' : 'As before,'} what waits for reviewers of ${name} is posted here. ${marks} ${old}`,
  );
}

const nouns: Record<Waiting['kind'], [string, string?]> = {
  draft: ['draft'],
  filed: ['entry in review in its file', 'entries in review in their files'],
  report: ['report of a mistake', 'reports of mistakes'],
  contradiction: ['contradiction'],
  conflict: ['entry changed both in chat and in its file', 'entries changed both in chat and in their files'],
  passed: ['promise that passed with no outcome', 'promises that passed with no outcome'],
  stale: ['fact that may be out of date', 'facts that may be out of date'],
};

/** `whole`: how many there are of kinds of which only the first are in the queue. */
function summary(waiting: readonly Waiting[], whole: Partial<Record<Waiting['kind'], number>>): string {
  const kinds = Map.groupBy(waiting, ({ kind }) => kind);
  const of = (kind: Waiting['kind'], shown: number) => Math.max(whole[kind] ?? 0, shown);
  return inWords([...kinds].map(([kind, all]) => count(of(kind, all.length), ...nouns[kind])));
}
