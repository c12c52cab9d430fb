import { isMap, isScalar, LineCounter, type Pair, parseDocument, visit } from 'yaml';

/** One deliberate mistake: the file as it then is, and where the check must find it. */
export interface Mutation {
  name: string;
  content: string | Uint8Array;
  /** Lines of which one must carry a fault; none: any line of the file. */
  lines: number[];
}

type Pick = <T>(items: readonly T[]) => T | undefined;
type Mutate = (text: string, pick: Pick) => Omit<Mutation, 'name'> | undefined;

interface Field {
  key: string;
  value: string;
  /** Offsets of the value, as written. */
  from: number;
  to: number;
  line: number;
  keyFrom: number;
  /** Line on which the item that holds the key begins. */
  itemLine: number;
  path: string;
}

/** Fields with a one-line text or number, of YAML or of an article's front matter. */
function fields(text: string): Field[] {
  const front = text.startsWith('---\n') ? 4 : 0;
  const body = front ? text.slice(front, text.indexOf('\n---\n') + 1) : text;
  const counter = new LineCounter();
  const document = parseDocument(body, { lineCounter: counter });
  const skipped = front ? 1 : 0;
  const found: Field[] = [];
  const line = (offset: number) => counter.linePos(offset).line + skipped;
  visit(document, {
    Scalar(role, node, ancestors) {
      const [from = 0, to = 0] = node.range ?? [];
      if (role === 'key' || line(from) !== line(Math.max(from, to - 1)) || node.value === null) return;
      const pair = ancestors.findLast((ancestor) => (ancestor as Pair).key !== undefined) as Pair | undefined;
      if (!isScalar(pair?.key)) return;
      const map = ancestors.findLast(isMap);
      const keys = ancestors.flatMap((ancestor) => {
        const key = (ancestor as Pair).key;
        return isScalar(key) ? [String(key.value)] : [];
      });
      found.push({
        key: String(pair.key.value),
        value: String(node.value),
        from: from + front,
        to: to + front,
        line: line(from),
        keyFrom: (pair.key.range?.[0] ?? 0) + front,
        itemLine: line(map?.range?.[0] ?? 0),
        path: keys.join('.'),
      });
    },
  });
  return found;
}

const put = (text: string, field: Field, value: string) =>
  text.slice(0, field.from) + value + text.slice(field.to);
const swapTwo = (word: string) => `${word.slice(0, -1)}zq${word.slice(-1)}`;

/** Puts something else in place of the value of one of `paths`. */
const replace =
  (paths: RegExp, value: (old: string) => string | undefined): Mutate =>
  (text, pick) => {
    const field = pick(
      fields(text).filter(({ path, value: old }) => paths.test(path) && value(old) !== undefined),
    );
    return field && { content: put(text, field, value(field.value) as string), lines: [field.line] };
  };

export const mutations: Record<string, Mutate> = {
  'a misspelt topic': replace(/^topics$/, swapTwo),
  'a misspelt person': replace(/^(people|visit\.visitor|registers\.gaps\.person)$/, swapTwo),
  'a misspelt place': replace(/^(places|visit\.places)$/, swapTwo),
  'a misspelt organisation': replace(/^organisations$/, swapTwo),
  'a misspelt office': replace(/^(visit\.office|people\.roles\.office|registers\.offices)$/, swapTwo),
  'a misspelt source': replace(/^(sources|sources\.id|dates\.sources)$/, swapTwo),
  'a dangling link': replace(/^(related|outcome|supersedes)$/, swapTwo),
  'an unknown country': replace(
    /^(countries|visit\.host|visit\.from|people\.country|registers\.counterpart)$/,
    () => 'QQ',
  ),
  'a country in small letters': replace(/^(countries|visit\.host|places\.country)$/, (old) =>
    old.toLowerCase(),
  ),
  'a kind that there is not': replace(/^kind$/, swapTwo),
  'a standing that there is not': replace(/^standing$/, () => 'certain'),
  'a day that does not exist': replace(/^(published|added|checked)$/, () => '2026-02-30'),
  'a day in words': replace(/^published$/, () => 'yesterday'),
  'an event date that is none': replace(/^(dates|dates\.edtf|dated)$/, () => '2025-13-01'),
  'ends exchanged': replace(/^(dates|dates\.edtf)$/, (old) =>
    /^[\d-]+\/[\d-]+$/.test(old) ? old.split('/').reverse().join('/') : undefined,
  ),
  'a weight out of bounds': replace(/^weight$/, () => '17'),
  'a number for a text': replace(/^(title|statement|name|publisher)$/, () => '2024'),
  'a text for a list': (text, pick) => {
    const at = pick([...text.matchAll(/^( *)(topics|countries|people): \[[^\]\n]*\]$/gm)]);
    if (!at) return undefined;
    const content = `${text.slice(0, at.index)}${at[1]}${at[2]}: some words${text.slice(at.index + at[0].length)}`;
    return { content, lines: [lineAt(text, at.index)] };
  },
  'the wrong direction': replace(/^visit\.direction$/, (old) =>
    old === 'to-region' ? 'from-region' : 'to-region',
  ),
  'an empty value': replace(/^(title|statement|published|standing|kind|name)$/, () => ''),
  'a text that is too long': replace(/^(title|name)$/, () => 'long '.repeat(60)),
  'a control character': replace(/^(title|name)$/, () => '"a\\u0007b"'),
  'an alias from nowhere': replace(/^(title|name)$/, () => '*nowhere'),
  'a tag': replace(/^(title|name)$/, (old) => `!secret ${JSON.stringify(old)}`),
  'a second colon': replace(/^title$/, () => 'One: two'),
  'a forgotten quote': replace(/^(title|name)$/, (old) => `"${old.replaceAll('"', '')}`),
  'a misspelt key': (text, pick) => {
    const field = pick(fields(text));
    if (!field) return undefined;
    const end = field.keyFrom + field.key.length;
    const content = `${text.slice(0, field.keyFrom)}${swapTwo(field.key)}${text.slice(end)}`;
    return { content, lines: [lineAt(text, field.keyFrom)] };
  },
  'a needed key left out': (text, pick) => {
    const needed =
      /^(title|kind|statement|standing|published|publisher|grade|until|added|checked|by|zone|about|owner)$/;
    const field = pick(
      fields(text).filter(({ path, from, to }) => needed.test(path) && ownLine(text, from, to)),
    );
    if (!field) return undefined;
    const start = text.lastIndexOf('\n', field.from) + 1;
    const end = text.indexOf('\n', field.to) + 1;
    return { content: text.slice(0, start) + text.slice(end), lines: [field.itemLine] };
  },
  'an id that stands twice': (text, pick) => {
    const ids = fields(text).filter(
      ({ path, key }) => key === 'id' && /^((people|offices|topics|places|countries)\.)?id$/.test(path),
    );
    const field = pick(ids);
    const other = pick(ids.filter(({ path, value }) => path === field?.path && value !== field.value));
    if (!field || !other) return undefined;
    // The second of the two is at fault, and where the old id was used, that is now unknown.
    return { content: put(text, field, other.value), lines: [Math.max(field.line, other.line)] };
  },
  'a key that stands twice': (text, pick) => {
    const field = pick(fields(text).filter(({ from, to }) => ownLine(text, from, to)));
    if (!field) return undefined;
    const start = text.lastIndexOf('\n', field.from) + 1;
    const end = text.indexOf('\n', field.to) + 1;
    const line = text.slice(start, end);
    return { content: text.slice(0, end) + line + text.slice(end), lines: [field.line + 1] };
  },
  'a tab for indentation': (text, pick) => {
    const at = pick([...text.matchAll(/^ +(?=[a-z]+: )/gm)]);
    if (!at) return undefined;
    return {
      content: `${text.slice(0, at.index)}\t${text.slice(at.index + at[0].length)}`,
      lines: [lineAt(text, at.index)],
    };
  },
  'bytes that are not UTF-8': (text, pick) => {
    const field = pick(fields(text));
    if (!field) return undefined;
    const bytes = Buffer.from(`${text.slice(0, field.from)}\u0001${text.slice(field.from)}`);
    bytes[bytes.indexOf(1)] = 0xff;
    return { content: bytes, lines: [field.line] };
  },
  'nothing left in the file': () => ({ content: '', lines: [1] }),
};

function ownLine(text: string, from: number, to: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', from) + 1, text.indexOf('\n', to));
  return /^ {1,6}[a-z]+: \S/.test(line) && !line.includes('{');
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
