import { countryName, isCovered, nameOf } from '../domain/desk-names.ts';
import type { Block } from '../domain/reply.ts';
import type { Edition } from './compose.ts';

/** How a week divides: new entries by country of the desk and by topic, the most first. An entry counts in each of its own. */
export function roundup({ desk, news }: Edition): Block[] {
  const countries = news.flatMap(({ body }) => body.countries.filter((code) => isCovered(desk, code)));
  const topics = news.flatMap(({ body }) => body.topics);
  const fields = [
    ['By country', counts(countries, (code) => countryName(desk, code))],
    ['By topic', counts(topics, (id) => nameOf(desk, 'topics', id))],
  ] as const;
  const items = fields.flatMap(([label, value]) => (value ? [{ label, value: [{ text: value }] }] : []));
  return items.length > 0 ? [{ type: 'fields', items }] : [];
}

function counts(ids: readonly string[], name: (id: string) => string): string {
  return [...Map.groupBy(ids, (id) => id)]
    .map(([id, all]) => ({ name: name(id), n: all.length }))
    .sort((a, b) => b.n - a.n || a.name.localeCompare(b.name, 'en'))
    .map((each) => `${each.name} ${each.n}`)
    .join(', ');
}
