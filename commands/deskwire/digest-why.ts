import { z } from 'zod';
import { heading, privately, text } from '../../src/command/answer/blocks.ts';
import { page as pageOption } from '../../src/command/answer/options.ts';
import { pageOf, readPage } from '../../src/command/answer/paging.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import type { WhyLine } from '../../src/domain/ports/digest-views.ts';
import type { Span } from '../../src/domain/reply.ts';
import { chosen, number } from './digest-chosen.ts';
import type { DigestNeeds } from './digest-needs.ts';
import { digestLine, instantIn } from './digest-words.ts';

export const digestWhy = (needs: DigestNeeds) =>
  defineHouseCommand({
    name: 'digest why',
    description: 'Why each entry is in the last digest or is not; or one entry in any',
    about: 'desk',
    options: {
      number,
      entry: { description: 'Id of an entry', kind: { type: 'entry' }, schema: z.string().max(64) },
      page: pageOption,
    },
    bare: ['number', 'entry'],
    examples: [{ line: 'digest why', about: 'what decided about each entry of the last digest' }],
    async run({ entry, page: asked, ...input }, context) {
      const found = await chosen(needs, { ...input, ended: true }, context);
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      const { now } = context;
      const { id, desk, schedule } = subscription;
      if (entry !== undefined) {
        const role = await context.roleOn(desk);
        const line = await needs.views.whyEntry(subscription, entry, { now, role });
        if (!line) return refusal('not_found', `This desk shows you no entry “${entry}”.`);
        return privately({
          blocks: [heading(`Why: ${line.title ?? entry}`), { type: 'list', items: line.says.map(sentence) }],
        });
      }
      const last = await needs.views.whyLast(subscription, now);
      if (!last) {
        const says = `No digest was sent yet. What would come: ${digestLine(`preview number:${id}`)}`;
        return refusal('ok', says);
      }
      const at = instantIn(schedule.zone, last.slot);
      const title =
        'digest' in last
          ? [heading(`Why: digest ${last.digest} of ${at}`)]
          : [heading(`Why: no digest of ${at}`), text(noneWords[last.nothing])];
      if (last.lines.length === 0)
        return privately({ blocks: [...title, text('Nothing was published for it to decide about.')] });
      const { items, paging, notices } = await readPage(context, asked, 'entries', pageOf(last.lines));
      return privately({
        blocks: [...title, ...notices, { type: 'list', items: items.map(itemOf) }],
        paging,
      });
    },
  });

const noneWords = {
  empty: 'Nothing was new, and it posts nothing then.',
  skipped: 'It was passed over as asked, with what was published so far.',
  restored: 'The database was put back; what may have been sent by then was passed over.',
};

const itemOf = ({ entry, title, says }: WhyLine): Span[] => [
  { text: entry, style: 'code' },
  { text: `${title ? ` ${title}` : ''}: ${says.join('; ')}.` },
];

const sentence = (says: string): Span[] => [{ text: `${says.charAt(0).toUpperCase()}${says.slice(1)}.` }];
