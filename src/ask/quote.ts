import type { Desk } from '../domain/desk.ts';
import type { EntryBody } from '../domain/entry.ts';
import { sameEvents } from '../domain/facts/same-event.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import { normalise } from '../search/names/phonetic-key.ts';
import { stemOf } from '../search/names/tokens.ts';
import { type Evidence, familyOf, textsOf } from './evidence.ts';
import type { ContentWord, Plan } from './plan.ts';
import { holdsWord, says } from './said.ts';

const segmenter = new Intl.Segmenter('en-GB', { granularity: 'sentence' });

const unknown =
  /\b(?:not known|unknown|not been checked|not checked|no figure|no cause|no result|neither|does not (?:name|say|give)|gives no|do not name|not in the|cannot say)\b/i;

/** The sentences of an entry that say most of what was asked, in their order, as many as fit. */
export function quote({ entry }: Evidence, plan: Plan, desk: Desk, room: number): string {
  const { body } = entry;
  const sentences = textsOf(body).flatMap((text) =>
    [...segmenter.segment(text)].map(({ segment }) => segment.trim()),
  );
  const scored = sentences.map((sentence, at) => ({
    sentence,
    at,
    score: scoreOf(sentence, plan, desk) + (at === 0 ? 1.2 : 0),
  }));
  const chosen: typeof scored = [];
  let left = room;
  for (const one of scored.toSorted((a, b) => b.score - a.score || a.at - b.at)) {
    if (chosen.includes(one)) continue;
    const needed = withReferents(one.at, sentences).flatMap((at) => scored[at] ?? []);
    const whole = needed.filter((part) => !chosen.includes(part));
    const length = whole.reduce((sum, { sentence }) => sum + sentence.length + 1, 0);
    if (chosen.length > 0 && (one.score < 1 || length > left)) continue;
    chosen.push(...whole);
    left -= length;
    if (left <= 0) break;
  }
  const text = chosen
    .toSorted((a, b) => a.at - b.at)
    .map(({ sentence }) => sentence)
    .join(' ');
  return text.length <= room + 40
    ? text
    : `${text.slice(0, Math.max(text.lastIndexOf(' ', room), room / 2))} …`;
}

/** A sentence with those before it that say who `he` and what `it` is. */
function withReferents(at: number, sentences: readonly string[]): number[] {
  const refers = at > 0 && referring.test(sentences[at] ?? '');
  return [...(refers ? withReferents(at - 1, sentences) : []), at];
}

const referring =
  /^(?:(?:A|One|Two|Three|Some|Several|The next) (?:day|days|week|weeks|month|months) (?:later|after|before)\b[^.]*|(?:He|She|They|It|His|Her|Their|Its|This|Both|Neither|Then|Later)\b)/;

function scoreOf(sentence: string, plan: Plan, desk: Desk): number {
  const words = normalise(sentence.replace(/[’']s\b/g, '')).split(' ');
  const stems = new Set(words.flatMap(stemOf));
  const text = ` ${words.join(' ')} `;
  const body = { topics: [], organisations: [] } as unknown as EntryBody;
  const own = plan.content.filter((content) => holdsWord(content, body, words, stems)).length;
  const persons = plan.persons.filter((ids) => ids.some((id) => says(text, familyOf(desk, id)))).length;
  const places = plan.places.filter(({ label }) => says(text, label)).length;
  const countries = plan.countries.filter(({ id }) =>
    says(text, desk.definition.countries.find((one) => one.id === id)?.name ?? id),
  ).length;
  const numbers = (plan.asked === 'count' || plan.asked === 'amount') && hasNumber(sentence) ? 1.5 : 0;
  const gives = /\b(?:set (?:it|them|this) off|triggered|caused)\b/.test(sentence) ? 1.5 : 0.75;
  const isReason = gives > 1 || /\b(?:because|cause|reason|over|after|due|since|for)\b/.test(sentence);
  const reasons = plan.asked === 'why' && isReason ? gives : 0;
  return (
    reasons + own * 2 + persons + places + countries * 0.5 + numbers + (unknown.test(sentence) ? 0.75 : 0)
  );
}

const numberWords =
  /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|million|billion|half|third)\b/i;

/** A sentence with a number in it that says at least one of the words asked. */
export function countsAsked(body: EntryBody, plan: Plan): boolean {
  // `how many countries are in the union`: its own entry with a number.
  const named =
    plan.content.length > 0 &&
    plan.content.every(({ organisations }) => organisations.some((id) => body.organisations.includes(id)));
  if (named && body.type === 'fact' && body.kind === 'status' && plan.wanted.has('country'))
    return hasNumber(body.statement);
  const nothing = { topics: [], organisations: [] } as unknown as EntryBody;
  return [body.title, ...textsOf(body)]
    .flatMap((text) => [...segmenter.segment(text)].map(({ segment }) => segment))
    .filter(hasNumber)
    .some((sentence) => {
      const words = normalise(sentence).split(' ');
      const says = (content: ContentWord, some: readonly string[]) =>
        holdsWord(content, nothing, some, new Set(some.flatMap(stemOf)));
      // A number in words counts what stands right after it.
      const inWords = words.flatMap((word, at) =>
        numberWords.test(word) ? [words.slice(at + 1, at + 9)] : [],
      );
      return plan.content.some((content) =>
        hasFigure(sentence) ? says(content, words) : inWords.some((some) => says(content, some)),
      );
    });
}

/** A number that is no year or day of a month. */
export const hasNumber = (text: string): boolean => hasFigure(text) || numberWords.test(text);

function hasFigure(text: string): boolean {
  const plain = text
    .replace(
      /\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{4})?/g,
      ' ',
    )
    .replace(/\b(?:1[89]|20)\d\d\b/g, ' ')
    .replace(/\b[A-Z]\d\+\d\b/g, ' ');
  return /\d/.test(plain);
}

/** One of the entries that tell one event: the weightiest. */
export function foldEvents(all: readonly Evidence[]): Evidence[] {
  const beside = new Set<StoredEntry>();
  for (const [a, b] of sameEvents(all.map(({ entry }) => entry))) {
    if (beside.has(a) || beside.has(b)) continue;
    beside.add(rank(a) >= rank(b) ? b : a);
  }
  return all.filter(({ entry }) => !beside.has(entry));
}

/** An event says more of itself than the visit of one who came to it. */
const rank = ({ body }: StoredEntry): number =>
  body.weight + (body.type === 'fact' && body.kind === 'visit' ? 0 : 2);
