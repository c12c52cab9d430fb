import type { ArticleAbout } from '../../domain/import.ts';
import { shortLine } from '../../domain/text.ts';
import { cleanUrl, plausibleCanonical } from '../../http/addresses.ts';
import { readDate } from '../dates/relative.ts';
import { asAuthor, linkedArticle, unescaped } from './article.ts';
import type { PageElement } from './measure-html.ts';

const dateNames = [
  'article:published_time',
  'og:article:published_time',
  'datepublished',
  'dc.date.issued',
  'dcterms.created',
  'dc.date',
  'parsely-pub-date',
  'sailthru.date',
  'publish-date',
  'pubdate',
  'date',
];
/** Elements that hold the publication date, before those that hold any date. */
const dateElements = [
  'time[itemprop="datePublished"]',
  '[itemprop="datePublished"]',
  'time[pubdate]',
  'article time',
  'time',
];
const opinionWords = /\b(opinion|op-ed|commentary|column|analysis|editorial|viewpoint|perspectives?)\b/i;

/** Metadata of a page's article. Call it before Readability, which modifies the document. */
export function pageFacts(document: PageElement, url: string): ArticleAbout {
  const metas = metaTable(document);
  const linked = linkedArticle(document);
  const first = (selector: string) => [...document.querySelectorAll(selector)][0];
  const publication = firstLine(
    [metas.get('og:site_name'), ...(linked?.publisher ?? []), metas.get('application-name')],
    120,
  );
  const title = firstLine([metas.get('og:title'), linked?.headline, metas.get('twitter:title')], 300);
  const bylines = ['[rel="author"]', '[itemprop="author"]', '.author-name', '.byline'].map(first);
  const author = firstLine(
    [
      linked?.author.join(', '),
      metas.get('author'),
      metas.get('article:author'),
      ...bylines.map((one) => one?.textContent),
    ].map(asAuthor),
    120,
  );
  const dated = firstDate([
    linked?.datePublished,
    ...dateNames.map((name) => metas.get(name)),
    linked?.dateCreated,
    ...dateElements.flatMap((selector) => dateTexts(first(selector))),
  ]);
  const language = [first('html')?.getAttribute('lang'), linked?.inLanguage, metas.get('og:locale')]
    .map(asLanguage)
    .find(Boolean);
  const canonical =
    plausibleCanonical(first('link[rel="canonical"]')?.getAttribute('href') ?? undefined, url) ??
    plausibleCanonical(metas.get('og:url'), url) ??
    cleanUrl(url);
  const section = [
    ...(linked?.types ?? []).map((type) => type.replace('NewsArticle', '')),
    metas.get('article:section') ?? '',
    new URL(url).pathname.replaceAll('/', ' '),
  ];
  return {
    ...(title && { title: withoutSite(unescaped(unescaped(title)), publication) }),
    ...(author && { author }),
    ...(publication && { publication }),
    ...(dated && { dated }),
    ...(canonical && { url: canonical }),
    ...(language && { language }),
    opinion: section.some((words) => opinionWords.test(words)),
  };
}

/** By `name`, `property` or `itemprop` in lower case; the first of each wins. */
function metaTable(document: PageElement): Map<string, string> {
  const table = new Map<string, string>();
  for (const meta of document.querySelectorAll('meta[content]')) {
    const name = meta.getAttribute('property') ?? meta.getAttribute('name') ?? meta.getAttribute('itemprop');
    const key = name?.toLowerCase().trim();
    if (key && !table.has(key)) table.set(key, meta.getAttribute('content') ?? '');
  }
  return table;
}

const firstLine = (texts: readonly (string | null | undefined)[], max: number) =>
  texts.map((text) => shortLine(text, max)).find(Boolean);

/**
 * The first date that is given. An instant in UTC may lie on the next day of the site's own clock: then another date of
 * the page, a day beside it and written for its readers, is the day of the article.
 */
function firstDate(texts: readonly (string | null | undefined)[]): string | undefined {
  const given = texts.flatMap((text) => {
    const edtf = readDate(text ?? '');
    return edtf === undefined ? [] : [{ edtf, isUtc: /T[\d:.]+(?:Z|\+00:?00)$/i.test((text ?? '').trim()) }];
  });
  const [first] = given;
  if (!first?.isUtc) return first?.edtf;
  const local = given.find(
    ({ edtf, isUtc }) => !isUtc && Math.abs(Date.parse(edtf) - Date.parse(first.edtf)) === 86_400_000,
  );
  return (local ?? first).edtf;
}

const dateTexts = (element: PageElement | undefined) => [
  element?.getAttribute('datetime'),
  element?.getAttribute('content'),
  element?.textContent,
];

function asLanguage(text: string | null | undefined): string | undefined {
  const tag = text?.trim().replaceAll('_', '-') ?? '';
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag) && tag.length <= 35 ? tag : undefined;
}

/** Removes the site's name from the end of a title. */
function withoutSite(title: string, publication: string | undefined): string {
  const cut = title.replace(/ [-–—|·»:] [^-–—|·»]{2,60}$/, '');
  const tail = title.slice(cut.length).toLowerCase();
  return publication && cut !== '' && tail.endsWith(publication.toLowerCase()) ? cut : title;
}
