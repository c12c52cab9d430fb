import { z } from 'zod';
import { heading, list, notice, privately, text } from '../../../src/command/answer/blocks.ts';
import { pageOf, readPage } from '../../../src/command/answer/paging.ts';
import { defineCommand } from '../../../src/command/define.ts';
import { page } from '../../../src/command/options.ts';
import { refusal } from '../../../src/command/refusals.ts';
import { count } from '../../../src/domain/dates/day.ts';
import { type Delivery, lateAfterMs } from '../../../src/domain/digests/delivery.ts';
import type { WhyLine } from '../../../src/domain/ports/digests.ts';
import type { HistoryLine, SkippedSlot } from '../../../src/domain/ports/ledger.ts';
import type { Span } from '../../../src/domain/reply.ts';
import { capital } from '../../../src/domain/text.ts';
import { chosenSubscription, type DigestDeps, number } from './options.ts';
import { digestLine, instantIn } from './wording.ts';

/** Lines of the newest time; what lies further back is asked of the database. */
const linesRead = 200;

export const digestHistory = (deps: DigestDeps) =>
  defineCommand({
    scope: 'app',
    name: 'digest history',
    description: 'Digests sent, late, corrected, skipped or failed, and why',
    about: 'app',
    options: { number, page },
    bare: ['number'],
    examples: [{ line: 'digest history', about: 'the outcome of each digest of this channel' }],
    async run({ page: asked, ...input }, context) {
      const found = await chosenSubscription(deps, { ...input, ended: true }, context);
      if ('reply' in found) return found.reply;
      const { id, desk, schedule } = found.subscription;
      const lines = await deps.ledger.history(id, linesRead);
      if (lines.length === 0) return refusal('ok', 'Nothing was sent yet.');
      const words = lines.map((line) => lineOf(line, schedule.zone));
      const { items, paging, notices } = await readPage(context, asked, 'lines', pageOf(words));
      const cut = lines.length === linesRead ? [notice('info', `The newest ${linesRead} are shown.`)] : [];
      const blocks = [heading(`History of digest ${id}`), ...notices, ...cut, ...list(items)];
      return privately({ desk, blocks, paging });
    },
  });

function lineOf(line: HistoryLine, zone: string): string {
  if ('skipped' in line) return skippedWords(line.skipped, zone);
  const { delivery, entries } = line;
  const { kind, state, slot, createdAt } = delivery;
  return [
    `${nameOf(delivery)} · ${kind === 'scheduled' ? 'due ' : ''}${instantIn(zone, slot ?? createdAt)}`,
    stateOf(delivery, zone),
    ...(kind === 'correction' ? [] : [count(entries, 'entry', 'entries')]),
    ...(state === 'needless' ? [] : [messagesOf(delivery)]),
  ].join(' · ');
}

function nameOf({ kind, number: own, corrects }: Delivery): string {
  if (kind === 'correction')
    return corrects?.number === undefined ? 'Correction' : `Correction of digest ${corrects.number}`;
  return `Digest ${own ?? '?'}${kind === 'now' ? ', asked for' : ''}`;
}

function stateOf(delivery: Delivery, zone: string): string {
  const { state, reason, due } = delivery;
  const why = reason ? ` (${reason})` : '';
  switch (state) {
    case 'waiting':
      return `waiting, next try ${instantIn(zone, due)}${why}`;
    case 'unknown':
      return `not known yet whether it arrived${why}`;
    case 'held':
      return `held, as it is paused${why}`;
    case 'failed':
      return `not delivered${why}`;
    case 'needless':
      return `not made${why}`;
    case 'delivered':
      return sentWords(delivery, zone);
  }
}

/** When it came, however long it waited: parts are frozen, and cannot say so themselves. */
function sentWords({ slot, late, parts, createdAt, finishedAt = createdAt }: Delivery, zone: string): string {
  const sent = parts.flatMap(({ sentAt }) => sentAt ?? []).at(-1) ?? finishedAt;
  const isLate = late || (slot !== undefined && sent.getTime() - slot.getTime() > lateAfterMs);
  return `sent ${instantIn(zone, sent)}${isLate ? ', late' : ''}`;
}

/** What stands in the channel, and how often it was tried. */
function messagesOf({ parts }: Delivery): string {
  const sent = parts.filter(({ state }) => state === 'sent').length;
  const attempts = parts.reduce((sum, part) => sum + part.attempts, 0);
  const messages =
    sent === parts.length ? count(sent, 'message') : `${sent} of ${count(parts.length, 'message')}`;
  return `${messages}, ${count(attempts, 'attempt')}`;
}

function skippedWords({ slot, reason, entries }: SkippedSlot, zone: string): string {
  const words = {
    missed: 'missed while the service was down or the channel out of reach; its entries came with the next',
    failed: 'it could not be composed; its entries come with the next that can',
    empty: 'nothing was new, and it posts nothing then',
    skipped: `passed over as asked, with ${count(entries, 'entry', 'entries')}`,
    paused: 'paused',
    holiday: 'left out: a holiday',
    restored: `the database was put back: ${count(entries, 'entry', 'entries')} that may have been sent by then were passed over`,
  };
  return `No digest · ${instantIn(zone, slot)} · ${words[reason]}`;
}

export const digestWhy = (deps: DigestDeps) =>
  defineCommand({
    scope: 'app',
    name: 'digest why',
    description: 'Why entries are in the last digest or not, or one entry in any digest',
    about: 'desk',
    options: {
      number,
      entry: { description: 'Entry id', kind: { type: 'entry' }, schema: z.string().max(64) },
      page,
    },
    bare: ['number', 'entry'],
    examples: [{ line: 'digest why', about: 'the reason for each entry of the last digest' }],
    async run({ entry, page: asked, ...input }, context) {
      const found = await chosenSubscription(deps, { ...input, ended: true }, context);
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      const { now } = context;
      const { id, desk, schedule } = subscription;
      if (entry !== undefined) {
        const role = await context.roleOn(desk);
        const line = await deps.views.whyEntry(subscription, entry, { now, role });
        if (!line) return refusal('not_found', `This desk shows you no entry “${entry}”.`);
        return privately({
          blocks: [heading(`Why: ${line.title ?? entry}`), { type: 'list', items: line.says.map(sentence) }],
        });
      }
      const last = await deps.views.whyLast(subscription, now);
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

const sentence = (says: string): Span[] => [{ text: `${capital(says)}.` }];
