import { formatDay } from '../domain/day.ts';
import type { EntryBody } from '../domain/entry.ts';
import { handlings } from '../domain/vocabulary.ts';

const mark = ({ handling }: EntryBody) => handlings.indexOf(handling);
const heldUntil = ({ embargo }: EntryBody) => (embargo === undefined ? 0 : Date.parse(embargo));

/**
 * Why an entry may not take the place of an older one: whoever may see the older one would lose it, be told that a newer
 * one is there, and not find that; or each would take the place of the other. Both in their own states.
 */
export function whyNotInstead(newer: EntryBody, older: EntryBody, now: Date): string | undefined {
  const [one, other] = [newer.id, older.id];
  if (older.supersedes === newer.id)
    return `${other} takes the place of ${one} already. Undo that first: /deskwire undo ${other}.`;
  if (older.state === 'draft' || older.state === 'in review' || older.state === 'retracted') return undefined;
  if (mark(newer) > mark(older))
    return `${other} is ${older.handling} and ${one} ${newer.handling}: readers would lose the one and not see the other. Let as many see ${one}, or correct ${other}.`;
  if (heldUntil(newer) > Math.max(now.getTime(), heldUntil(older))) {
    const until = `${formatDay((newer.embargo ?? '').slice(0, 10))}, ${newer.embargo?.slice(11, 16)} UTC`;
    return `${one} is under embargo until ${until}: it can take the place of ${other} from then on.`;
  }
  return undefined;
}
