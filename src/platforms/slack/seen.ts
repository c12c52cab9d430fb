/** Enough for the few seconds in which something arrives a second time. */
const kept = 1000;

/** True for an id the first time. It spares the work; what must not happen twice is claimed in the store. */
export function createSeen(): (id: string) => boolean {
  const ids = new Set<string>();
  return (id) => {
    if (id === '') return true;
    if (ids.has(id)) return false;
    ids.add(id);
    if (ids.size > kept) ids.delete(ids.values().next().value!);
    return true;
  };
}
