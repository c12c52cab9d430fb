const longest = 64;
/** Room for `-2` and so on. */
const spare = 4;

/** An id from a title: its words in plain small letters, joined by hyphens, whole words only. `entry` when none is left. */
export function idFrom(title: string): string {
  const words =
    title
      .normalize('NFKD')
      .replace(/[\p{M}'’‘ʻʼ`]/gu, '')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  let id = '';
  for (const word of words) {
    const longer = id === '' ? word.slice(0, longest - spare) : `${id}-${word}`;
    if (longer.length > longest - spare) break;
    id = longer;
  }
  return id || 'entry';
}

/** The first of `id`, `id-2`, `id-3` … that is not taken: an id is never used again. */
export async function freeId(id: string, isTaken: (id: string) => Promise<boolean>): Promise<string> {
  for (let n = 1; ; n += 1) {
    const tried = n === 1 ? id : `${id}-${n}`;
    if (!(await isTaken(tried))) return tried;
  }
}
