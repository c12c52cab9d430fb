import { Parser } from 'htmlparser2';
import { plainLine } from '../domain/plain-text.ts';

/** Characters of a title. */
const longestTitle = 300;
const longestAddress = 2000;

/** What a reader sees of a title that may be HTML, on one line and cut to `longestTitle`; undefined when that is nothing. */
export function lineOf(html: string | undefined): string | undefined {
  const line = plainLine(textOf((html ?? '').slice(0, longestTitle * 20)));
  const letters = [...line];
  if (letters.length === 0) return undefined;
  return letters.length <= longestTitle ? line : `${letters.slice(0, longestTitle - 1).join('')}…`;
}

/** Without scripts and styles, whose words no reader sees. */
function textOf(html: string): string {
  const texts: string[] = [];
  const hidden: string[] = [];
  const parser = new Parser({
    onopentag(name) {
      if (name === 'script' || name === 'style') hidden.push(name);
    },
    onclosetag(name) {
      if (hidden.at(-1) === name) hidden.pop();
    },
    ontext(text) {
      if (hidden.length === 0) texts.push(text);
    },
  });
  parser.end(html);
  return texts.join('');
}

/** The whole address of a link, where it is one of the web. */
export function webAddress(link: string | undefined, base: string): string | undefined {
  if (link === undefined || link.length > longestAddress) return undefined;
  const url = URL.parse(link.trim(), base);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  return isWeb && url.href.length <= longestAddress ? url.href : undefined;
}
