import { claimant, namesAuthor, speakerOf } from '../../domain/answer/citations.ts';
import { entryItem, type ItemSetting } from '../../domain/answer/entry-item.ts';
import { formatDay } from '../../domain/dates/day.ts';
import { inWords, nameOf } from '../../domain/desk.ts';
import type { digestFormats } from '../../domain/digests/subscription.ts';
import type { Fact } from '../../domain/entry.ts';
import { sameEvents } from '../../domain/facts/same-event.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import type { EntryItem, Span } from '../../domain/reply.ts';
import { byWeight } from './gather.ts';
import type { Change } from './judge.ts';

/** One event in a digest: the highest-weighted entry about it, and others about the same event. */
export interface DigestItem {
  entry: StoredEntry;
  folded: StoredEntry[];
}

/** Groups entries about the same event, highest-weighted first. */
export function groupEvents(entries: readonly StoredEntry[]): DigestItem[] {
  const groups = new Map(entries.map((entry) => [entry, [entry]]));
  const join = (a: StoredEntry, b: StoredEntry) => {
    const [one, two] = [groups.get(a), groups.get(b)];
    if (!one || !two || one === two) return;
    one.push(...two);
    for (const entry of two) groups.set(entry, one);
  };
  for (const [a, b] of sameEvents(entries)) join(a, b);
  return [...new Set(groups.values())]
    .map((group) => group.sort(byWeight))
    .sort(([a], [b]) => byWeight(a!, b!))
    .map(([entry, ...folded]) => ({ entry: entry!, folded }));
}

export type DigestFormat = (typeof digestFormats)[number];

/** An event, with one line for each further source of it and one for its register rows. */
export function digestItem(
  { entry, folded }: DigestItem,
  setting: ItemSetting,
  format: DigestFormat,
): EntryItem {
  const item = format === 'full' ? entryItem(entry, setting) : headlineItem(entry, setting);
  if (folded.length === 0) return item;
  const cites = folded.flatMap(({ body }) =>
    setting.citations.citeAll(body.sources.filter(({ id }) => !hasSource(entry, id))),
  );
  return {
    ...item,
    folds: folded.map(({ body }) => body.id),
    lines: [...item.lines, ...(format === 'full' ? foldLines(entry, folded, setting) : [])],
    cites: [...new Set([...item.cites, ...cites])],
  };
}

/** One line without sentences; names the author of a claim. */
export function headlineItem(entry: StoredEntry, setting: ItemSetting): EntryItem {
  const { body } = entry;
  const item = entryItem(entry, setting);
  const claim = body.type === 'fact' ? claimant(setting.desk, body) : undefined;
  const named = body.type !== 'fact' || namesAuthor(setting.desk, body, body.title);
  const whose = claim && !named ? (claim.author ?? `reported by ${claim.publisher}`) : undefined;
  return { ...item, headline: [...item.headline, ...(whose ? [{ text: `, ${whose}` }] : [])], lines: [] };
}

const hasSource = ({ body }: StoredEntry, id: string) => body.sources.some((source) => source.id === id);

function foldLines(lead: StoredEntry, folded: readonly StoredEntry[], { desk }: ItemSetting): Span[][] {
  const facts = folded.flatMap(({ body }) => (body.type === 'fact' ? [body] : []));
  const visits = facts.filter(({ visit }) => visit);
  const others = facts.filter(({ visit }) => !visit);
  const visitors = [...new Set(visits.map(({ visit }) => nameOf(desk, 'people', visit?.visitor ?? '')))];
  const row = visits.length === 1 ? 'the visit' : 'the visits';
  // Only citations that the first entry does not have.
  const added = ({ sources }: Fact) =>
    inWords([
      ...new Set(sources.filter(({ id }) => !hasSource(lead, id)).map(({ id }) => speakerOf(desk, id))),
    ]);
  return [
    ...[...Map.groupBy(others, added)].map(([who, told]) => [
      { text: who ? `${alsoTold} by ${who}: ` : `${alsoTold}: `, style: 'emphasis' as const },
      { text: inWords(told.map(quoted)) },
    ]),
    ...(visits.length > 0
      ? [[{ text: inRegister, style: 'emphasis' as const }, { text: `${row} of ${inWords(visitors)}` }]]
      : []),
  ];
}

/** Whether a line refers to entries other than the item's own. */
export function isFoldLine([first]: Span[]): boolean {
  return first?.style === 'emphasis' && (first.text.startsWith(alsoTold) || first.text === inRegister);
}

const alsoTold = 'Also told';
const inRegister = 'In the register: ';

const quoted = ({ title, standing }: Fact) => `“${title}”${standing === 'confirmed' ? '' : ` (${standing})`}`;

/** The correction note comes before the current content; a retracted entry shows only its note and reason. */
export function changeItem(change: Change, setting: ItemSetting, format: DigestFormat): EntryItem {
  const { entry } = change;
  const item = format === 'full' ? entryItem(entry, setting) : headlineItem(entry, setting);
  const said = changeWords(change).map((text): Span[] => [{ text, style: 'strong' }]);
  return { ...item, lines: change.kind === 'retracted' ? said : [...said, ...item.lines] };
}

function changeWords({ kind, notes, other }: Change): string[] {
  const last = notes.at(-1);
  const on = last ? ` ${formatDay(last.on)}` : '';
  const replaces = other ? [`New, replaces “${other.body.title}” (${other.body.id}).`] : [];
  switch (kind) {
    case 'corrected':
      return [
        ...replaces,
        ...notes.filter(({ note }) => note).map((each) => `Corrected ${formatDay(each.on)}: ${each.note}`),
      ];
    case 'replaces':
      return replaces;
    case 'superseded':
      return [
        other
          ? `Superseded${on} by “${other.body.title}” (${other.body.id}).`
          : `Superseded${on}: a newer entry has taken its place.`,
      ];
    case 'retracted':
      return [`Retracted${on}: ${last?.note ?? 'do not rely on it.'}`];
  }
}
