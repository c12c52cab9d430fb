import { isCollection, isMap, isScalar, isSeq, type Node } from 'yaml';

/**
 * Offset of what stands at `path`, or of the nearest part above it. A text or number is pointed at itself, a list
 * or group at its key, because its own beginning may be a line further down. `end: 'key'` points at the key always.
 */
export function locate(
  root: Node | null,
  path: readonly PropertyKey[],
  end: 'value' | 'key' = 'value',
): number {
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
