import {
  type DayRange,
  isOverdue,
  knownDate,
  mayFallOutside,
  mayHaveEnded,
  preferredDate,
  staleSince,
} from '../dates/date-range.ts';
import { type Day, elapsedInWords, formatDay } from '../dates/day.ts';
import { countryName, type Desk, inWords, nameOf } from '../desk.ts';
import type { Brief, EntryBody, Fact, Visit } from '../entry.ts';
import type { StoredEntry } from '../ports/entries.ts';
import { type EntryItem, type Span, textOf } from '../reply.ts';
import { attribution, type CitationList, namesAuthor, speakerOf, speakersOf } from './citations.ts';
import { leadOf } from './markdown.ts';

/** Context for showing an entry. */
export interface ItemSetting {
  desk: Desk;
  today: Day;
  /** Collects the sources of the whole answer. */
  citations: CitationList;
  /** Days asked for, so that a less precise date can be marked "may". */
  range?: DayRange;
  /** For digests: number of sentences of the statement, followed by why it matters. */
  sentences?: number;
}

/** Made in one setting: an answer has many an entry both in a row and in full. */
const made = new WeakMap<ItemSetting, Map<StoredEntry, EntryItem>>();

/** An entry as a list item, the same on every platform and in every command. */
export function entryItem(entry: StoredEntry, setting: ItemSetting): EntryItem {
  const known = made.get(setting) ?? new Map<StoredEntry, EntryItem>();
  made.set(setting, known);
  const item = known.get(entry) ?? makeItem(entry, setting);
  known.set(entry, item);
  return item;
}

function makeItem({ body }: StoredEntry, setting: ItemSetting): EntryItem {
  const shared = {
    id: body.id,
    flags: body.countries,
    remarks: remarks(setting.desk, body, setting.today, setting.range),
    cites: setting.citations.citeAll(body.sources),
  };
  if (body.type === 'brief') return { ...shared, type: 'brief', ...briefParts(body, setting) };
  const when = preferredDate(body).text;
  const inFull = setting.sentences === undefined;
  const lines = [
    ...versions(body, setting),
    ...(body.note && inFull ? [[{ text: body.note }]] : []),
    ...(inFull ? [] : whyLine(body)),
  ];
  const fact = { ...shared, when, standing: body.standing };
  if (body.visit) {
    const { headline, flags, route } = visitParts(body.visit, setting.desk);
    return {
      ...fact,
      type: 'visit',
      flags,
      headline,
      lines: [route, statementLine(body, setting), ...lines],
    };
  }
  const headline: Span[] = [{ text: body.title, style: 'strong' }];
  const statement = statementLine(body, setting);
  // A fact without a title of its own is listed by its statement, which is not said twice.
  const isSaid = textOf(statement).replace(/\.$/, '') === body.title;
  return { ...fact, type: 'fact', headline, lines: [...(isSaid ? [] : [statement]), ...lines] };
}

/** The statement, prefixed by its author if it is an opinion or speculation. */
function statementLine(fact: Fact, { desk, sentences }: ItemSetting): Span[] {
  const text = sentences === undefined ? fact.statement : firstSentences(fact.statement, sentences);
  // A digest omits "Opinion of X" before "X finds", because it shows the standing.
  const told = sentences !== undefined && namesAuthor(desk, fact, text);
  const whose = told ? undefined : attribution(desk, fact);
  return [...(whose ? [{ text: whose, style: 'emphasis' as const }] : []), { text }];
}

function whyLine({ why }: Brief | Fact): Span[][] {
  return why ? [[{ text: 'Why it matters: ', style: 'emphasis' }, { text: why }]] : [];
}

/** Sentences of a brief's first paragraph shown in a list. */
const leadSentences = 2;

/** Visitor and route, with the office held at the time. */
function visitParts(visit: Visit, desk: Desk): { headline: Span[]; flags: string[]; route: Span[] } {
  const places = visit.places.map((place) => nameOf(desk, 'places', place));
  const host = countryName(desk, visit.host);
  const where = places.length > 0 ? `${host} (${inWords(places)})` : `${host} (place not recorded)`;
  return {
    headline: [
      { text: nameOf(desk, 'people', visit.visitor), style: 'strong' },
      { text: `, ${nameOf(desk, 'offices', visit.office)}` },
    ],
    flags: [visit.from, visit.host],
    route: [{ text: `${countryName(desk, visit.from)} → ${where}` }],
  };
}

function briefParts(
  brief: Brief,
  { desk, sentences }: ItemSetting,
): Pick<EntryItem, 'headline' | 'lines' | 'when' | 'standing'> {
  const [source] = brief.sources;
  const author = brief.author ?? (source && speakerOf(desk, source.id));
  const lead = leadOf(brief.summary);
  const named = author && !(sentences !== undefined && brief.title.includes(author));
  return {
    headline: [{ text: brief.title, style: 'strong' }],
    lines: [
      [{ text: `Brief of ${aKind[brief.kind]}${named ? ` by ${author}` : ''}.`, style: 'emphasis' }],
      [{ text: firstSentences(lead, leadSentences) }],
      ...(sentences === undefined ? [] : whyLine(brief)),
    ],
    ...(brief.dated && { when: knownDate(brief.dated).text }),
    ...(brief.kind === 'opinion' && { standing: 'opinion' as const }),
  };
}

export const aKind: Record<Brief['kind'], string> = {
  news: 'a news report',
  analysis: 'an analysis',
  opinion: 'an opinion piece',
  official: 'an official document',
};

/** One line per version that the sources give, with its source; empty if they agree. */
function versions(fact: Fact, { desk, citations, sentences }: ItemSetting): Span[][] {
  const cite = (ids: readonly string[]) => {
    const numbers = ids.map((id) =>
      citations.cite(fact.sources.find((source) => source.id === id) ?? { id }),
    );
    return [...new Set(numbers)].map((n) => `[${n}]`).join('');
  };
  const all = fact.sources.map(({ id }) => id);
  const dates = fact.dates.length > 1 ? fact.dates : [];
  return [
    ...dates.map(({ edtf, sources, note }) => {
      const who = sources.length > 0 ? sources : all;
      const tail = note && sentences === undefined ? `; ${note}` : '';
      return [{ text: `${knownDate(edtf).text}, says ${speakersOf(desk, who)} ${cite(who)}${tail}` }];
    }),
    ...fact.disagreements.map(({ about, says, sources }) => [
      { text: `On ${about}, ${speakersOf(desk, sources)} ${cite(sources)} differs: ${says}` },
    ]),
  ];
}

/** Warnings shown with an entry everywhere, most serious first. */
function remarks(desk: Desk, body: EntryBody, today: Day, range: DayRange = {}): string[] {
  return [
    ...lifeRemarks(body),
    ...embargoRemark(body, today),
    ...(body.type === 'fact' ? factRemarks(desk, body, today, range) : []),
  ];
}

function lifeRemarks(body: EntryBody): string[] {
  const corrected = body.corrections.map(({ on }) => on).sort();
  const lastCorrected = corrected.at(-1);
  return [
    ...(body.state === 'published' || body.state === 'corrected' ? [] : [body.state]),
    ...(lastCorrected ? [`corrected ${formatDay(lastCorrected)}`] : []),
    ...(body.handling === 'public' ? [] : [body.handling]),
  ];
}

/** Editors see an entry before its embargo ends, and must see that it is not public yet. */
function embargoRemark({ embargo }: EntryBody, today: Day): string[] {
  if (!embargo || embargo.slice(0, 10) < today) return [];
  return [`embargo until ${formatDay(embargo.slice(0, 10))}, ${embargo.slice(11, 16)} UTC`];
}

export const mayBeOutOfDate = 'may be out of date since ';
export const onlyPlanned = 'so far only a plan';
export const disagreesOnDate = 'sources disagree on the date';

function factRemarks(desk: Desk, fact: Fact, today: Day, range: DayRange): string[] {
  const date = preferredDate(fact);
  const stale = staleSince(fact, desk, today);
  const about = [...fact.disagreements.map((disagreement) => disagreement.about)];
  return [
    ...(fact.dates.length > 1 ? [disagreesOnDate] : []),
    ...about.map((what) => `sources disagree on ${what}`),
    ...(mayFallOutside(date, range) ? ['may fall outside the dates asked'] : []),
    ...(mayHaveEnded(date, range, today) ? ['may no longer hold in the time asked; no end recorded'] : []),
    ...(mayReadAsDone(fact, date.earliest, today) ? [stillPlanned(fact)] : []),
    ...(isOverdue(fact, today) && date.latest
      ? [`date passed ${elapsedInWords(date.latest, today)}, no outcome recorded`]
      : []),
    ...(stale ? [`${mayBeOutOfDate}${formatDay(stale)}`] : []),
  ];
}

/** A plan for a day that may have come, which is not said to have passed without an outcome. */
const mayReadAsDone = (fact: Fact, earliest: Day | null, today: Day): boolean =>
  fact.kind === 'plan' && (earliest === null || earliest <= today) && !isOverdue(fact, today);

const stillPlanned = ({ outcome }: Fact): string =>
  outcome ? 'a plan; its outcome is recorded apart' : onlyPlanned;

const segmenter = new Intl.Segmenter('en-GB', { granularity: 'sentence' });

/** The first sentences of a text; an ellipsis marks the omitted rest. */
function firstSentences(text: string, most: number): string {
  const all = [...segmenter.segment(text)].map(({ segment }) => segment);
  if (all.length <= most) return text;
  return `${all.slice(0, most).join('').trimEnd()} …`;
}
