import type { ArticleAbout, ProposedClaim } from '../../src/domain/import.ts';

/** The source as its form would be filled in. Its grade is the editor's to give. */
export function sourceValues(about: ArticleAbout): Record<string, string> {
  return filled({
    ...{ title: about.title, publisher: about.publication ?? hostOf(about.url), author: about.author },
    ...{ kind: about.opinion ? 'opinion' : 'press', grade: 'F', url: about.url, dated: about.dated },
  });
}

/** The brief of the article: what it says of itself, and nothing of its words. */
export function briefValues(about: ArticleAbout, source: string): Record<string, string> {
  return filled({
    ...{ title: about.title, kind: about.opinion ? 'opinion' : 'news', author: about.author },
    ...{ dated: about.dated, source },
  });
}

/** A fact without its statement: that is written by the editor, beside the sentence. */
export function factValues(
  claim: ProposedClaim,
  about: ArticleAbout,
  source: string,
): Record<string, string> {
  const { kind, standing, dates, people, countries, places, organisations, topics } = claim;
  return filled({
    ...{ kind, standing, date: dates[0] ?? about.dated, source, topic: topics.join(', ') },
    ...{ person: people.join(', '), country: countries.join(', ') },
    ...{ place: places.join(', '), organisation: organisations.join(', ') },
  });
}

const filled = (values: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])));

const hostOf = (url: string | undefined) =>
  url === undefined ? undefined : URL.parse(url)?.hostname.replace(/^www\./, '');

/** `steppe-courier-2026-03-18`: who published it and when, as an id. */
export function sourceId(about: ArticleAbout): string {
  const words = about.publication ?? hostOf(about.url) ?? about.author ?? 'article';
  const plain = words.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const day = /^\d{4}(-\d\d){0,2}/.exec(about.dated ?? '')?.[0];
  return [slug.replace(/-+$/, '') || 'article', day].filter(Boolean).join('-');
}
