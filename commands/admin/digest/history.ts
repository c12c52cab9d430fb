import { z } from 'zod';
import { heading, list, notice, privately, text } from '../../../src/command/answer/blocks.ts';
import { pageOf, readPage } from '../../../src/command/answer/paging.ts';
import { type AppContext, defineCommand } from '../../../src/command/define.ts';
import { page as pageOption, textOption } from '../../../src/command/options.ts';
import { refusal } from '../../../src/command/refusals.ts';
import { count } from '../../../src/domain/dates/day.ts';
import { type Delivery, lateAfterMs } from '../../../src/domain/digests/delivery.ts';
import type { Headline } from '../../../src/domain/feed.ts';
import type { WhyLine } from '../../../src/domain/ports/digests.ts';
import type { HistoryLine, SkippedSlot } from '../../../src/domain/ports/ledger.ts';
import type { Block, EntryItem, Span } from '../../../src/domain/reply.ts';
import { channelOf, chosen, type DigestDeps, number } from './options.ts';
import { digestLine, instantIn } from './wording.ts';

/** Lines of the newest time; what lies further back is asked of the database. */
const linesRead = 200;

export const digestHistory = (deps: DigestDeps) =>
  defineCommand({
    scope: 'app',
    name: 'digest history',
    description: 'Digests sent, late, corrected, skipped or failed, and why',
    about: 'app',
    options: { number, page: pageOption },
    bare: ['number'],
    examples: [{ line: 'digest history', about: 'the outcome of each digest of this channel' }],
    async run({ page: asked, ...input }, context) {
      const found = await chosen(deps, { ...input, ended: true }, context);
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
      page: pageOption,
    },
    bare: ['number', 'entry'],
    examples: [{ line: 'digest why', about: 'the reason for each entry of the last digest' }],
    async run({ entry, page: asked, ...input }, context) {
      const found = await chosen(deps, { ...input, ended: true }, context);
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

const sentence = (says: string): Span[] => [{ text: `${says.charAt(0).toUpperCase()}${says.slice(1)}.` }];

export const digestMore = (deps: DigestDeps) =>
  defineCommand({
    scope: 'app',
    name: 'digest more',
    description: 'Entries of a digest that did not fit its messages',
    about: 'app',
    options: {
      delivery: { ...textOption('Reference of the digest', 16, [], /^[0-9a-z]{16}$/), required: true },
      headlines: { description: 'Its headlines, not checked', kind: { type: 'flag' }, schema: z.boolean() },
      page: pageOption,
    },
    bare: ['delivery'],
    // Its button is how it is asked.
    examples: [],
    async run({ delivery: id, headlines, page: asked }, context) {
      const delivery = await deps.ledger.delivery(id);
      const subscription = delivery && (await deps.subscriptions.get(delivery.subscription));
      if (!subscription || delivery.channel !== channelOf(context))
        return refusal('not_found', 'This channel has no digest of that reference.');
      if (headlines) return headlinesReply(await deps.ledger.headlinesOf(id), asked, context);
      const rest = await deps.views.rest(delivery, subscription, context.now);
      if (!rest) return refusal('ok', 'All of that digest is shown in its messages.');
      const { items, paging, notices } = await readPage(
        context,
        asked,
        'entries',
        pageOf(placed(rest.blocks)),
      );
      const cited = new Set(items.flatMap(({ item }) => item.cites));
      return {
        ...rest,
        blocks: [...notices, ...underHeadings(items)],
        citations: rest.citations.filter(({ n }) => cited.has(n)),
        ...(paging && { paging }),
      };
    },
  });

async function headlinesReply(all: readonly Headline[], asked: number | undefined, context: AppContext) {
  if (all.length === 0)
    return refusal('ok', 'That digest has no headlines, or is too old to have them still.');
  const { items, paging, notices } = await readPage(context, asked, 'headlines', pageOf(all));
  const lines = items.map(({ title, url, publisher }): Span[] => [
    { text: title, ...(/^https?:/.test(url) && { href: url }) },
    { text: ` · ${publisher}` },
  ]);
  const title = heading(`Not checked by the desk: ${count(all.length, 'headline')}`);
  return privately({ blocks: [title, ...notices, { type: 'list', items: lines }], paging });
}

type Heading = Extract<Block, { type: 'heading' }>;
interface Placed {
  headings: Heading[];
  item: EntryItem;
}

/** Each item with the title and the section that it stands under. */
function placed(blocks: readonly Block[]): Placed[] {
  let headings: Heading[] = [];
  return blocks.flatMap((block) => {
    if (block.type === 'heading') headings = [...headings.filter(({ level }) => level < block.level), block];
    return block.type === 'entries' ? block.items.map((item) => ({ headings, item })) : [];
  });
}

/** Every page says which digest and which section it is of. */
function underHeadings(items: readonly Placed[]): Block[] {
  let said: readonly Heading[] = [];
  return items.flatMap(({ headings, item }): Block[] => {
    const fresh = headings.filter((each) => !said.includes(each));
    said = headings;
    return [...fresh, { type: 'entries', items: [item] }];
  });
}
