import { channelPattern, isGroup, subjectPattern } from '../identity.ts';
import type { Span } from '../reply.ts';
import { capital } from '../text.ts';

/** An id of a person, group or channel as platforms have it. */
export interface Mention {
  platform: string;
  kind: 'user' | 'group' | 'channel';
  id: string;
  /** A direct message with the user. */
  direct?: true;
}

/** A person or group, which platforms show by name; anything else, such as the host, as it is written. */
export const person = (id: string): Span =>
  subjectPattern.test(id) ? { text: id, style: 'person' } : { text: id };

export const channel = (id: string): Span =>
  channelPattern.test(id) ? { text: id, style: 'channel' } : { text: id };

/** Words in which each of these ids is a person's or a group's. */
export function naming(words: string, ...ids: readonly string[]): Span[] {
  const [id, ...others] = ids;
  if (id === undefined || id === '') return words === '' ? [] : [{ text: words }];
  return words.split(id).flatMap((part, at) => [...(at > 0 ? [person(id)] : []), ...naming(part, ...others)]);
}

/** Whom or what a span names; undefined for other spans and for the terminal. */
export function mentionOf({ text, style }: Span): Mention | undefined {
  if (style !== 'person' && style !== 'channel') return undefined;
  const [platform = '', , id] = text.split(':');
  if (!id) return undefined;
  if (style === 'person') {
    const group = isGroup(text);
    return { platform, kind: group ? 'group' : 'user', id: group ? id.replace(/^R/, '') : id };
  }
  if (id.startsWith('@')) return { platform, kind: 'user', id: id.slice(1), direct: true };
  return { platform, kind: 'channel', id };
}

/** On a platform that cannot show the name: the other platform, what it is there, and its id. */
export function nameInWords(span: Span): string {
  const mention = mentionOf(span);
  if (!mention) return span.text === 'terminal' ? 'the terminal' : span.text;
  const { platform, kind, id, direct } = mention;
  return `${direct ? 'direct messages with ' : ''}${capital(platform)} ${kind} ${id}`;
}
