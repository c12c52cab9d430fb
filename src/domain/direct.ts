import { isGroup, subjectPattern } from './subject.ts';

/** The private conversation with a person, as a channel that can be written to: `slack:T…:@U…`, `discord:G…:@U…`. */
export const directTo = (person: string): string => person.replace(/:([^:]+)$/, ':@$1');

/** With whom a channel is the private conversation; undefined for every other channel. */
export const directPerson = (channel: string): string | undefined =>
  channel.includes(':@') ? channel.replace(':@', ':') : undefined;

/** Whether it is the id of one person of a chat platform. */
export const isPerson = (id: string): boolean => id.includes(':') && subjectPattern.test(id) && !isGroup(id);
