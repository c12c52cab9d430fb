import { assertNever } from '../domain/assert-never.ts';
import { count } from '../domain/day.ts';
import type { Desk } from '../domain/desk.ts';
import { countryName, inWords, nameOf } from '../domain/desk-names.ts';
import type { Ruling } from '../domain/edition.ts';
import type { Filter } from '../domain/subscription.ts';
import { aheadDays } from './gather.ts';

/** Why a publication is in an edition or is not, as a sentence without its beginning: `left out: …`. */
export function explain(
  { rule, with: other }: Ruling,
  { desk, filter, rulings }: { desk: Desk; filter: Filter; rulings: readonly Ruling[] },
): string {
  const its = other ? ` ${other}` : ' another entry';
  switch (rule) {
    case 'news':
      return 'shown: it was published since the digest before';
    case 'change':
      return 'shown under “Corrected and superseded”: it changed, or replaced another, since the digest before';
    case 'ahead':
      return `shown under “Ahead”: its date lies in the next ${aheadDays} days`;
    case 'start':
      return `shown: the first digest has ${startWords(rulings)}`;
    case 'counted':
      return 'counted, not listed: weightier entries of the digest took the room';
    case 'folded':
      return `${leadWords(other, rulings)}${its}, which tells the same event`;
    case 'replaced':
      return `shown with${its}, which replaces it`;
    case 'same-entry':
      return 'shown once: another publication of the same entry decided';
    case 'outweighed':
      return `left out: the first digest has ${startWords(rulings)}`;
    case 'topic':
      return `left out: it is not on ${names(filter.topics, (id) => nameOf(desk, 'topics', id))}`;
    case 'country':
      return `left out: it is not about ${names(filter.countries, (id) => countryName(desk, id))}`;
    case 'retracted-before':
      return 'left out: it was retracted before the digest was composed';
    case 'superseded-before':
      return `left out: it was superseded${other ? ` by ${other}` : ''} before the digest was composed`;
    case 'never-shown':
      return 'left out: it was retracted, and this channel was never shown it';
    case 'undone':
      return 'left out: what was announced was taken back before the digest was composed';
    case 'not-visible':
      return 'left out: it was withdrawn, or is not for everyone in a channel to see';
    default:
      return assertNever(rule);
  }
}

/** What is told in the item of another entry shares its fate. */
function leadWords(lead: string | undefined, rulings: readonly Ruling[]): string {
  const own = rulings.filter(({ entry }) => entry === lead).map(({ rule }) => rule);
  if (own.includes('counted')) return 'counted, not listed, with';
  return own.includes('ahead') ? 'left to “Ahead”, which shows' : 'shown with';
}

/** A first digest rules on each entry that it chose from. */
function startWords(rulings: readonly Ruling[]): string {
  const shown = rulings.filter(({ rule }) => rule === 'start').length;
  if (shown === rulings.length) return `what there was, ${count(shown, 'entry', 'entries')}`;
  return `the ${shown} weightiest of the newest ${rulings.length} entries`;
}

const names = (ids: readonly string[], name: (id: string) => string) => inWords(ids.map(name), 'or');
