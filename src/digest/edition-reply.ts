import { CitationList } from '../domain/answer/citations.ts';
import { entryItem, type ItemSetting } from '../domain/answer/entry-item.ts';
import { addDays, count, formatDay } from '../domain/day.ts';
import { inWords, nameOf } from '../domain/desk-names.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import type { Block, Reply } from '../domain/reply.ts';
import type { Change, Edition } from './compose.ts';

/** Sentences of a statement that a digest shows; `/desk brief ID` shows the rest. */
const sentences = 2;

/** An edition as a reply, which each platform renders into its own parts. */
export function editionReply(edition: Edition): Reply {
  const { desk, topics, changes, ahead, aheadDays, to } = edition;
  const setting: ItemSetting = { desk, today: to, citations: new CitationList(desk), sentences };
  const items = (all: readonly StoredEntry[]): Block => ({
    type: 'entries',
    items: all.map((entry) => entryItem(entry, setting)),
  });
  const part = (title: string, block: Block): Block[] => [{ type: 'heading', level: 2, text: title }, block];
  const blocks: Block[] = [
    {
      type: 'heading',
      level: 1,
      text: `${desk.definition.name}: digest of ${formatDay(to)}, ${desk.definition.zone}`,
    },
    line(summary(edition)),
    ...topics.flatMap((topic) => part(nameOf(desk, 'topics', topic.id), items(topic.items))),
    ...moreLine(edition),
    ...(changes.length > 0
      ? part('Corrected and superseded', {
          type: 'entries',
          items: changes.map((change) => changeItem(change, setting)),
        })
      : []),
    ...(ahead.length > 0 ? part(`Ahead: the next ${count(aheadDays, 'day')}`, items(ahead)) : []),
  ];
  return {
    version: 1,
    outcome: 'ok',
    visibility: 'public',
    desk: desk.definition.id,
    blocks,
    citations: setting.citations.list(),
  };
}

function line(text: string): Block {
  return { type: 'text', spans: [{ text }] };
}

function summary({ from, to, counts }: Edition): string {
  const first = addDays(from, 1);
  const span = first === to ? `on ${formatDay(to)}` : `from ${formatDay(first)} to ${formatDay(to)}`;
  if (counts.published === 0) return `Nothing was published ${span}.`;
  const kinds = [
    counts.briefs > 0 ? count(counts.briefs, 'brief') : '',
    counts.facts > 0 ? count(counts.facts, 'fact') : '',
    counts.visits > 0 ? count(counts.visits, 'visit') : '',
  ].filter(Boolean);
  return `${count(counts.published, 'entry', 'entries')} published ${span}: ${inWords(kinds)}.`;
}

/** What was counted but not listed is always said, with where to read it. */
function moreLine({ desk, more }: Edition): Block[] {
  const total = more.reduce((sum, topic) => sum + topic.count, 0);
  if (total === 0) return [];
  const topics = more.map(({ id, count }) => `${nameOf(desk, 'topics', id)} ${count}`);
  return [line(`And ${total} more: /${desk.definition.id} latest (${topics.join(', ')}).`)];
}

function changeItem({ entry, kind, on, note }: Change, setting: ItemSetting) {
  const item = entryItem(entry, setting);
  const said = {
    corrected: `Corrected ${formatDay(on)}: ${note}`,
    replaces: `New, replaces ${note}.`,
    superseded: 'Superseded: a newer entry has taken its place.',
    retracted: `Retracted: ${note ?? 'do not rely on it'}`,
  }[kind];
  return { ...item, lines: [[{ text: said, style: 'strong' as const }], ...item.lines] };
}
