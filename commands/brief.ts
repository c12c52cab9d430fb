import { z } from 'zod';
import { answer, choices, deskLine, heading, notice } from '../src/command/answer/blocks.ts';
import { wholeBrief, wholeFact } from '../src/command/answer/entry-page.ts';
import { nearestIds } from '../src/command/answer/nearest.ts';
import { present, requestContext } from '../src/command/answer/request.ts';
import { type CommandContext, defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { meantLines } from '../src/command/refusals.ts';
import { formatDay } from '../src/domain/dates/day.ts';
import type { EntryBody } from '../src/domain/entry.ts';
import type { Scope, StoredEntry } from '../src/domain/ports/entries.ts';
import type { Block, Reply } from '../src/domain/reply.ts';

const suggestions = 3;

export const brief = defineCommand({
  scope: 'desk',
  name: 'brief',
  description: 'One brief or fact in full, by id',
  role: 'reader',
  options: {
    id: {
      description: 'Id of a brief or fact, as shown in answers',
      kind: { type: 'entry' },
      required: true,
      schema: z.string().trim().toLowerCase().min(1).max(64),
    },
    'as-of': options.asOf,
  },
  bare: ['id'],
  examples: [
    { line: 'brief {fact}', about: 'the whole record of one fact' },
    { line: 'brief {article}', about: 'the summary of an article' },
  ],
  async run({ id, 'as-of': asOf }, context) {
    const request = requestContext(context, asOf);
    const entry = await context.entries.get(request.scope, id);
    if (!entry) return (await notYet(id, request.scope, context)) ?? notFound(id, request.scope, context);
    const { body } = entry;
    const blocks =
      body.type === 'brief'
        ? wholeBrief(entry, body, await relatedTo(body.related, request.scope, context), request)
        : wholeFact(entry, body, request);
    const [title, ...rest] = blocks;
    return answer(context, {
      blocks: [
        ...(title ? [title] : []),
        ...request.notices,
        ...(await instead(body, request.scope, context)),
        ...rest,
        ...moreOf(body, context),
      ],
      citations: request.citations,
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
  const newer = items.map(({ body }) => ({
    label: `${body.id}: ${body.title}`,
    command: deskLine(context, `brief ${body.id}`),
  }));
  return choices('What holds now', newer);
}

/** An author who is listed as a person of the desk has more facts than the brief names. */
function moreOf(body: EntryBody, context: CommandContext): Block[] {
  const author = body.type === 'brief' ? body.author : undefined;
  const person = context.desk.definition.people.find(({ name }) => name === author);
  if (!person) return [];
  const command = deskLine(context, `facts person:${person.id}`);
  return choices('More', [{ label: `Facts with ${person.name}`, command }]);
}

/** An entry that the desk published after the day asked for exists, and the answer must not deny it. */
async function notYet(id: string, scope: Scope, context: CommandContext): Promise<Reply | undefined> {
  const { asOf } = scope;
  const entry = asOf && (await context.entries.get(present(scope), id));
  if (!asOf || !entry) return undefined;
  const { published, title } = entry.body;
  const first = published > asOf ? ` It was first published on ${formatDay(published)}.` : '';
  const words = `The desk had not published “${id}” by ${formatDay(asOf)}.${first}`;
  return answer(context, {
    outcome: 'not_found',
    blocks: [
      heading('Not published yet'),
      notice('info', words),
      ...choices('As it stands now', [
        { label: `${id}: ${title}`, command: deskLine(context, `brief ${id}`) },
      ]),
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
