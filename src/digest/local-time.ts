const day = 86_400_000;

/** Making a formatter costs more than a thousand uses of it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of an IANA zone read at an instant, as the milliseconds at which clocks on UTC read the same. */
export function wallAt(zone: string, instant: number): number {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    formatters.set(zone, formatter);
  }
  return Date.parse(`${formatter.format(instant).replace(' ', 'T')}Z`);
}

/**
 * The first instant at which the clocks of a zone read `wall` or have passed it: in a gap the first valid instant
 * after, in an overlap the first of two. Takes no two clock changes within two days.
 */
export function firstReading(zone: string, wall: number): number {
  const before = offsetAt(zone, wall - day);
  const after = offsetAt(zone, wall + day);
  if (before === after) return wall - before;
  const change = changeBetween(zone, wall - day, wall + day);
  return wall - before < change ? wall - before : Math.max(change, wall - after);
}

/** Milliseconds ahead of UTC. `instant` is cut to its second. */
export function offsetAt(zone: string, instant: number): number {
  const second = Math.floor(instant / 1000) * 1000;
  return wallAt(zone, second) - second;
}

/** The first instant of another offset than at `from`. `to` has another one. */
export function changeBetween(zone: string, from: number, to: number): number {
  const offset = offsetAt(zone, from);
  let same = from;
  let other = to;
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (offsetAt(zone, middle) === offset) same = middle;
    else other = middle;
  }
  return other;
}
