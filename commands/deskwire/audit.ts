import { heading, privately } from '../../src/command/answer/blocks.ts';
import { page } from '../../src/command/answer/options.ts';
import { readPage } from '../../src/command/answer/paging.ts';
import { dayOption, textOption } from '../../src/command/define.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { formatDay, startOfDay } from '../../src/domain/day.ts';
import type { AuditEntry } from '../../src/domain/ports/audit.ts';
import type { Span } from '../../src/domain/reply.ts';
import { subjectLike, subjectOf } from '../../src/domain/subject.ts';
import type { WritingNeeds } from './writing-needs.ts';

/** What concerns every desk is for admins of every desk. */
export const audit = ({ audit: log }: Pick<WritingNeeds, 'audit'>) =>
  defineHouseCommand({
    name: 'audit',
    description: 'Who changed what, newest first',
    about: 'desks',
    role: 'admin',
    options: {
      who: textOption('One person', 80, ['by'], subjectLike),
      since: dayOption('From this day on', 'start', ['from']),
      page,
    },
    bare: ['who', 'since'],
    examples: [
      { line: 'audit', about: 'every change here, for admins' },
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
        { type: 'list' as const, items: found.items.map(told) },
      ];
      return privately({ blocks, paging: found.paging });
    },
  });

/** Longer texts, such as all of a source, are only begun. */
const longest = 120;

function told({ at, actor, action, subject, before, after }: AuditEntry): Span[] {
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
