import { Parser } from 'htmlparser2';
import { plainLine } from '../domain/text.ts';

/** In characters. */
const longestTitle = 300;

/** Plain text on one line, cut to the length of a title; undefined if empty. */
export function titleLine(text: string | undefined): string | undefined {
  const line = plainLine((text ?? '').slice(0, longestTitle * 20));
  const letters = [...line];
  if (letters.length === 0) return undefined;
  return letters.length <= longestTitle ? line : `${letters.slice(0, longestTitle - 1).join('')}…`;
}

/** Text of HTML without scripts and styles. */
export function bareText(html: string): string {
  const texts: string[] = [];
  const hidden: string[] = [];
  const parser = new Parser({
    onopentag(name) {
      if (name === 'script' || name === 'style') hidden.push(name);
      if (breaking.test(name)) texts.push(' ');
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

const breaking = /^(?:br|p|div|li|h[1-6]|tr|td)$/;

const named = /&([a-z][a-z0-9]{1,31});/gi;
const ofXml = /^(?:amp|lt|gt|quot|apos)$/;

/** Replaces the entities of HTML, which XML does not know but feeds use, outside of CDATA. */
export function plainEntities(xml: string): string {
  const known = new Map<string, string>();
  const replace = (entity: string, name: string) => {
    if (ofXml.test(name)) return entity;
    const read = known.get(entity) ?? bareText(entity);
    known.set(entity, read);
    return /[<&]/.test(read) ? entity : read;
  };
  const parts: string[] = [];
  for (let at = 0; at < xml.length; ) {
    const data = xml.indexOf('<![CDATA[', at);
    const end = data === -1 ? xml.length : data;
    parts.push(xml.slice(at, end).replace(named, replace));
    if (data === -1) break;
    const close = xml.indexOf(']]>', data);
    at = close === -1 ? xml.length : close;
    parts.push(xml.slice(data, at));
  }
  return parts.join('');
}
