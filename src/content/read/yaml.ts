import { load } from 'js-yaml';
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
import { type Finding, quotedValue, type Spot } from '../check/fault.ts';
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
 * `skipped` lines stand before `text` in its file. `again` gives the text once more when a place is asked for, so that
 * nobody need hold it until then. Never throws.
 */
export function readYaml(text: string, skipped = 0, again = () => text): YamlReading {
  const plain = readPlain(text);
  if (!plain) return readWithPlaces(text, skipped);
  let placed: YamlReading | undefined;
  return {
    ok: true,
    document: {
      value: plain.value,
      spot(path, end) {
        // Nothing of what limits are for can be in it.
        placed ??= parseWithPlaces(again(), skipped);
        return placed.ok ? placed.document.spot(path, end) : { line: 1 + skipped, column: 1 };
      },
    },
  };
}

/**
 * What the fast parser reads otherwise than the one that knows places, or what only that one has rules for: control
 * characters, tabs, documents, directives, anchors, aliases, tags, explicit and merged keys, indentation by number.
 */
const unusual: readonly RegExp[] = [
  /[^\n\x20-\x7e\xa0-\u167f\u1681-\u1fff\u200b-\u2027\u2030-\ud7ff\ue000-\ufefe\uff00-\uffff\ud800-\udfff]/,
  /(?:---|\.\.\.|%)(?<=^\s*(?:---|\.\.\.|%))/m,
  /[&*!?](?<=(?:^|[[{,:?-])\s*.)/m,
  /[|>](?:(?<=(?:^|[[{,])\s*.)|[-+]?\d)/m,
  / {200}|__proto__|<</,
];
/** A quoted text with something right behind it, which the fast parser lets pass. */
const afterQuote = /(?:^|[[{,]|[-:]\s)\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[^\s,\]}:]/ms;
const plainKey = /^(?!(?:true|false|null|nan|infinity)$)[a-z_][\w-]*$/i;
/** Real entries nest six deep, and a megabyte of them has eighty thousand parts. */
const plainDepth = 30;
const mostParts = 150_000;

/**
 * The value of a text without faults or rarities, eleven times as fast as with places; undefined where the other
 * reader has to look. What both read they read alike.
 */
function readPlain(text: string): { value: unknown } | undefined {
  const lines = text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
  if (unusual.some((found) => found.test(lines)) || afterQuote.test(lines)) return undefined;
  try {
    const value = load(lines, { maxDepth: plainDepth });
    return isPlain(value, { left: mostParts }) ? { value: inOwnStrings(value) } : undefined;
  } catch {
    // Whatever is wrong with it, the other reader finds it too, and names it.
    return undefined;
  }
}

/** Each string that was cut out of a text keeps the whole text in memory for as long as it lives itself. */
const inOwnStrings = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null');

/** Keys that are not texts, and numbers at the edge of what a number can be, are not read alike. */
function isPlain(value: unknown, parts: { left: number }): boolean {
  parts.left -= 1;
  if (parts.left < 0) return false;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value === 'string') return !/^[-+]?(?:[\d.]+e|\d{300})/i.test(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every((item) => isPlain(item, parts));
  return Object.entries(value).every(([key, inner]) => plainKey.test(key) && isPlain(inner, parts));
}

/** The same with the place of every part, and with all that is wrong where something is. Never throws. */
export function readWithPlaces(text: string, skipped = 0): YamlReading {
  const limit = overLimit(text);
  return limit
    ? { ok: false, findings: [{ ...limit, line: limit.line + skipped }] }
    : parseWithPlaces(text, skipped);
}

function parseWithPlaces(text: string, skipped: number): YamlReading {
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
        what: `${quotedValue(text.slice(warning.pos[0], warning.pos[1]))} is a YAML tag or directive, which is not used here`,
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
    what: `${quotedValue(`*${name}`)} refers to a name that is given nowhere before it`,
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
        {
          ...spot,
          code: 'unknown_key',
          path: name,
          what: `unknown key ${quotedValue(name)}`,
          fix: 'remove it',
        },
      ];
    }
    if (before === undefined) return [];
    return [
      {
        ...spot,
        code: 'yaml_duplicate_key',
        path: name,
        what: `the key ${quotedValue(name)} stands here a second time; the first is on line ${before}`,
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
