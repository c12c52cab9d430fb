import type { Desk } from './desk.ts';

let regions: Intl.DisplayNames | undefined;

/** The desk's name for a country, or the usual English one for a country the desk does not list. */
export function countryName(desk: Desk, code: string): string {
  const listed = desk.definition.countries.find(({ id }) => id === code);
  if (listed) return listed.name;
  // Built on first use: its tables take a millisecond that most answers need not pay.
  regions ??= new Intl.DisplayNames(['en-GB'], { type: 'region', fallback: 'code' });
  return regions.of(code) ?? code;
}

/** The name as it stands inside a sentence: `the United States`. */
export function theCountry(desk: Desk, code: string): string {
  return countryName(desk, code).replace(/^United /, 'the United ');
}

/** True for a country the desk writes about, not only one it deals with. */
export function isCovered(desk: Desk, code: string): boolean {
  return desk.definition.countries.some(({ id, covered }) => id === code && covered);
}

/** True for a country outside the desk that its entries may name, such as a power it deals with. */
export function isCounterpart(desk: Desk, code: string): boolean {
  return desk.definition.countries.some(({ id, covered }) => id === code && !covered);
}

export type NamedList = 'people' | 'offices' | 'topics' | 'organisations' | 'places';

/** The name under which the desk lists `id`, or the id itself when the list has lost it. */
export function nameOf(desk: Desk, list: NamedList, id: string): string {
  const items: readonly { id: string; name: string }[] = desk.definition[list];
  return items.find((item) => item.id === id)?.name ?? id;
}

/** `a`, `a and b`, `a, b and c` */
export function inWords(items: readonly string[], last = 'and'): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}
