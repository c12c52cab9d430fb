import { seenDay, seenOn } from '../domain/answer/terms.ts';
import { knownDate, spanOf } from '../domain/dates/date-range.ts';
import { countryName, type Desk, inWords, nameOf } from '../domain/desk.ts';
import { saysTitle } from '../domain/facts/terms.ts';
import { editLine } from '../domain/ports/answerer.ts';
import { truncate } from '../domain/text.ts';
import { wordsOf } from '../search/names/tokens.ts';
import type { Answer, AnswerRow, AskContext, Plan } from './plan.ts';
import { narrowed } from './visits/stops.ts';
import { rangeWords } from './visits/words.ts';

interface Term {
  person: string;
  name: string;
  office: string;
  from: string;
  to: string;
  since?: string;
  until?: string;
  /** When it began, or the day on which the person was seen in it. */
  known?: string;
  sources: string[];
  /** The newest source checked that has the person in the office. */
  seen?: string;
}

/** Who holds or held an office, from the desk's own list of roles. */
export function answerRoles(plan: Plan, { desk, scope }: AskContext): Answer | undefined {
  const offices = officesOf(plan, desk);
  const reading = [
    'office',
    ...[...new Set(offices)].map((id) => nameOf(desk, 'offices', id)).slice(0, 2),
    ...rangeWords(plan),
  ].join(' · ');
  if (plan.persons.length > 0 && (plan.cues.has('since') || plan.cues.has('long') || plan.asked === 'when')) {
    const terms = plan.persons
      .flat()
      .flatMap((id) => termsOfPerson(desk, id))
      .filter(({ office, since }) => since && (offices.length === 0 || offices.includes(office)));
    return terms.length > 0
      ? {
          outcome: 'ok',
          says: `${terms.map((term) => inFull(term, desk)).join('; ')}.`,
          rows: [],
          ...restingOn(terms, desk),
          reading: 'terms of office',
        }
      : undefined;
  }
  if (offices.length === 0) return undefined;
  const homes = offices.map((id) => desk.definition.offices.find((one) => one.id === id)?.country);
  const foreign = plan.countries.find(({ id }) => !homes.includes(id));
  if (foreign)
    return {
      outcome: 'not_covered',
      says: `The desk does not list who holds this office in ${countryName(desk, foreign.id)}.`,
      rows: [],
      reading,
    };
  const terms = offices.flatMap((id) => termsOf(desk, id)).sort((a, b) => (a.from < b.from ? -1 : 1));
  if (terms.length === 0) return nobodyListed(offices, desk, reading);
  if (
    (plan.order || plan.asked === 'count' || plan.wanted.has('holders')) &&
    plan.persons.length === 0 &&
    !plan.range.since &&
    !plan.range.until
  ) {
    const known = terms.filter(({ since }) => since !== undefined);
    const one = plan.order === 'first' ? known[0] : known.at(-1);
    if (!one) return undefined;
    const people = [...new Set(known.map(({ name }) => name))];
    const says = plan.order
      ? `${plan.order === 'first' ? 'First' : 'Last'} on the desk's list: ${inFull(one, desk)}.`
      : `On the desk's list: ${people.length}: ${inWords(people)}.`;
    return { outcome: 'ok', says, rows: [], ...restingOn(plan.order ? [one] : known, desk), reading };
  }
  if (plan.beside) {
    const own = terms.filter(({ person }) => plan.beside?.persons.includes(person));
    const found = own.flatMap((term) => {
      const all = terms.filter(({ office, person }) => office === term.office && person !== term.person);
      const near =
        plan.beside?.side === 'before'
          ? all.filter(({ from }) => from < term.from).at(-1)
          : all.find(({ from }) => from > term.from);
      return near ? [near] : [];
    });
    const each = [
      ...new Map(found.map((term) => [`${term.person} ${term.office} ${term.from}`, term])).values(),
    ];
    return each.length > 0
      ? {
          outcome: 'ok',
          says: `${each.map((term) => inFull(term, desk)).join('; ')}.`,
          rows: [],
          ...restingOn(each, desk),
          reading,
        }
      : undefined;
  }
  const { since = scope.today, until = plan.range.since ? plan.range.since : scope.today } = plan.range;
  const days = spanOf(since, plan.range.since ? (plan.range.until ?? scope.today) : until);
  const held = terms.filter(
    ({ from, to, known }) => known !== undefined && from <= days.to && to >= days.from,
  );
  const asked =
    plan.persons.length > 0 ? held.filter(({ person }) => plan.persons.flat().includes(person)) : held;
  if (asked.length === 0) {
    const [before] = terms.filter(({ to }) => to < days.from).slice(-1);
    const [after] = terms.filter(({ from }) => from > days.to);
    const isTimed = (plan.range.since ?? plan.range.until) !== undefined;
    const near = [before, after].flatMap((term) => term ?? []);
    const nearest = near.map((term) => inFull(term, desk)).join('; ');
    return {
      outcome: 'not_found',
      says: `The desk has nobody in this office ${isTimed ? 'at that time' : 'today'}.${nearest && ` Nearest: ${nearest}.`}`,
      rows: [],
      ...restingOn(near, desk),
      reading,
    };
  }
  const told = asked.slice(0, 6);
  return {
    outcome: 'ok',
    says: `${told.map((term) => inFull(term, desk)).join('; ')}.`,
    rows: [],
    ...restingOn(told, desk),
    reading,
  };
}

/** Whoever edits the desk can add a holder. */
function nobodyListed(offices: readonly string[], desk: Desk, reading: string): Answer {
  const [name, ...others] = [...new Set(offices)].map((id) => nameOf(desk, 'offices', id));
  const line = `add person name:"…" office:"${others.length > 0 ? '…' : name} since …" source:…`;
  return {
    outcome: 'not_covered',
    says: `The desk lists no holder of ${others.length > 0 ? 'these offices' : `this office: ${name}`}.`,
    rows: [],
    reach: `Editors add one: ${editLine(line)}`,
    reading,
  };
}

/**
 * What facts say of an office of which nobody is listed, in any of its names, with all other words of the question: `has
 * been prime minister of Norland since`.
 */
export async function statedHolders(plan: Plan, context: AskContext): Promise<AnswerRow[]> {
  const { desk } = context;
  const [id, another] = [...new Set(officesOf(plan, desk))].filter((one) => termsOf(desk, one).length === 0);
  const office = desk.definition.offices.find((one) => one.id === id);
  if (!office || another !== undefined) return [];
  const country = desk.definition.countries.find((one) => one.id === office.country);
  const places = country ? [country.name, ...country.spellings] : [];
  const titles = [office.name, ...office.spellings].map((name) =>
    wordsOf(places.reduce((rest, place) => rest.replace(` of ${place}`, ''), name)).join(' '),
  );
  const said = plan.content.map(({ word }) => word);
  const words = [...said, country?.name].join(' ');
  const found = await Promise.all(
    [...new Set(titles)].map((title) => context.passages(`${title} ${words}`, plan.range, mostRead)),
  );
  const says = ({ entry: { body } }: AnswerRow) => {
    const text = body.type === 'fact' ? ` ${wordsOf(`${body.title} ${body.statement}`).join(' ')} ` : '';
    const isOf = office.country === undefined || body.countries.includes(office.country);
    return (
      isOf && titles.some((one) => saysTitle(text, one)) && said.every((one) => text.includes(` ${one} `))
    );
  };
  const rows = found.flatMap(({ entries }) =>
    entries.flatMap((entry) =>
      entry.body.type === 'fact' ? { entry, text: truncate(entry.body.statement, longestQuote) } : [],
    ),
  );
  const each = new Map(rows.filter(says).map((row) => [row.entry.body.id, row]));
  return [...each.values()].slice(0, 2).map((row, at) => ({ ...row, ...(at === 0 && { label: 'Stated' }) }));
}

/** Entries that are looked at for each name of an office; characters shown of one. */
const [mostRead, longestQuote] = [20, 200];

function officesOf(plan: Plan, desk: Desk): string[] {
  const offices = plan.offices.flatMap((all) => narrowed(all, plan, desk));
  const held = plan.persons.flat().flatMap((id) => termsOfPerson(desk, id).map(({ office }) => office));
  const own = offices.filter((id) => held.includes(id));
  if (own.length > 0) return own;
  if (offices.length === 0 && plan.beside)
    return plan.beside.persons.flatMap((id) => termsOfPerson(desk, id).map(({ office }) => office));
  if (offices.length > 0 || !plan.cues.has('lead')) return offices;
  if (plan.persons.length > 0) return [...new Set(held)];
  const top = plan.countries.flatMap(
    ({ id }) => desk.definition.offices.find(({ country }) => country === id)?.id ?? [],
  );
  return top;
}

function termsOf(desk: Desk, office: string): Term[] {
  return desk.definition.people.flatMap(({ id }) =>
    termsOfPerson(desk, id).filter((term) => term.office === office),
  );
}

function termsOfPerson(desk: Desk, id: string): Term[] {
  const person = desk.definition.people.find((one) => one.id === id);
  return (person?.roles ?? []).map(({ office, since, until, sources = [], seen }) => {
    // Of a term without any date the day is known on which the person was seen in the office.
    const known = since ?? (until === undefined && seen ? seenDay(desk, seen) : undefined);
    const span = spanOf(known && knownDate(known).earliest, until && knownDate(until).latest);
    return {
      person: id,
      name: person?.name ?? id,
      office,
      sources,
      ...span,
      ...(seen && { seen }),
      ...(since && { since }),
      ...(until && { until }),
      ...(known !== undefined && { known }),
    };
  });
}

/** `Ellen Johnson Sirleaf, President of Liberia from January 2006 to January 2018` */
function inFull({ name, office, since, until, seen }: Term, desk: Desk): string {
  const from = since && knownDate(since).text;
  const to = until && knownDate(until).text;
  const on = seen && seenOn(desk, seen);
  const only = on ? `, in office ${on}` : '';
  const time = from && to ? ` from ${from} to ${to}` : from ? ` since ${from}` : to ? ` until ${to}` : only;
  return `${name}, ${nameOf(desk, 'offices', office)}${time}`;
}

/** The sources of the terms, when a term without an end was last checked, and whose dates have no source. */
function restingOn(terms: readonly Term[], desk: Desk): Pick<Answer, 'sources' | 'reach'> {
  const sources = [...new Set(terms.flatMap((term) => [...term.sources, ...(term.seen ? [term.seen] : [])]))];
  const open = terms.filter(({ until }) => until === undefined);
  const checked = open.map(({ name, seen }) => {
    const on = seen && seenOn(desk, seen);
    return on ? `${name} in office ${on}` : `${name} not checked`;
  });
  const bare = terms
    .filter(
      ({ sources, since, until, seen }) => sources.length === 0 && !((since ?? until) === undefined && seen),
    )
    .map(({ name }) => name);
  return {
    sources,
    reach: [
      "From the desk's own list of roles",
      ...(checked.length > 0 ? [`last check: ${inWords([...new Set(checked)])}`] : []),
      ...(bare.length > 0 ? [noSource(bare, terms.length)] : []),
    ]
      .join('; ')
      .concat('.'),
  };
}

const noSource = (names: readonly string[], all: number) =>
  `no source for the dates${names.length < all ? ` of ${inWords([...new Set(names)])}` : ''}`;

/** What the desk lists of a person; undefined where it lists no office. */
export function officesInShort(desk: Desk, id: string): string | undefined {
  const terms = termsOfPerson(desk, id);
  if (terms.length === 0) return undefined;
  return `${nameOf(desk, 'people', id)}: ${inWords(terms.map((term) => inFull(term, desk).replace(`${term.name}, `, '')))}.`;
}
