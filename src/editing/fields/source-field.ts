import { distance } from 'fastest-levenshtein';
import { type Desk, inWords } from '../../domain/desk.ts';
import type { Citation } from '../../domain/entry.ts';
import { addressAt, citationsIn, citedIn } from '../../domain/form.ts';
import { editLine } from '../../domain/ports/answerer.ts';
import type { FieldFault } from '../../domain/ports/content.ts';
import { type Source, sourceSchema } from '../../domain/sources/source.ts';
import { urlField } from '../../domain/vocabulary.ts';
import { type Field, type FieldContext, type NewSource, short, textField } from './field.ts';
import { dateField } from './field-readers.ts';
import { didYouMean } from './name-field.ts';

/** The sources of an entry, the best first: `sanchez-2026 at paragraph 3; hsg-secretaries`. */
export const sourceField: Field = {
  name: 'source',
  label: 'Source',
  hint: 'An address, or a source of the desk. For several: first; second at page 3',
  required: true,
  key: 'sources',
  kind: { type: 'line', max: 1000 },
  show: (raw) => ((raw.sources as Citation[] | undefined) ?? []).map(written).join('; '),
  write(raw, text, reading) {
    const before = (raw.sources as Citation[] | undefined) ?? [];
    const faults: string[] = [];
    const added: NewSource[] = [];
    raw.sources = citationsIn(text).flatMap((part): Citation[] => {
      const kept = before.find((citation) => written(citation) === part);
      if (kept) return [kept];
      const found = findSource(part, reading);
      if ('added' in found) added.push(found.added);
      if ('says' in found) faults.push(found.says);
      if (!('source' in found)) return [];
      const { source, at } = found;
      const isNew = !before.some(({ id }) => id === source.id);
      if (isNew && source.retraction !== undefined) {
        faults.push(`${source.id} is retracted: ${source.retraction}`);
        return [];
      }
      return [{ id: source.id, ...(at && { at }) }];
    });
    const [one, ...others] = added;
    if (others.length > 0) faults.push(...added.map(unknown), oneAtOnce);
    else if (one) reading.notices.push(`${unknown(one)} It is added with this draft.`);
    reading.unknownSources.push(...added);
    return faults.length > 0 ? faults.join(' ') : undefined;
  },
};

const oneAtOnce = `One new source is added with a draft; add the others with ${editLine('add source')}.`;

const unknown = ({ url, words }: NewSource) =>
  url === undefined
    ? `The desk has no source “${short(words)}”.`
    : `No article could be read at “${short(url)}”.`;

const like = 'write one like https://example.org/article';
const asDate = dateField('sourcedated', 'Date of the new source');

/** What the form asks of a source that the desk does not have, to add it. */
export const newSourceFields: readonly Field[] = [
  {
    ...newSourcePart('url', 'Address of the new source', 'url'),
    hint: 'Its page is read for the rest, where it can be',
    write: (_, text) =>
      urlField.safeParse(addressAt(text)).success ? undefined : `“${short(text)}” is no address: ${like}.`,
  },
  { ...newSourcePart('sourcetitle', 'Title of the new source', 'title'), unless: 'url' },
  { ...newSourcePart('publisher', 'Publisher of the new source', 'publisher'), unless: 'url' },
  {
    ...asDate,
    hint: 'When it was published',
    unless: 'url',
    show: () => '',
    write: (_, text, reading) => asDate.write({}, text, reading),
  },
];

function newSourcePart(name: string, label: string, key: 'publisher' | 'title' | 'url'): Field {
  const field = textField(sourceSchema.shape, name, label, key);
  const own = { show: () => '', write: () => undefined };
  return { ...field, ...own, key: name, required: false, hint: undefined };
}

type Values = Readonly<Record<string, string>>;

const said = (values: Values, name: string) => values[name]?.trim() ?? '';

interface Lack {
  faults: FieldFault[];
  /** By field, what was typed already that it may be. */
  offers: ReadonlyMap<string, string>;
  /** Asked besides, though they may be left empty. */
  also: readonly string[];
}

/** What lacks before the only new source of a draft can be added. */
export function lackOf([only, ...others]: readonly NewSource[], values: Values): Lack {
  if (!only || others.length > 0) return { faults: [], offers: new Map(), also: [] };
  const isUnsaid = (name: string) => said(values, name) === '';
  const asked = wholeIn(only, values) ? [] : Object.keys(needs).filter(isUnsaid);
  // A name alone is a title or a publisher: which, whoever typed it says. Beside an address stands the publisher.
  const guessed = asked.filter((name) => only.words !== '' && (name === 'publisher' || !only.url));
  return {
    faults: asked.map((field) => ({ field, says: needs[field] as string })),
    offers: new Map(guessed.map((field) => [field, only.words])),
    also: [...(only.url === undefined ? ['url'] : []), ...(isUnsaid('dated') ? ['sourcedated'] : [])].filter(
      isUnsaid,
    ),
  };
}

const needs: Record<string, string> = {
  sourcetitle: 'Needed: what the article, page or report is called.',
  publisher: 'Needed: who published it.',
};

/** Title and publisher of a new source, once they are known. */
function wholeIn({ words, url }: NewSource, values: Values) {
  const title = said(values, 'sourcetitle') || (url === undefined ? words : '');
  const publisher = said(values, 'publisher');
  return title !== '' && publisher !== '' ? { title, publisher } : undefined;
}

/** The only new source of a draft, as its values describe it so far, and the values when it has been added as `id`. */
export function describedSource(values: Values, desk: Desk) {
  const parts = citationsIn(values.source ?? '');
  const found = parts.flatMap((part) => {
    const one = findSource(part, { desk, notices: [] });
    return 'added' in one ? [{ part, ...one.added }] : [];
  });
  const [only, ...others] = found;
  if (!only || others.length > 0) return undefined;
  const { part, words, at } = only;
  const whole = wholeIn(only, values);
  const url = only.url ?? said(values, 'url');
  // A brief has the date of its article already.
  const dated = said(values, 'sourcedated') || said(values, 'dated');
  const inPlace = (cited: string) =>
    parts.map((one) => (one === part ? (at ? `${cited} at ${at}` : cited) : one)).join('; ');
  return {
    words,
    /** Undefined while title or publisher is not said. */
    source: whole && { ...whole, ...(url && { url }), ...(dated && { dated }) },
    inPlace,
    cite: (id: string) => ({ ...unsaid, source: inPlace(id) }),
  };
}

/** What was said of a new source, once there is none. */
export const unsaid = { url: '', sourcetitle: '', publisher: '', sourcedated: '' };

/** The field in which what a new source says was typed. */
export const saidIn: Record<string, string> = {
  title: 'sourcetitle',
  publisher: 'publisher',
  url: 'url',
  dated: 'sourcedated',
};

/**
 * Values whose new source has its address typed beside it, with the address in the place of its name: it is read as one
 * that was typed at once. A title that only repeats the name is none.
 */
export function withAddress(values: Record<string, string>, desk: Desk): Record<string, string> {
  const url = addressAt(said(values, 'url'));
  const described = url === undefined ? undefined : describedSource(values, desk);
  if (url === undefined || !described) return values;
  const { words, inPlace } = described;
  const title = said(values, 'sourcetitle');
  return {
    ...values,
    source: inPlace(url),
    url: '',
    publisher: said(values, 'publisher') || words,
    sourcetitle: title === words ? '' : title,
  };
}

const written = ({ id, at }: Citation) => (at ? `${id} at ${at}` : id);

/** `added`: the desk has none like it. */
type Found = { source: Source; at: string | undefined } | { added: NewSource } | { says: string };

const asNewMark = /\s*\(\s*new\s*\)\s*$/i;

export function findSource(part: string, { desk, notices }: Pick<FieldContext, 'desk' | 'notices'>): Found {
  const [, first = '', where] = /^(\S+)\s+at\s+(.+)$/s.exec(part) ?? [];
  const cited = desk.sources.find(({ id }) => id === first.toLowerCase());
  if (cited) return { source: cited, at: where };
  const { words: typed, url, at } = citedIn(part);
  if (url !== undefined) {
    const source = desk.sources.find((one) => one.url !== undefined && sameAddress(one.url, url));
    return source ? { source, at } : { added: { words: typed, url, at } };
  }
  const isMarked = asNewMark.test(typed);
  const words = typed.replace(asNewMark, '');
  if (isMarked && words !== '') return { added: { words, at } };
  const exact = desk.sources.find(({ id }) => id === words.toLowerCase());
  if (exact) return { source: exact, at };
  const plain = plainly(words);
  const named = `“${short(words)}”`;
  if (!/[\p{L}\p{N}]/u.test(words)) return { says: `${named} names no source.` };
  const another = `For another one, write its address or “${short(words)} (new)”.`;
  const titled = desk.sources.filter(({ title }) => plainly(title) === plain);
  const [only, ...more] = titled;
  if (only && more.length === 0) {
    notices.push(`${named} is the source ${only.id}.`);
    return { source: only, at };
  }
  const by = desk.sources.filter(({ publisher, author = '' }) =>
    [publisher, author].some((name) => plainly(name) === plain),
  );
  const ids = (some: readonly Source[]) => some.map(({ id }) => id);
  const fits = only ? titled : by;
  // Of a publisher that the desk has one article of, the next fact mostly cites another one.
  if (fits.length > 0) {
    const which = inWords(ids(fits.slice(-mostNear)), 'or');
    return { says: `${named} may be ${which}. Write the one that is meant. ${another}` };
  }
  const isNear = ({ id, title, publisher, author = '' }: Source) =>
    [id, title, publisher].some((word) => plainly(word).includes(plain)) ||
    distance(id, plain) <= mostTypos ||
    [title, publisher, author].some((word) => distance(plainly(word), plain) <= typosIn(plain));
  const near = plain.length > 2 ? desk.sources.filter(isNear).slice(0, mostNear) : [];
  if (near.length > 0)
    return { says: `The desk has no source ${named}. ${didYouMean(ids(near))} ${another}` };
  return { added: { words, at } };
}

const mostNear = 3;

/** Letters that may be wrong in the id of a source; of a name every fifth, so that `CNN` is no slip of `BBC`. */
const mostTypos = 2;
const typosIn = ({ length }: string) => Math.min(mostTypos, Math.floor(length / 5));

/** As people compare it: “La República” is “la republica”. */
const plainly = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
const sameAddress = (one: string, other: string) =>
  one.toLowerCase().replace(/\/+$/, '') === other.toLowerCase().replace(/\/+$/, '');
