import { z } from 'zod';
import {
  answer,
  atAGlance,
  choices,
  deskLine,
  heading,
  list,
  notice,
  onlyIn,
} from '../src/command/answer/blocks.ts';
import { briefInShort, factInShort, wholeBrief, wholeFact } from '../src/command/answer/entry-page.ts';
import { nearestIds } from '../src/command/answer/nearest.ts';
import { currentScope, requestContext } from '../src/command/answer/request.ts';
import { type CommandContext, defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { meantLines } from '../src/command/refusals.ts';
import { shortName } from '../src/domain/answer/entry-row.ts';
import { formatDay } from '../src/domain/dates/day.ts';
import type { EntryBody } from '../src/domain/entry.ts';
import type { Scope, StoredEntry } from '../src/domain/ports/entries.ts';
import type { Block, Choice, Reply } from '../src/domain/reply.ts';
import { listedEntry, mistakeForm, mistakeReply } from './admin/mistakes.ts';

const suggestions = 3;

export const brief = defineCommand({
  scope: 'desk',
  name: 'brief',
  description: 'One brief or fact in full, by id',
  role: 'reader',
  forms: true,
  options: {
    id: {
      description: 'Id of a brief or fact, as shown in answers',
      kind: { type: 'entry' },
      required: true,
      schema: z.string().trim().toLowerCase().min(1).max(64),
    },
    'as-of': options.asOf,
    mistake: {
      description: 'Report a mistake in it',
      kind: { type: 'flag' },
      older: true,
      schema: z.boolean(),
    },
  },
  bare: ['id'],
  examples: [
    { line: 'brief {fact}', about: 'the whole record of one fact' },
    { line: 'brief {article}', about: 'the summary of an article' },
  ],
  async run({ id, 'as-of': asOf, mistake }, context) {
    const request = requestContext(context, asOf);
    const entry = await context.entries.get(request.scope, id);
    if (!entry) return (await notYet(id, request.scope, context)) ?? notFound(id, request.scope, context);
    const { body } = entry;
    const desk = context.desk.definition.id;
    if (mistake) return mistakeReply(mistakeForm({ desk, entry: id }, listedEntry(desk, body)));
    const short =
      body.type === 'brief' ? briefInShort(entry, body, request) : factInShort(entry, body, request);
    const whole =
      body.type === 'brief'
        ? wholeBrief(entry, body, await relatedTo(body.related, request.scope, context), request)
        : wholeFact(entry, body, request);
    const [title, ...rest] = whole;
    return atAGlance(context, {
      blocks: [
        ...(title ? [title] : []),
        ...request.notices,
        ...(await instead(body, request.scope, context)),
        ...onlyIn('glance', short),
        ...onlyIn('details', rest),
      ],
      citations: request.citations,
      narrower: moreOf(body, context),
      last: [
        { label: 'Mistake?', command: context.line({ mistake: 'yes', show: undefined, 'as-of': undefined }) },
      ],
    });
  },
});

async function relatedTo(
  ids: readonly string[],
  scope: Scope,
  context: CommandContext,
): Promise<StoredEntry[]> {
  const found = await Promise.all(ids.map((id) => context.entries.get(scope, id)));
  return found.filter((entry) => entry !== undefined);
}

/** The entry that holds in the place of a superseded one. */
async function instead({ id, state }: EntryBody, scope: Scope, context: CommandContext): Promise<Block[]> {
  if (state !== 'superseded') return [];
  const query = { supersedes: id, order: 'published-newest' } as const;
  const items = await context.entries.first(scope, query, 1);
  return items.flatMap(({ body }) => [
    notice('info', `It holds now: ${body.title}`),
    ...choices('', [{ label: 'What holds now', command: deskLine(context, `brief ${body.id}`) }]),
  ]);
}

/** An author who is listed as a person of the desk has more facts than the brief names. */
function moreOf(body: EntryBody, context: CommandContext): Choice[] {
  const author = body.type === 'brief' ? body.author : undefined;
  const person = context.desk.definition.people.find(({ name }) => name === author);
  if (!person) return [];
  const command = deskLine(context, `facts person:${person.id}`);
  return [{ label: `Facts: ${shortName(context.desk, person.id)}`, command }];
}

/** An entry that the desk published after the day asked for exists, and the answer must not deny it. */
async function notYet(id: string, scope: Scope, context: CommandContext): Promise<Reply | undefined> {
  const { asOf } = scope;
  const entry = asOf && (await context.entries.get(currentScope(scope), id));
  if (!asOf || !entry) return undefined;
  const { published, title } = entry.body;
  const first = published > asOf ? ` It was first published on ${formatDay(published)}.` : '';
  const words = `The desk had not published “${id}” by ${formatDay(asOf)}.${first}`;
  return answer(context, {
    outcome: 'not_found',
    blocks: [
      heading('Not published yet'),
      notice('info', words),
      ...list([title]),
      ...choices('', [{ label: 'As it stands now', command: deskLine(context, `brief ${id}`) }]),
    ],
  });
}

async function notFound(id: string, scope: Scope, context: CommandContext): Promise<Reply> {
  const near = await nearestIds(context.entries, scope, id, suggestions);
  const options = near.map((entry) => ({
    label: `${entry.id}: ${entry.title}`,
    command: deskLine(context, `brief ${entry.id}`),
  }));
  return answer(context, {
    outcome: 'not_found',
    blocks: [
      heading('No such entry'),
      notice('warning', `The desk has no entry with the id “${id}”.`),
      ...meantLines(options),
    ],
  });
}
