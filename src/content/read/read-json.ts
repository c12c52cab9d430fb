import type { Node } from 'jsonc-parser';
import json from 'jsonc-parser';
import { type Finding, mostFindings, quotedValue, type Spot } from '../check/fault.ts';
import type { SpotOf } from './file-kind.ts';
import { addEntry, type ReadEntries, readEntry } from './shape.ts';
import { tooComplex } from './yaml-faults.ts';

/**
 * Reads entries as `deskwire export --format json` writes them: a list, or one entry by itself; in steps of an entry.
 * Never throws.
 */
export function* readJson(text: string): Generator<void, ReadEntries> {
  try {
    return yield* readTree(text);
  } catch (error) {
    // The parser recurses: that is about the input, not about us.
    if (error instanceof RangeError) return unreadable(tooComplex('nested too deeply', 1));
    throw error;
  }
}

function* readTree(text: string): Generator<void, ReadEntries> {
  const spotAt = spots(text);
  const errors: json.ParseError[] = [];
  const root = json.parseTree(text, errors, { disallowComments: true });
  const [error] = errors;
  if (!root || error) {
    const what = `the JSON cannot be read from here: ${faultWords(error)}`;
    const fix = 'look at commas, quotes and brackets before this place';
    return unreadable({ ...spotAt(error?.offset ?? 0), code: 'json_syntax', what, fix });
  }
  const repeated = repeatedKeys(root, spotAt);
  if (repeated.length > 0) return { entries: [], partly: [], findings: repeated };
  const list = root.type === 'array' ? (root.children ?? []) : [root];
  const found: ReadEntries = { entries: [], partly: [], findings: [] };
  for (const node of list) {
    if (found.findings.length >= mostFindings) break;
    yield;
    const spot: SpotOf = (path, end) => spotAt(nearest(node, path, end));
    const { type, ...raw } = Object(json.getNodeValue(node)) as Record<string, unknown>;
    addEntry(found, readEntry(type, raw, spot));
  }
  return found;
}

const unreadable = (finding: Finding) => ({ entries: [], partly: [], findings: [finding] });

/** `CommaExpected` as words. */
const faultWords = (error: json.ParseError | undefined): string =>
  (error ? json.printParseErrorCode(error.error) : 'it is empty')
    .replace(/(?<=.)[A-Z]/g, (letter) => ` ${letter}`)
    .toLowerCase();

/** JSON itself takes the last of two; an editor meant one of them. */
function repeatedKeys({ type, children = [] }: Node, spotAt: (offset: number) => Spot): Finding[] {
  const seen = new Set<string>();
  return children.flatMap((child) => {
    const inner = repeatedKeys(child, spotAt);
    if (type !== 'object') return inner;
    const key = String(child.children?.[0]?.value);
    const at = { ...spotAt(child.offset), path: key };
    const isRepeated = seen.has(key);
    seen.add(key);
    if (key === '__proto__')
      return {
        ...at,
        code: 'unknown_key' as const,
        what: `unknown key ${quotedValue(key)}`,
        fix: 'remove it',
      };
    if (!isRepeated) return inner;
    const what = `the key ${quotedValue(key)} stands here a second time`;
    return { ...at, code: 'json_duplicate_key' as const, what, fix: 'keep one of the two' };
  });
}

/** Offset of what stands at `path` below `node`, or of the nearest part above it. */
function nearest(node: Node, path: readonly PropertyKey[], end: 'value' | 'key' = 'value'): number {
  for (let length = path.length; length > 0; length -= 1) {
    const found = json.findNodeAtLocation(node, path.slice(0, length) as (string | number)[]);
    if (found) return (end === 'key' && found.parent?.type === 'property' ? found.parent : found).offset;
  }
  return node.offset;
}

/** Line and column of an offset. */
function spots(text: string): (offset: number) => Spot {
  const begins = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (offset) => {
    let [low, high] = [0, begins.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((begins[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (begins[low] as number) + 1 };
  };
}
