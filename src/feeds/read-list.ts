import { type Opml, parseOpml } from 'feedsmith';
import { mostFeeds, type NamedFeed } from '../domain/feed.ts';
import { lineOf, webAddress } from './plain-values.ts';

type Outline = Opml.Outline<string>;

/** The feeds of an OPML document, each address once, whatever folders they are in. Throws where it is none. */
export function readList(text: string, base: string): NamedFeed[] {
  const { body } = parseOpml(text);
  const feeds = new Map<string, NamedFeed>();
  // No deeper than the parser goes.
  const add = (outline: Outline) => {
    const url = webAddress(outline.xmlUrl, base);
    if (url !== undefined && !feeds.has(url) && feeds.size < mostFeeds)
      feeds.set(url, { title: lineOf(outline.title ?? outline.text) ?? url, url });
    for (const inner of outline.outlines ?? []) add(inner);
  };
  for (const outline of body?.outlines ?? []) add(outline);
  return [...feeds.values()];
}
