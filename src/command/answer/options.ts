import { z } from 'zod';
import { standings } from '../../domain/vocabulary.ts';
import { dayOption, nameOption, pageOption } from '../define.ts';

/** Options that several commands share, so that they are written and read alike everywhere. */
export const country = nameOption('Country, by any of its names', ['country'], ['in']);
export const person = nameOption('Person, however spelt', ['person']);
export const topic = nameOption('Topic, such as minerals', ['topic'], ['on', 'about']);
export const since = dayOption('Happened on or after: day, month or year', 'start', ['from', 'after']);
export const until = dayOption('Happened on or before: day, month or year', 'end', ['to', 'before']);
export const asOf = dayOption('As the desk had published it by this day', 'end', ['as of', 'asof']);
export const page = pageOption;

export const standing = {
  description: 'How far it can be relied on',
  kind: {
    type: 'choice',
    choices: {
      confirmed: [],
      reported: [],
      disputed: ['contested'],
      opinion: ['opinions'],
      speculation: ['speculative'],
    },
  },
  schema: z.enum(standings),
} as const;
