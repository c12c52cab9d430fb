/** Ids of items in text that may be too broken to parse: `- id: x` and `id: x` at the depth of an item. */
export function idsIn(bytes: Uint8Array): Set<string> {
  const text = new TextDecoder().decode(bytes.subarray(0, 1_000_000));
  return new Set([...text.matchAll(/^(?:- +| {2}|)id: *["']?([a-z0-9-]+)/gm)].map((match) => match[1]!));
}
