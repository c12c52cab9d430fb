import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import { type Finding, type Spot, shown } from '../check/fault.ts';
import { overLimit, tooComplex, yamlFindings } from './yaml-faults.ts';

/** The value of one YAML document, and where each part of it stands. */
export interface YamlDocument {
  value: unknown;
  /** Where `path` stands: its key, or the nearest part that there is. `key`: of that key itself. */
  spot(path: readonly PropertyKey[], end?: 'value' | 'key'): Spot;
}

type YamlReading = { ok: true; document: YamlDocument } | { ok: false; findings: Finding[] };

/** An anchor saves typing now and then; more than this is a way to make a small file large. */
const maxAliases = 50;

/**
 * Reads one YAML 1.2 document of the core schema: no tags of its own, no second document, no repeated keys.
 * `skipped` lines stand before `text` in its file. Never throws.
 */
export function readYaml(text: string, skipped = 0): YamlReading {
  const limit = overLimit(text);
  if (limit) return { ok: false, findings: [{ ...limit, line: limit.line + skipped }] };
  const counter = new LineCounter();
  const spotAt = (offset: number): Spot => {
    const { line, col } = counter.linePos(Math.min(offset, text.length));
    return { line: Math.max(1, line) + skipped, column: Math.max(1, col) };
  };
  try {
    const document = parseDocument(text, {
      lineCounter: counter,
      prettyErrors: false,
      version: '1.2',
      schema: 'core',
      stringKeys: true,
      resolveKnownTags: false,
      // Done below: the parser compares every key with every other one.
      uniqueKeys: false,
      // Not 'silent': that would let a second document pass without a word.
      logLevel: 'error',
    });
    const unskipped = (offset: number) => ({ ...spotAt(offset), line: spotAt(offset).line - skipped });
    const faults = yamlFindings(text, document.errors, unskipped).map((finding) => ({
      ...finding,
      line: finding.line + skipped,
    }));
    for (const warning of document.warnings) {
      faults.push({
        ...spotAt(warning.pos[0]),
        code: 'yaml_tag',
        what: `${shown(text.slice(warning.pos[0], warning.pos[1]))} is a YAML tag or directive, which is not used here`,
        fix: 'remove it; put text that begins with ! or % in quotes',
      });
    }
    if (faults.length === 0) faults.push(...nodeFindings(document.contents, spotAt));
    if (faults.length > 0) return { ok: false, findings: faults };
    const value: unknown = document.toJS({ maxAliasCount: maxAliases });
    const root = document.contents;
    return { ok: true, document: { value, spot: (path, end) => spotAt(locate(root, path, end)) } };
  } catch (error) {
    // The parser recurses, and resolving aliases may refuse: both are about the input, not about us.
    if (error instanceof RangeError)
      return { ok: false, findings: [tooComplex('nested too deeply', 1 + skipped)] };
    if (error instanceof ReferenceError) return { ok: false, findings: [aliasFinding(spotAt(0))] };
    throw error;
  }
}

function unknownAlias(spot: Spot, name: string): Finding {
  return {
    ...spot,
    code: 'yaml_alias',
    what: `${shown(`*${name}`)} refers to a name that is given nowhere before it`,
    fix: 'put the text in quotes if it is meant as it stands',
  };
}

function aliasFinding(spot: Spot): Finding {
  return {
    ...spot,
    code: 'yaml_alias',
    what: 'the file repeats parts of itself by aliases (*name) too often, or in a circle',
    fix: 'write the text out where it is needed; put text that begins with * or & in quotes',
  };
}

function nodeFindings(root: Node | null, spotAt: (offset: number) => Spot): Finding[] {
  const findings: Finding[] = [];
  const anchors = new Set<string>();
  let aliases = 0;
  visit(root, (_, node, ancestors) => {
    if (!isNode(node)) return;
    const offset = node.range?.[0] ?? 0;
    if (!isAlias(node) && node.anchor !== undefined) anchors.add(node.anchor);
    if (isAlias(node)) {
      aliases += 1;
      if (!anchors.has(node.source)) findings.push(unknownAlias(spotAt(offset), node.source));
      const circle = ancestors.some(
        (ancestor) => isNode(ancestor) && !isAlias(ancestor) && ancestor.anchor === node.source,
      );
      if (circle || aliases === maxAliases + 1) findings.push(aliasFinding(spotAt(offset)));
    }
    if (isMap(node)) findings.push(...repeatedKeys(node.items, spotAt));
    return findings.length > 20 ? visit.BREAK : undefined;
  });
  return findings;
}

function repeatedKeys(pairs: readonly { key: unknown }[], spotAt: (offset: number) => Spot): Finding[] {
  const seen = new Map<string, number>();
  return pairs.flatMap(({ key }): Finding[] => {
    if (!isScalar(key)) return [];
    const name = String(key.value);
    const spot = spotAt(key.range?.[0] ?? 0);
    const before = seen.get(name);
    seen.set(name, before ?? spot.line);
    if (name === '__proto__') {
      return [
        { ...spot, code: 'unknown_key', path: name, what: `unknown key ${shown(name)}`, fix: 'remove it' },
      ];
    }
    if (before === undefined) return [];
    return [
      {
        ...spot,
        code: 'yaml_duplicate_key',
        path: name,
        what: `the key ${shown(name)} stands here a second time; the first is on line ${before}`,
        fix: 'keep one of the two; a new list item begins with "- "',
      },
    ];
  });
}

/**
 * Offset of what stands at `path`, or of the nearest part above it. A text or number is pointed at itself, a list
 * or group at its key, because its own beginning may be a line further down. `end: 'key'` points at the key always.
 */
function locate(root: Node | null, path: readonly PropertyKey[], end: 'value' | 'key' = 'value'): number {
  let node: unknown = root;
  let offset = start(root);
  for (const [index, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) return offset;
      const key = start(pair.key);
      node = pair.value;
      const last = index === path.length - 1;
      const written = isScalar(node) && node.value !== null && node.range && node.range[1] > node.range[0];
      offset = written && !(last && end === 'key') ? start(node) : key;
    } else if (isSeq(node) && typeof step === 'number') {
      const item = node.items[step];
      if (item === undefined) return offset;
      node = item;
      offset = start(item);
    } else {
      return offset;
    }
  }
  return offset;
}

function start(node: unknown): number {
  if (isScalar(node) || isCollection(node)) return node.range?.[0] ?? 0;
  return (node as { range?: [number] } | null)?.range?.[0] ?? 0;
}
