import { heading, list, notice, privately } from '../../src/command/answer/blocks.ts';
import { page as pageOption } from '../../src/command/answer/options.ts';
import { pageOf, readPage } from '../../src/command/answer/paging.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { count } from '../../src/domain/day.ts';
import { type Delivery, lateAfterMs } from '../../src/domain/delivery.ts';
import type { HistoryLine, SkippedSlot } from '../../src/domain/ports/ledger.ts';
import { chosen, number } from './digest-chosen.ts';
import type { DigestNeeds } from './digest-needs.ts';
import { instantIn } from './digest-words.ts';

/** Lines of the newest time; what lies further back is asked of the database. */
const most = 200;

export const digestHistory = (needs: DigestNeeds) =>
  defineHouseCommand({
    name: 'digest history',
    description: 'What was sent, late, corrected, left out or failed, and why',
    about: 'house',
    options: { number, page: pageOption },
    bare: ['number'],
    examples: [{ line: 'digest history', about: 'what became of each digest of this channel' }],
    async run({ page: asked, ...input }, context) {
      const found = await chosen(needs, { ...input, ended: true }, context);
      if ('reply' in found) return found.reply;
      const { id, desk, schedule } = found.subscription;
      const lines = await needs.ledger.history(id, most);
      if (lines.length === 0) return refusal('ok', 'Nothing was sent yet.');
      const words = lines.map((line) => lineOf(line, schedule.zone));
      const { items, paging, notices } = await readPage(context, asked, 'lines', pageOf(words));
      const cut = lines.length === most ? [notice('info', `The newest ${most} are shown.`)] : [];
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
