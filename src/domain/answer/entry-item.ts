import { preferredDate } from '../ahead.ts';
import type { DayRange } from '../date-range.ts';
import type { Day } from '../day.ts';
import type { Desk } from '../desk.ts';
import { countryName, inWords, nameOf } from '../desk-names.ts';
import type { Brief, Fact, Visit } from '../entry.ts';
import { knownDate } from '../known-date.ts';
import type { StoredEntry } from '../ports/entries.ts';
import type { EntryItem, Span } from '../reply.ts';
import { attribution, namesAuthor, voice, voices } from './attribution.ts';
import type { CitationList } from './citations.ts';
import { leadOf } from './markdown.ts';
import { remarks } from './remarks.ts';
import { firstSentences } from './sentences.ts';

/** What an entry is shown against. */
export interface ItemSetting {
  desk: Desk;
  today: Day;
  /** Collects the sources of the whole answer. */
  citations: CitationList;
  /** Days that were asked for, so that a wider date can say "may". */
  range?: DayRange;
  /** At most so many sentences of a statement, and why it matters below it: for digests. */
  sentences?: number;
}

/** An entry as it stands in a list, on every platform and in every command. */
export function entryItem({ body }: StoredEntry, setting: ItemSetting): EntryItem {
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
  return { ...fact, type: 'fact', headline, lines: [statementLine(body, setting), ...lines] };
}

/** The statement, with its author before it when it is not a finding but somebody's view. */
function statementLine(fact: Fact, { desk, sentences }: ItemSetting): Span[] {
  const text = sentences === undefined ? fact.statement : firstSentences(fact.statement, sentences);
  // A digest need not say "Opinion of X" before "X finds": the standing beside it says the rest.
  const told = sentences !== undefined && namesAuthor(desk, fact, text);
  const whose = told ? undefined : attribution(desk, fact);
  return [...(whose ? [{ text: whose, style: 'emphasis' as const }] : []), { text }];
}

function whyLine({ why }: Brief | Fact): Span[][] {
  return why ? [[{ text: 'Why it matters: ', style: 'emphasis' }, { text: why }]] : [];
}

/** Sentences of a brief's first paragraph that stand for it in a list. */
const leadSentences = 2;

/** Who went where. The office is the one held at the time. */
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
  const author = brief.author ?? (source && voice(desk, source.id));
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

/** One line for each version that sources tell, with who tells it; nothing where they agree. */
export function versions(fact: Fact, { desk, citations, sentences }: ItemSetting): Span[][] {
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
      return [{ text: `${knownDate(edtf).text}, says ${voices(desk, who)} ${cite(who)}${tail}` }];
    }),
    ...fact.disagreements.map(({ about, says, sources }) => [
      { text: `On ${about}, ${voices(desk, sources)} ${cite(sources)} differs: ${says}` },
    ]),
  ];
}
