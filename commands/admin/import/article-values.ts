import type { Desk } from '../../../src/domain/desk.ts';
import type { ArticleAbout, ProposedClaim } from '../../../src/domain/import.ts';
import type { Source } from '../../../src/domain/sources/source.ts';

/** What a source of this article would be: of a kind and grade with the last one of its publisher. */
export function usualSource(about: ArticleAbout, desk: Desk, known?: Source): UsualSource {
  if (known) return known;
  const publisher = shortened(about.publication ?? hostOf(about.url) ?? about.author ?? 'not known', 120);
  const same = desk.sources.filter((source) => source.publisher.toLowerCase() === publisher.toLowerCase());
  const last = same.toSorted((a, b) => (a.added < b.added ? -1 : 1)).at(-1);
  return {
    title: shortened(about.title ?? about.url ?? publisher, 200),
    publisher,
    kind: about.opinion ? 'opinion' : (last?.kind ?? 'press'),
    grade: last?.grade ?? 'F',
    url: about.url,
  };
}

type UsualSource = Pick<Source, 'title' | 'publisher' | 'kind' | 'grade'> & { url?: string | undefined };

const shortened = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;

/** The source as its form would be filled in. */
export function sourceValues(about: ArticleAbout, desk: Desk): Record<string, string> {
  const { title, publisher, kind, grade } = usualSource(about, desk);
  return filled({
    title,
    publisher,
    kind,
    grade,
    url: about.url,
    dated: about.dated,
    author: about.author && shortened(about.author, 120),
  });
}

/** The brief of the article: what it says of itself, and nothing of its words. */
export function briefValues(about: ArticleAbout, source: string): Record<string, string> {
  return filled({
    title: about.title,
    kind: about.opinion ? 'opinion' : 'news',
    author: about.author,
    dated: about.dated,
    source,
  });
}

/** A fact without its statement: that is written by the editor, beside the sentence. */
export function factValues(claim: ProposedClaim, about: ArticleAbout, source: string) {
  const { kind, standing, dates, people, countries, places, organisations, topics } = claim;
  // What is planned comes after the article.
  const undated = kind === 'plan' ? about.dated?.replace(/^[\d-]{4,10}$/, '[$&..]') : about.dated;
  return filled({
    kind,
    standing,
    date: dates[0] ?? undated,
    source,
    topic: topics.join(', '),
    person: people.join(', '),
    country: countries.join(', '),
    place: places.join(', '),
    organisation: organisations.join(', '),
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
