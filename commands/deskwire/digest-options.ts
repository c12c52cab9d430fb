import { z } from 'zod';
import { type Input, namesOption, type Options, textOption } from '../../src/command/define.ts';
import type { Timetable } from '../../src/domain/ports/timetable.ts';

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const lasts = Array.from({ length: 10 }, (_, at) => `last-${at + 1}`);

/** What can be said of a digest when it is subscribed and when it is edited. */
export const digestOptions = (timetable: Pick<Timetable, 'isTime' | 'isZone' | 'isCronLike'>) =>
  ({
    rhythm: {
      description: 'How often; weekdays where nothing is said',
      kind: {
        type: 'choice',
        choices: {
          daily: ['every day', 'each day'],
          weekdays: ['every weekday', 'weekday', 'working days', 'workdays'],
          weekly: ['every week', 'once a week'],
        },
      },
      schema: z.enum(['daily', 'weekdays', 'weekly']),
    },
    weekday: {
      description: 'Of a weekly digest',
      aliases: ['on', 'day'],
      kind: {
        type: 'choice',
        choices: Object.fromEntries(
          days.map((day) => [day, [`${day}s`, day.slice(0, 3), `every ${day}`, `each ${day}`]]),
        ),
        grows: true,
      },
      schema: z.enum(days),
    },
    at: {
      ...textOption('Local time, such as 08:30', 24, ['time'], {
        most: 4,
        test: (words) => timetable.isTime(words),
      }),
    },
    cron: textOption('Instead: five fields, such as 30 8 * * 1-5', 120, ['every'], {
      most: 7,
      test: (words) => timetable.isCronLike(words),
    }),
    timezone: {
      ...textOption('City or IANA name', 60, ['zone', 'tz', 'in'], {
        most: 4,
        test: (words) => timetable.isZone(words),
      }),
    },
    topics: namesOption('Only these, with commas', ['topic'], ['topic', 'on', 'about']),
    countries: namesOption('Only these, with commas', ['country'], ['country']),
    format: {
      description: 'In full, or as headlines',
      kind: { type: 'choice', choices: { full: [], headlines: ['headline'] } },
      schema: z.enum(['full', 'headlines']),
    },
    'on-empty': {
      description: 'What comes when nothing is new',
      aliases: ['empty', 'if empty', 'when empty'],
      kind: {
        type: 'choice',
        choices: {
          skip: ['nothing'],
          'one-line': ['line'],
          ...Object.fromEntries(lasts.map((last) => [last, last === 'last-3' ? ['last'] : []])),
        },
        grows: true,
      },
      schema: z.enum(['skip', 'one-line', ...lasts]),
    },
    holidays: {
      description: 'What to do on holidays',
      kind: { type: 'choice', choices: { send: [], skip: [], shift: [] } },
      schema: z.enum(['send', 'skip', 'shift']),
    },
    ping: textOption('A user group or role to mention, or none', 80, ['mention']),
  }) as const satisfies Options;

/** Options that bare words may fill. */
export const digestBare = ['rhythm', 'weekday', 'topics', 'countries', 'at', 'timezone', 'format'] as const;

export type DigestInput = Input<ReturnType<typeof digestOptions>>;
