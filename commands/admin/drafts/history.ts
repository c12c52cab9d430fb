import { heading, privately, text } from '../../../src/command/answer/blocks.ts';
import { pageOf, readPage } from '../../../src/command/answer/paging.ts';
import { defineCommand } from '../../../src/command/define.ts';
import { dayOption, page, textOption } from '../../../src/command/options.ts';
import { refusal } from '../../../src/command/refusals.ts';
import { formatDay, startOfDay } from '../../../src/domain/dates/day.ts';
import { subjectLike, subjectOf } from '../../../src/domain/identity.ts';
import type { RevisionSummary } from '../../../src/domain/ports/drafts.ts';
import type { AuditEntry } from '../../../src/domain/ports/publishing.ts';
import type { Block, Span } from '../../../src/domain/reply.ts';
import { noEntry } from './change.ts';
import { changeBlocks } from './draft-card.ts';
import { editBy, entry, type WritingDeps } from './options.ts';

export const history = ({ editing }: WritingDeps) =>
  defineCommand({
    scope: 'app',
    name: 'history',
    description: 'Show every change to an entry, word by word',
    about: 'desk',
    role: 'editor',
    options: { entry, page },
    bare: ['entry'],
    examples: [{ line: 'history {fact}', about: 'all revisions, newest first' }],
    async run({ entry: id, page: asked }, context) {
      const revisions = await editing.history(editBy(context).desk, id);
      if (revisions.length === 0) return noEntry(id, context);
      const { items, paging, notices } = await readPage(context, asked, 'revisions', pageOf(revisions));
      return privately({
        blocks: [heading(`History of ${id}`), ...notices, ...items.flatMap(revisionBlocks)],
        paging,
      });
    },
  });

function revisionBlocks({
  revision: { revision, action, actor, recordedAt },
  changes,
}: RevisionSummary): Block[] {
  const at = recordedAt.toISOString();
  const head = `${revision}: ${action}, ${formatDay(at.slice(0, 10))} ${at.slice(11, 16)} UTC, by ${actor}`;
  return [heading(head, 2), ...(changes.length > 0 ? changeBlocks(changes) : [text('No word was changed.')])];
}

/** What concerns every desk is for admins of every desk. */
export const audit = ({ audit: log }: Pick<WritingDeps, 'audit'>) =>
  defineCommand({
    scope: 'app',
    name: 'audit',
    description: 'Show who changed what, newest first',
    about: 'desks',
    role: 'admin',
    options: {
      who: textOption('By one person', 80, ['by'], subjectLike),
      since: dayOption('From this day on', 'start', ['from']),
      page,
    },
    bare: ['who', 'since'],
    examples: [
      { line: 'audit', about: 'all changes on the desk (admins)' },
      { line: 'audit slack:T012:U345 since yesterday', about: 'one person’s changes' },
    ],
    async run({ who, since, page: asked }, context) {
      const { desk, person } = context;
      const actor = who === undefined ? undefined : (subjectOf(who, person) ?? who);
      const query = {
        ...(desk !== '*' && { desk }),
        ...(actor !== undefined && { actor }),
        ...(since !== undefined && { since: startOfDay('UTC', since) }),
      };
      const found = await readPage(context, asked, 'changes', (window) => log.list(query, window));
      if (found.total === 0) return refusal('ok', 'No change was kept that fits this.');
      const blocks = [
        heading(`Changes on ${desk === '*' ? 'every desk' : desk}`),
        ...found.notices,
        { type: 'list' as const, items: found.items.map(auditLine) },
      ];
      return privately({ blocks, paging: found.paging });
    },
  });

/** Longer texts, such as all of a source, are only begun. */
const longest = 120;

function auditLine({ at, actor, action, subject, before, after }: AuditEntry): Span[] {
  const instant = at.toISOString();
  const change = [before, after].flatMap((text) => (text ? [shortened(text)] : [])).join(' → ');
  return [
    { text: `${formatDay(instant.slice(0, 10))} ${instant.slice(11, 16)} UTC, ` },
    { text: actor, style: 'code' },
    { text: `: ${action}, ` },
    { text: subject, style: 'code' },
    ...(change ? [{ text: `: ${change}` }] : []),
  ];
}

const shortened = (text: string) =>
  [...text].length > longest ? `${[...text].slice(0, longest).join('')}…` : text;
